// The fold of one task. The table is the state machine: from which states an event may come, and where it leads.
//
//   blocked → ready → assigned → running ⇄ verifying → review → done
//                ↑________________|__________|___________|   (another attempt)
//   and from every state that is not terminal: failed, cancelled. RetryRequested alone leaves a terminal state.
import { InvariantError } from '../base/errors.ts';
import { reopen, specOf } from './apply-run.ts';
import type { EventType, RegistryEvent } from './events.ts';
import type { AttemptState, State, TaskState, TaskStateName } from './state.ts';
import { liveAttempt } from './state.ts';
import type { Usage } from './evidence.ts';

const filesKeptMax = 40;
const unfinished: readonly TaskStateName[] = ['blocked', 'ready', 'assigned', 'running', 'verifying', 'review'];
const atWork: readonly TaskStateName[] = ['assigned', 'running', 'verifying'];
const anyState: readonly TaskStateName[] = [...unfinished, 'done', 'failed', 'cancelled'];

/** From which states an event may come. Events that are not listed do not concern one task's state. */
const allowedFrom: Partial<Record<EventType, readonly TaskStateName[]>> = {
  TaskReady: ['blocked', 'assigned', 'running', 'verifying', 'review'],
  TaskAssigned: ['ready'],
  SlotAllocated: ['assigned'],
  RunnerStarted: ['assigned'],
  VerificationStarted: ['running', 'verifying'],
  VerificationFinished: ['running', 'verifying'],
  RunnerFinished: atWork,
  RunnerLost: atWork,
  PersonAwaited: ['running', 'verifying'],
  PersonAnswered: ['running', 'verifying'],
  TaskBlocked: ['blocked'],
  TaskFailed: unfinished,
  TaskCompleted: ['verifying', 'review'],
  TaskCancelled: unfinished,
  RetryRequested: ['failed', 'cancelled', 'blocked', 'ready'],
  CancelRequested: unfinished,
  ReviewFinished: anyState,
  ArtifactStored: anyState,
  AgentUsageReported: anyState,
};

export function taskOf(state: State, event: RegistryEvent): TaskState {
  const task = specOf(state, event).tasks.get(event.task_id ?? '');
  if (task === undefined) {
    throw new InvariantError(
      `${event.type} names the unknown task "${event.task_id ?? ''}" of ${event.spec_id ?? ''}.`,
    );
  }
  return task;
}

export function applyTaskEvent(state: State, event: RegistryEvent): void {
  if (event.task_id === undefined) return applySpecWide(state, event);
  const task = taskOf(state, event);
  if (allowedFrom[event.type]?.includes(task.state) !== true) {
    throw new InvariantError(
      `${event.type} cannot follow: task ${event.task_id} of ${event.spec_id ?? ''} is ${task.state}.`,
    );
  }
  switch (event.type) {
    case 'TaskReady':
      applyTaskReady(task, event);
      break;
    case 'TaskAssigned':
      applyTaskAssigned(task, event);
      break;
    case 'TaskBlocked':
      task.blocked_by = event.data.by;
      break;
    case 'TaskFailed':
      closeLive(task, event.at, event.data.failure);
      task.failure = event.data.failure;
      move(task, 'failed', event.at);
      break;
    case 'TaskCompleted':
      task.via = 'run';
      // What proved the attempt stands in its artifacts; nobody decides by it any more, and nobody goes on with the work.
      for (const attempt of task.attempts) {
        delete attempt.verified;
        delete attempt.conversation;
      }
      if (event.data.merge_sha !== undefined) task.merge_sha = event.data.merge_sha;
      delete task.retry_of;
      move(task, 'done', event.at);
      break;
    case 'TaskCancelled':
      closeLive(task, event.at, { kind: 'cancelled', message: event.data.reason });
      move(task, 'cancelled', event.at);
      break;
    case 'RetryRequested':
      reopen(task, event.at);
      break;
    case 'CancelRequested':
      task.is_cancel_requested = true;
      break;
    case 'ArtifactStored':
      task.artifacts += 1;
      break;
    case 'AgentUsageReported':
      task.usage = addUsage(task.usage, event.data.usage);
      break;
    default:
      applyAttemptEvent(state, task, event);
  }
  noteOffset(task, event);
}

/** Remembers how much of the runner's messages is told. An attempt that has ended has none to come. */
function noteOffset(task: TaskState, event: RegistryEvent): void {
  if (!('offset' in event.data) || event.data.offset === undefined) return;
  const attempt = task.attempts.at(-1);
  if (attempt?.runner !== undefined && attempt.attempt === event.attempt) attempt.runner.offset = event.data.offset;
}

function applySpecWide(state: State, event: RegistryEvent): void {
  const { run } = specOf(state, event);
  if (event.type !== 'CancelRequested' || run === undefined) {
    throw new InvariantError(`${event.type} names no task.`);
  }
  run.is_cancel_requested = true;
}

function applyTaskReady(task: TaskState, event: RegistryEvent<'TaskReady'>): void {
  if (liveAttempt(task) !== undefined)
    throw new InvariantError(`Task ${task.node.id} has an attempt that still lives.`);
  const { retry_of, not_before, is_free } = event.data;
  if (retry_of !== undefined) task.retry_of = retry_of;
  if (not_before === undefined) delete task.not_before;
  else task.not_before = not_before;
  if (is_free === true) task.free_attempts += 1;
  delete task.blocked_by;
  move(task, 'ready', event.at);
}

