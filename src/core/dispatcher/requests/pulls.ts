// What a person does with a pull request. The train merges the tasks' own; here it is mostly the last one, from the spec's
// branch to the base, which is nobody's to move but the user's while it is checked out.
import { UserError } from '../../base/errors.ts';
import type { Request } from '../../model/requests.ts';
import type { PullState } from '../../model/state.ts';
import type { Dispatch } from '../dispatch.ts';

type Of<K extends Request['kind']> = Extract<Request, { kind: K }>;

export async function acceptMerge(dispatch: Dispatch, { number, by }: Of<'merge'>): Promise<string> {
  const { registry, repository, forge } = dispatch.ports;
  const pull = openPull(dispatch, number);
  if (registry.state.specs.get(pull.spec_id)?.run?.integrating === number) {
    throw new UserError(`The train is integrating pull request #${number} at this moment.`, {
      hint: 'Wait until it has: what fits is merged by itself.',
    });
  }
  const { head_sha } = pull;
  if (head_sha === undefined) throw new UserError(`Pull request #${number} has no commit to merge.`);
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
  return `Pull request #${number} is merged`;
}

async function landOnBase(
  { ports }: Dispatch,
  pull: PullState,
  head: string,
  base: string | undefined,
): Promise<string> {
  if (base === undefined) throw new UserError(`The branch "${pull.base}" does not exist any more.`);
  const merge = await ports.repository.merge({
    tip: base,
    head,
    message: `Merge pull request #${pull.number}: ${pull.title}`,
  });
  if (merge.kind === 'conflict') {
    throw new UserError(`#${pull.number} does not merge into ${pull.base}: ${merge.files.join(', ')}.`, {
      hint: `Merge ${pull.base} into ${pull.head} and solve it there.`,
    });
  }
  if (!(await ports.repository.moveBase(pull.base, merge.commit, base))) {
    throw new UserError(`${pull.base} is checked out, and your working tree is yours alone.`, {
      hint: `Run \`git merge ${pull.head}\` there, then \`necrocode pr merge ${pull.number}\` again to record it.`,
    });
  }
  return merge.commit;
}

function completionOf({ ports }: Dispatch, pull: PullState, merge_sha: string) {
  const task =
    pull.task_id === undefined ? undefined : ports.registry.state.specs.get(pull.spec_id)?.tasks.get(pull.task_id);
  if (task?.state !== 'review') return [];
  const subject = { spec_id: pull.spec_id, task_id: task.node.id, attempt: task.attempts.length };
  return [{ type: 'TaskCompleted' as const, ...subject, data: { merge_sha, pr: pull.number } }];
}

export async function acceptComment(dispatch: Dispatch, { number, by, text }: Of<'comment'>): Promise<string> {
  const pull = openPull(dispatch, number);
  const subject = { spec_id: pull.spec_id, ...(pull.task_id === undefined ? {} : { task_id: pull.task_id }) };
  await dispatch.ports.registry.append([{ type: 'PRUpdated', ...subject, data: { number, comment: { by, text } } }]);
  return `Commented on #${number}`;
}

function openPull(dispatch: Dispatch, number: number): PullState {
  const pull = dispatch.ports.registry.state.pulls.get(number);
  if (pull === undefined)
    throw new UserError(`There is no pull request #${number}.`, { hint: 'necrocode pr list shows them.' });
  if (pull.state !== 'open') throw new UserError(`Pull request #${number} is ${pull.state} already.`);
  return pull;
}
