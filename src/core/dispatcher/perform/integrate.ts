// One step of the train: the next pull request is merged onto the tip in memory, the combined tree is verified, and the
// branch moves by compare-and-swap. Only then is the task done. What does not merge, or breaks the rest, goes back to the
// task that owns it, with the evidence. Cut off anywhere, it is begun again: until the branch moves nothing has happened,
// and once it has moved the head is found to be an ancestor of the tip.
import { InvariantError, UserError } from '../../base/errors.ts';
import { NotYet } from '../../base/unavailable.ts';
import type { Verification } from '../../model/evidence.ts';
import type { NewEvent } from '../../model/events.ts';
import type { Failure } from '../../model/failure.ts';
import type { MergeRefusal, RemoteForge } from '../../model/forge.ts';
import type { PullState, RunState, TaskState } from '../../model/state.ts';
import { attemptKey, type Action, type OfAttempt } from '../actions.ts';
import type { Dispatch } from '../dispatch.ts';
import { pullOf, specOf, subjectOf, taskOf } from '../lookup.ts';
import { dropMergedBranch } from './drop-branch.ts';
import { followTarget } from './follow-target.ts';
import { followUp } from './follow-up.ts';
import { noteForgeBack } from './forge-lost.ts';
import { isShown, whyHeld } from './shown-merge.ts';
import { standingTip } from './standing-tip.ts';
import { verifyTree } from './verify-tree.ts';

const refusedWaitMs = 3000;
const checksWaitMs = 30_000;
const reasonCharsMax = 4000;

/** Everything that a step needs to know, read once. */
interface Step {
  dispatch: Dispatch;
  run: RunState;
  pull: PullState;
  task: TaskState;
  of: OfAttempt;
  head: string;
  tip: string;
}

export async function integrate(dispatch: Dispatch, action: Extract<Action, { kind: 'integrate' }>): Promise<void> {
  const { registry, repository } = dispatch.ports;
  const { run } = specOf(registry.state, action.spec_id);
  const pull = pullOf(registry.state, action.number);
  const { spec_id } = action;
  const { remote } = dispatch.ports.forges.of(run.forge);
  if (remote !== undefined) await followTarget(dispatch, remote, spec_id);
  const tip = await standingTip(dispatch.ports, {
    spec_id,
    run,
    ...(pull.head_sha === undefined ? {} : { expected: pull.head_sha }),
  });
  // While the tip was looked up somebody may have asked for changes, or have merged or closed it: then there is nothing to do any more.
  if (registry.state.pulls.get(action.number)?.state !== 'open') return;
  if (taskOf(registry.state, spec_id, pull.task_id ?? '').state !== 'review') return;
  const step = stepOf(dispatch, { run, pull, tip });
  const { head, of } = step;
  await registry.append([
    { type: 'IntegrationStarted', ...subjectOf(registry.state, of), data: { number: pull.number, tip, head } },
  ]);

  const landed = await landedAs(step, remote);
  if (landed !== undefined) {
    await complete(step, { commit: landed, isSkipped: true });
    return;
  }
  const merge = await repository.merge({ tip, head, message: `Merge pull request #${pull.number}: ${pull.title}` });
  if (merge.kind === 'conflict') {
    await giveBackConflict(step, merge);
    return;
  }
  const verification = await verifyCombined(step, merge);
  if (verification?.ok === false) {
    await giveBackRed(step, verification);
    return;
  }
  const proven = { isSkipped: verification === undefined, verification };
  if (remote !== undefined) {
    await landThere(step, remote, { ...merge, ...proven });
    return;
  }
  const hasMoved = await repository.moveBranch(run.integration_branch, merge.commit, tip);
  if (hasMoved) await complete(step, { ...merge, ...proven });
  else await registry.append([finished(step, { outcome: 'interrupted' })]);
}

/** The tip that has the work already; undefined when it is not there yet. A squashed merge does not show in the graph of commits. */
async function landedAs(step: Step, remote: RemoteForge | undefined): Promise<string | undefined> {
  const { dispatch, pull, head, tip } = step;
  if (await dispatch.ports.repository.isAncestor(head, tip)) return tip;
  const landed = await remote?.landed(pull.number);
  if (landed === undefined) return undefined;
  await throwUnlessShown(step, landed.sha, tip);
  return tip;
}

/** What the forge has merged counts once the branch there holds it. */
async function throwUnlessShown(step: Step, merge_sha: string, there: string | undefined): Promise<void> {
  const { dispatch, pull } = step;
  const told = { pull, merge_sha, there };
  if (await isShown(dispatch, told)) return;
  await dispatch.ports.registry.append([finished(step, { outcome: 'interrupted', reason: whyHeld(told) })]);
  throw new NotYet(`${pull.base} does not show the merge of #${pull.number} yet.`, refusedWaitMs);
}