function applyTaskAssigned(task: TaskState, event: RegistryEvent<'TaskAssigned'>): void {
  const attempt = event.attempt ?? 0;
  if (attempt !== task.attempts.length + 1) {
    throw new InvariantError(
      `Attempt ${attempt} of task ${task.node.id} cannot follow attempt ${task.attempts.length}.`,
    );
  }
  const { agent, pool, branch, base_sha, launch, is_attended } = event.data;
  const agent_instance = event.agent_instance ?? agent;
  const runner = { launch };
  const by = is_attended === undefined ? {} : { is_attended };
  task.attempts.push({ attempt, agent, agent_instance, pool, branch, base_sha, assigned_at: event.at, runner, ...by });
  delete task.not_before;
  move(task, 'assigned', event.at);
}

function applyAttemptEvent(state: State, task: TaskState, event: RegistryEvent): void {
  const attempt = task.attempts.at(-1);
  if (attempt === undefined || attempt.attempt !== event.attempt) {
    throw new InvariantError(
      `${event.type} is about attempt ${event.attempt ?? 0} of task ${task.node.id}, not its latest.`,
    );
  }
  switch (event.type) {
    case 'SlotAllocated':
      attempt.slot = event.data.slot;
      state.slots.set(event.data.slot, leasedSlot(event));
      break;
    case 'RunnerStarted':
      attempt.started_at = event.at;
      attempt.runner = { ...attempt.runner, ...runnerOf(event) };
      move(task, 'running', event.at);
      break;
    case 'PersonAwaited':
      applyPersonAwaited(task, attempt, event);
      break;
    case 'PersonAnswered':
      delete attempt.awaits_person;
      break;
    case 'VerificationStarted':
      move(task, 'verifying', event.at);
      break;
    case 'VerificationFinished': {
      const { round, ok, tree } = event.data.verification;
      attempt.verified = { round, ok, ...(tree === undefined ? {} : { tree }) };
      if (!ok) move(task, 'running', event.at);
      break;
    }
    case 'RunnerFinished':
      applyRunnerFinished(task, attempt, event);
      break;
    case 'RunnerLost':
      close(attempt, event.at, 'lost', { kind: 'infra_lost', message: event.data.reason });
      break;
    case 'ReviewFinished':
      attempt.findings = event.data.findings.length;
      attempt.blocking_findings = event.data.findings.filter((finding) => finding.severity === 'blocking').length;
      break;
    default:
      throw new InvariantError(`${event.type} is no event of an attempt.`);
  }
}

function applyPersonAwaited(task: TaskState, attempt: AttemptState, event: RegistryEvent<'PersonAwaited'>): void {
  const { reason, failure } = event.data;
  const found = failure === undefined ? {} : { message: failure.message };
  attempt.is_attended = true;
  attempt.awaits_person = { since: event.at, reason, ...found };
  move(task, 'running', event.at);
}

function runnerOf({ data: { launch, pid, start_time } }: RegistryEvent<'RunnerStarted'>) {
  return { launch, pid, start_time };
}

function leasedSlot(event: RegistryEvent<'SlotAllocated'>) {
  return {
    slot: event.data.slot,
    path: event.data.path,
    state: 'leased' as const,
    ...(event.spec_id === undefined ? {} : { spec_id: event.spec_id }),
    ...(event.task_id === undefined ? {} : { task_id: event.task_id }),
    ...(event.attempt === undefined ? {} : { attempt: event.attempt }),
  };
}

function applyRunnerFinished(task: TaskState, attempt: AttemptState, event: RegistryEvent<'RunnerFinished'>): void {
  const { outcome, failure, commit, files, conversation } = event.data;
  close(attempt, event.at, outcome, failure);
  if (commit !== undefined) attempt.commit = commit;
  if (files !== undefined) attempt.files = files.slice(0, filesKeptMax);
  if (conversation !== undefined) attempt.conversation = conversation;
  if (outcome === 'succeeded') move(task, 'verifying', event.at);
}

function closeLive(task: TaskState, at: number, failure: AttemptState['failure']): void {
  const live = liveAttempt(task);
  if (live !== undefined) close(live, at, 'failed', failure);
}

function close(
  attempt: AttemptState,
  at: number,
  outcome: 'succeeded' | 'failed' | 'lost',
  failure: AttemptState['failure'],
): void {
  if (attempt.finished_at !== undefined) throw new InvariantError(`Attempt ${attempt.attempt} has ended before.`);
  attempt.finished_at = at;
  delete attempt.runner;
  delete attempt.awaits_person;
  attempt.outcome = outcome;
  if (failure !== undefined) attempt.failure = failure;
}

function move(task: TaskState, to: TaskStateName, at: number): void {
  task.state = to;
  task.since = at;
}

function addUsage(total: Usage | undefined, more: Usage): Usage {
  const sum: Usage = { ...total };
  for (const key of ['input_tokens', 'output_tokens', 'cost_usd', 'credits'] as const) {
    const used = more[key];
    if (used !== undefined) sum[key] = (sum[key] ?? 0) + used;
  }
  return sum;
}
