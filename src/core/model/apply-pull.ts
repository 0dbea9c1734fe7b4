// The fold of pull requests and of the train that integrates them.
import { InvariantError } from '../base/errors.ts';
import { specOf } from './apply-run.ts';
import { taskOf } from './apply-task.ts';
import type { RegistryEvent } from './events.ts';
import { withHeard } from './pull-sight.ts';
import type { PullState, State } from './state.ts';

const verifiedTreesMax = 200;
const asksMax = 200;

export function applyPullEvent(state: State, event: RegistryEvent): void {
  switch (event.type) {
    case 'PROpened':
      applyOpened(state, event);
      break;
    case 'PRUpdated':
      applyUpdated(state, event);
      break;
    case 'PRMerged':
      applyMerged(state, event);
      break;
    case 'PRClosed':
      pullOf(state, event, 'open').state = 'closed';
      break;
    case 'CIStatusChanged':
      applyCheck(pullOf(state, event), event);
      break;
    case 'ConflictDetected':
      specOf(state, event);
      break;
    case 'IntegrationStarted':
      startIntegration(state, event);
      break;
    case 'IntegrationFinished':
      finishIntegration(state, event);
      break;
    default:
      throw new InvariantError(`${event.type} is no event of a pull request.`);
  }
}

function pullOf(
  state: State,
  event: { type: string; data: { number: number } },
  needed?: PullState['state'],
): PullState {
  const pull = state.pulls.get(event.data.number);
  if (pull === undefined || (needed !== undefined && pull.state !== needed)) {
    throw new InvariantError(
      `${event.type} cannot follow: pull request #${event.data.number} is ${pull?.state ?? 'unknown'}.`,
    );
  }
  return pull;
}

function applyOpened(state: State, event: RegistryEvent<'PROpened'>): void {
  const spec = specOf(state, event);
  const { number, title, head, base, head_sha, url } = event.data;
  // Numbers of another forge, which a repository has used before, may come again.
  if (state.pulls.get(number)?.state === 'open') throw new InvariantError(`Pull request #${number} is open already.`);
  if (event.attempt !== undefined) moveToReview(state, event, number);
  state.pulls.set(number, {
    number,
    spec_id: spec.spec_id,
    ...(event.task_id === undefined ? {} : { task_id: event.task_id }),
    title,
    head,
    base,
    ...(head_sha === undefined ? {} : { head_sha }),
    state: 'open',
    is_final: event.data.is_final === true,
    ...(url === undefined ? {} : { url }),
    opened_at: event.at,
    checks: [],
    comments: 0,
    findings: 0,
  });
}

function applyUpdated(state: State, event: RegistryEvent<'PRUpdated'>): void {
  const pull = pullOf(state, event);
  const { title, head_sha, comment, answered = [] } = event.data;
  if (event.attempt !== undefined) moveToReview(state, event, pull.number);
  if (title !== undefined) pull.title = title;
  if (head_sha !== undefined && head_sha !== pull.head_sha) {
    pull.head_sha = head_sha;
    pull.head_since = event.at;
    // They spoke of another commit.
    pull.checks = [];
    delete pull.held;
  }
  if (comment !== undefined) applyComment(pull, comment);
  if (answered.length > 0) pull.asks = pull.asks?.filter((id) => !answered.includes(id)) ?? [];
  if (pull.asks?.length === 0) delete pull.asks;
}

function applyComment(
  pull: PullState,
  { id, asks_changes }: { id?: string | undefined; asks_changes?: boolean | undefined },
): void {
  pull.comments += 1;
  if (id === undefined) return;
  pull.heard = withHeard(id, pull.heard);
  if (asks_changes === true) pull.asks = [...(pull.asks ?? []), id].slice(-asksMax);
}

/** Whoever has merged it, a person or the train: what is started from now on starts on top of it. */
function applyMerged(state: State, event: RegistryEvent<'PRMerged'>): void {
  const pull = pullOf(state, event, 'open');
  const { run } = specOf(state, event);
  const { merge_sha, by } = event.data;
  pull.state = 'merged';
  pull.merge_sha = merge_sha;
  if (by !== undefined) pull.merged_by = by;
  if (run?.integration_branch === pull.base) run.tip_sha = merge_sha;
}

/** A task is in review from the moment the verified commit of its attempt stands in an open pull request. */
function moveToReview(state: State, event: RegistryEvent, number: number): void {
  const task = taskOf(state, event);
  if (task.state !== 'verifying') {
    throw new InvariantError(`${event.type} cannot follow: task ${task.node.id} is ${task.state}, not verified.`);
  }
  task.pr = number;
  task.state = 'review';
  task.since = event.at;
}

function applyCheck(pull: PullState, event: RegistryEvent<'CIStatusChanged'>): void {
  const { name, state } = event.data;
  const known = pull.checks.find((check) => check.name === name);
  if (known === undefined) pull.checks.push({ name, state });
  else known.state = state;
}

function startIntegration(state: State, event: RegistryEvent<'IntegrationStarted'>): void {
  pullOf(state, event, 'open');
  const { run } = specOf(state, event);
  if (run === undefined) throw new InvariantError(`${event.spec_id ?? ''} has no run to integrate into.`);
  run.integrating = event.data.number;
}

function finishIntegration(state: State, event: RegistryEvent<'IntegrationFinished'>): void {
  const { run } = specOf(state, event);
  if (run === undefined) throw new InvariantError(`${event.spec_id ?? ''} has no run to integrate into.`);
  const { number, outcome, merge_sha, tree, reason } = event.data;
  if (run.integrating === number) delete run.integrating;
  const pull = state.pulls.get(number);
  if (pull !== undefined) setHeld(pull, reason);
  if (outcome === 'merged' && merge_sha !== undefined) run.tip_sha = merge_sha;
  // Without commands nothing is proven, whatever tree is told.
  if (outcome === 'merged' && tree !== undefined && run.verify.length > 0 && pull !== undefined) pull.is_proven = true;
  if (tree !== undefined && !run.verified_trees.includes(tree)) {
    run.verified_trees = [...run.verified_trees, tree].slice(-verifiedTreesMax);
  }
}

function setHeld(pull: PullState, reason: string | undefined): void {
  if (reason === undefined) delete pull.held;
  else pull.held = reason;
}