/** The forge merges, with the head that was verified as its guard; then the branch here follows. */
async function landThere(step: Step, remote: RemoteForge, proven: Landed): Promise<void> {
  const { dispatch, run, pull, head, tip, of } = step;
  const { registry, repository } = dispatch.ports;
  const title = `Merge pull request #${pull.number}: ${pull.title}`;
  const landing = await remote.merge({ number: pull.number, headSha: head, title, purpose: attemptKey(of) });
  await noteForgeBack(dispatch);
  if (landing.kind === 'refused') {
    // What is proven stays so: the next try does not prove it again.
    const tree = proven.tree === undefined ? {} : { tree: proven.tree };
    const reason = landing.message.slice(0, reasonCharsMax);
    await registry.append([finished(step, { outcome: 'interrupted', ...tree, reason })]);
    dispatch.observing.dueAt = 0;
    throw refusalOf(pull.number, landing);
  }
  const there = await remote.fetch(run.integration_branch, { known: [tip, head], signal: dispatch.signal });
  await throwUnlessShown(step, landing.sha, there);
  const commit = there ?? landing.sha;
  await repository.moveBranch(run.integration_branch, commit, tip);
  const tree = await repository.treeOf(commit);
  // Somebody was quicker by a moment: what came out is more than what was proven.
  const isProven = tree === proven.tree;
  await complete(step, isProven ? { ...proven, commit } : { commit, isSkipped: true });
}

function refusalOf(number: number, { reason, message }: MergeRefusal): Error {
  const told = `GitHub does not merge #${number} yet: ${message}`;
  if (reason === 'method') {
    return new UserError(told, { hint: 'Set github.merge_method to one that the repository allows.' });
  }
  return new NotYet(told, reason === 'checks' ? checksWaitMs : refusedWaitMs);
}

function stepOf(dispatch: Dispatch, { run, pull, tip }: Pick<Step, 'run' | 'pull' | 'tip'>): Step {
  const { state } = dispatch.ports.registry;
  const { task_id, head_sha } = pull;
  if (task_id === undefined || head_sha === undefined)
    throw new InvariantError(`Pull request #${pull.number} belongs to no task.`);
  const task = taskOf(state, pull.spec_id, task_id);
  return {
    dispatch,
    run,
    pull,
    task,
    tip,
    head: head_sha,
    of: { spec_id: pull.spec_id, task_id, attempt: task.attempts.length },
  };
}

/** Undefined when this very tree is proven already: by an earlier step, or by the attempt itself when nothing came between. */
async function verifyCombined(step: Step, merge: { commit: string; tree: string }): Promise<Verification | undefined> {
  const { run, task, dispatch, of } = step;
  if (run.verify.length === 0 || run.verified_trees.includes(merge.tree)) return undefined;
  const proven = task.attempts.at(-1)?.verified;
  if (proven?.ok === true && proven.tree === merge.tree) return undefined;
  return verifyTree(dispatch, of, merge.commit);
}

type Finished = Omit<Extract<NewEvent, { type: 'IntegrationFinished' }>['data'], 'number'>;

function finished({ dispatch, of, pull }: Step, data: Finished): NewEvent {
  const subject = subjectOf(dispatch.ports.registry.state, of);
  return { type: 'IntegrationFinished', ...subject, data: { number: pull.number, ...data } };
}

async function giveBackConflict(step: Step, { files, evidence }: { files: string[]; evidence: string }): Promise<void> {
  const { dispatch, pull, of, tip, head } = step;
  const { registry } = dispatch.ports;
  const message = `Does not merge with what came before it: ${files.slice(0, 10).join(', ')}`;
  const failure: Failure = { kind: 'conflict', message, evidence: evidence.slice(0, 20_000) };
  await registry.append([
    {
      type: 'ConflictDetected',
      ...subjectOf(registry.state, of),
      data: { number: pull.number, tip, head, files: files.slice(0, 500) },
    },
    finished(step, { outcome: 'conflict', failure }),
    followUp(dispatch.ports, of, failure),
  ]);
}

async function giveBackRed(step: Step, verification: Verification): Promise<void> {
  const failed = verification.commands.find((command) => command.exit_code !== 0);
  const message = `Verification of the combined tree failed: ${failed?.command ?? ''}`;
  const failure: Failure = { kind: 'verify_failed', message, evidence: (failed?.output ?? '').slice(-20_000) };
  await step.dispatch.ports.registry.append([
    finished(step, { outcome: 'verify_failed', verification, failure }),
    followUp(step.dispatch.ports, step.of, failure),
  ]);
}

interface Landed {
  commit: string;
  /** Absent where nothing has proven it. */
  tree?: string;
  isSkipped: boolean;
  verification?: Verification | undefined;
}

async function complete(step: Step, { commit, tree, isSkipped, verification }: Landed): Promise<void> {
  const { dispatch, pull, of } = step;
  const { registry, cleanUp } = dispatch.ports;
  const subject = subjectOf(registry.state, of);
  await registry.append([
    finished(step, {
      outcome: 'merged',
      merge_sha: commit,
      ...(tree === undefined ? {} : { tree }),
      is_verification_skipped: isSkipped,
      ...(verification === undefined ? {} : { verification }),
    }),
    { type: 'PRMerged', ...subject, data: { number: pull.number, merge_sha: commit } },
    { type: 'TaskCompleted', ...subject, data: { merge_sha: commit, pr: pull.number } },
  ]);
  dispatch.forecastDue.add(of.spec_id);
  await cleanUp.tick(of.spec_id, of.task_id);
  await dropMergedBranch(dispatch, of.spec_id, of.task_id);
}
