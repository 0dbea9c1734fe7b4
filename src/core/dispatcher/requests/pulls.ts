// What a person does with a pull request. The train merges the tasks' own; here it is mostly the last one, from the spec's
// branch to the base, which is nobody's to move but the user's while it is checked out.
import type { Forge, RemoteForge } from '../../model/forge.ts';
import type { Request } from '../../model/requests.ts';
import type { PullState } from '../../model/state.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Ports } from '../ports.ts';
import { isShown } from '../perform/shown-merge.ts';
import { answers, type Said } from './answers.ts';
import {
  baseIsCheckedOut,
  baseIsGone,
  doesNotMerge,
  notMergedThere,
  notShownYet,
  nothingToMerge,
  pullIsOver,
  pullOnTrain,
  queuedThere,
  unknownPull,
} from './pull-refusals.ts';

type Of<K extends Request['kind']> = Extract<Request, { kind: K }>;

export async function acceptMerge(dispatch: Dispatch, { number, by }: Of<'merge'>): Promise<Said> {
  const { registry, repository } = dispatch.ports;
  const pull = openPull(dispatch, number);
  if (registry.state.specs.get(pull.spec_id)?.run?.integrating === number) {
    throw pullOnTrain(number, {
      en: 'Wait until it has: what fits is merged by itself.',
      ja: '終わるまでお待ちください。合うものは自動でマージされます。',
    });
  }
  const { head_sha } = pull;
  if (head_sha === undefined) throw nothingToMerge(number);
  const { remote } = forgeOf(dispatch, pull);
  const base = await repository.branchSha(pull.base);
  const isLanded = base !== undefined && (await repository.isAncestor(head_sha, base));
  const merge_sha =
    remote !== undefined
      ? await landThere(dispatch, remote, pull, head_sha)
      : isLanded
        ? base
        : await landOnBase(dispatch, pull, head_sha, base);
  const subject = { spec_id: pull.spec_id, ...(pull.task_id === undefined ? {} : { task_id: pull.task_id }) };
  await registry.append([
    { type: 'PRMerged', ...subject, data: { number, merge_sha, by } },
    ...completionOf(dispatch, pull, merge_sha),
  ]);
  return answers.merged(number);
}

function forgeOf({ ports }: Dispatch, { spec_id, url }: PullState): Forge {
  const kind = ports.registry.state.specs.get(spec_id)?.run?.forge;
  return ports.forges.of(kind === 'github' && url !== undefined ? 'github' : 'local');
}

/** The forge merges it, and refuses what is not as it was shown here. */
async function landThere(dispatch: Dispatch, remote: RemoteForge, pull: PullState, headSha: string): Promise<string> {
  const { number } = pull;
  const purpose = pull.task_id === undefined ? pull.spec_id : `${pull.spec_id}/${pull.task_id}`;
  const landing = await remote.merge({
    ...{ number, headSha, purpose },
    title: `Merge pull request #${number}: ${pull.title}`,
  });
  if (landing.kind === 'refused') {
    if (landing.reason === 'queued') throw queuedThere(number);
    throw notMergedThere(pull, landing.message);
  }
  const run = dispatch.ports.registry.state.specs.get(pull.spec_id)?.run;
  const known = run === undefined ? [] : [run.tip_sha];
  const there = await remote.fetch(pull.base, { known, signal: dispatch.signal });
  if (!(await isShown(dispatch, { pull, merge_sha: landing.sha, there }))) {
    dispatch.observing.dueAt = 0;
    throw notShownYet(pull);
  }
  if (
    run !== undefined &&
    run.delivery === 'integration' &&
    run.integration_branch === pull.base &&
    there !== undefined
  )
    await dispatch.ports.repository.moveBranch(pull.base, there, run.tip_sha);
  return landing.sha;
}

async function landOnBase(
  { ports }: Dispatch,
  pull: PullState,
  head: string,
  base: string | undefined,
): Promise<string> {
  // A run may have begun on no branch at all, or on one without a commit: what is checked out is moved by its user alone.
  const isHere = pull.base === 'HEAD' || (base === undefined && (await isUnborn(ports, pull.base)));
  if (isHere) throw baseIsCheckedOut(pull);
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

async function isUnborn({ repository }: Ports, branch: string): Promise<boolean> {
  return (await repository.base(undefined)).ref === `refs/heads/${branch}`;
}

function completionOf({ ports }: Dispatch, pull: PullState, merge_sha: string) {
  const task =
    pull.task_id === undefined ? undefined : ports.registry.state.specs.get(pull.spec_id)?.tasks.get(pull.task_id);
  if (task?.state !== 'review') return [];
  const subject = { spec_id: pull.spec_id, task_id: task.node.id, attempt: task.attempts.length };
  return [{ type: 'TaskCompleted' as const, ...subject, data: { merge_sha, pr: pull.number } }];
}

export async function acceptComment(
  dispatch: Dispatch,
  { number, by, text, request_id }: Of<'comment'>,
): Promise<Said> {
  const pull = openPull(dispatch, number);
  const subject = { spec_id: pull.spec_id, ...(pull.task_id === undefined ? {} : { task_id: pull.task_id }) };
  const purpose = pull.task_id === undefined ? pull.spec_id : `${pull.spec_id}/${pull.task_id}`;
  await forgeOf(dispatch, pull).say(number, { key: request_id, text: `**${by}**: ${text}`, purpose });
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
