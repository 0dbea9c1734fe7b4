// What a person does with a pull request. The train merges the tasks' own; here it is mostly the last one, from the spec's
// branch to the base, which is nobody's to move but the user's while it is checked out.
import type { Request } from '../../model/requests.ts';
import type { PullState } from '../../model/state.ts';
import type { Dispatch } from '../dispatch.ts';
import { answers, type Said } from './answers.ts';
import {
  baseIsCheckedOut,
  baseIsGone,
  doesNotMerge,
  nothingToMerge,
  pullIsOver,
  pullOnTrain,
  unknownPull,
} from './refusals.ts';

type Of<K extends Request['kind']> = Extract<Request, { kind: K }>;

export async function acceptMerge(dispatch: Dispatch, { number, by }: Of<'merge'>): Promise<Said> {
  const { registry, repository, forge } = dispatch.ports;
  const pull = openPull(dispatch, number);
  if (registry.state.specs.get(pull.spec_id)?.run?.integrating === number) {
    throw pullOnTrain(number, {
      en: 'Wait until it has: what fits is merged by itself.',
      ja: '終わるまでお待ちください。合うものは自動でマージされます。',
    });
  }
  const { head_sha } = pull;
  if (head_sha === undefined) throw nothingToMerge(number);
  const base = await repository.branchSha(pull.base);
  const merge_sha =
    base !== undefined && (await repository.isAncestor(head_sha, base))
      ? base
      : await landOnBase(dispatch, pull, head_sha, base);
  const subject = { spec_id: pull.spec_id, ...(pull.task_id === undefined ? {} : { task_id: pull.task_id }) };
  await registry.append([
    { type: 'PRMerged', ...subject, data: { number, merge_sha, by } },
    ...completionOf(dispatch, pull, merge_sha),
  ]);
  await forge.merged(pull, merge_sha);
  return answers.merged(number);
}

async function landOnBase(
  { ports }: Dispatch,
  pull: PullState,
  head: string,
  base: string | undefined,
): Promise<string> {
  if (base === undefined) throw baseIsGone(pull.base);
  const merge = await ports.repository.merge({
    tip: base,
    head,
    message: `Merge pull request #${pull.number}: ${pull.title}`,
  });
  if (merge.kind === 'conflict') throw doesNotMerge(pull, merge.files);
  if (!(await ports.repository.moveBase(pull.base, merge.commit, base))) throw baseIsCheckedOut(pull);
  return merge.commit;
}

function completionOf({ ports }: Dispatch, pull: PullState, merge_sha: string) {
  const task =
    pull.task_id === undefined ? undefined : ports.registry.state.specs.get(pull.spec_id)?.tasks.get(pull.task_id);
  if (task?.state !== 'review') return [];
  const subject = { spec_id: pull.spec_id, task_id: task.node.id, attempt: task.attempts.length };
  return [{ type: 'TaskCompleted' as const, ...subject, data: { merge_sha, pr: pull.number } }];
}

export async function acceptComment(dispatch: Dispatch, { number, by, text }: Of<'comment'>): Promise<Said> {
  const pull = openPull(dispatch, number);
  const subject = { spec_id: pull.spec_id, ...(pull.task_id === undefined ? {} : { task_id: pull.task_id }) };
  await dispatch.ports.registry.append([{ type: 'PRUpdated', ...subject, data: { number, comment: { by, text } } }]);
  return answers.commented(number);
}

/** @throws UserError when there is none of this number, or none any more. */
export function openPull(dispatch: Dispatch, number: number): PullState {
  const pull = dispatch.ports.registry.state.pulls.get(number);
  if (pull === undefined) throw unknownPull(number);
  if (pull.state !== 'open') throw pullIsOver(number, pull.state);
  return pull;
}
