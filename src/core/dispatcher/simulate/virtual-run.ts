// A run under a virtual clock. There is no second scheduler in here: the very `decide` of the controller is asked, what it
// asks for is performed by folding the events that a real run would leave, and time jumps to the next thing that happens.
// Delivery and integration take no time. It goes on from any state, so it also tells how a run that was cut off would end.
import { InvariantError } from '../../base/errors.ts';
import { applyEvent } from '../../model/apply.ts';
import type { NewEvent, RegistryEvent, TaskNode } from '../../model/events.ts';
import type { Failure } from '../../model/failure.ts';
import { settingsSchema } from '../../model/settings.ts';
import type { State, TaskState } from '../../model/state.ts';
import { attemptKey, type Action, type OfAttempt, type World } from '../actions.ts';
import { afterFailure, decide, nextDue } from '../decide.ts';
import { chanceOf } from '../decide/chance.ts';
import { expectedMinutes } from '../decide/plan-graph.ts';
import type { Order } from '../decide/priority.ts';

export interface VirtualRunOptions {
  workers: number;
  /** Minutes of one attempt; what the plan expects when absent. */
  durationOf?: (node: TaskNode) => number;
  /** Changes the chances that `failures` is given, and nothing else. */
  seed?: number;
  /**
   * Why an attempt fails, or undefined when it succeeds; `chance` is from 0 up to but not including 1. A `conflict` is found
   * by the train, `infra_lost` loses the runner, everything else is reported by it.
   */
  failures?: (node: TaskNode, attempt: number, chance: number) => Failure | undefined;
  policy?: Order;
}

export interface VirtualRun {
  events: RegistryEvent[];
  /** Worker-milliseconds in which somebody was idle although a task could have been started. */
  idleWhileReadyMs: number;
}

/** What is known while it runs. `ends` says when the attempts at work end, in the order of their start. */
interface Stage {
  state: State;
  options: VirtualRunOptions;
  now: number;
  ends: Map<string, { of: Of; at: number }>;
  events: RegistryEvent[];
}

type Of = Pick<OfAttempt, 'spec_id' | 'task_id' | 'attempt'>;

export const minuteMs = 60_000;
const sha = '0'.repeat(40);
/** Beyond so many decisions for one task something goes round in circles. */
const decisionsPerTaskMax = 1000;

/** Changes the state until nothing can happen any more. Deterministic: the same state and options give the same events. */
export function runVirtually(state: State, options: VirtualRunOptions): VirtualRun {
  const stage: Stage = { state, options, now: state.at, ends: new Map(), events: [] };
  const decisionsMax = decisionsPerTaskMax * (1 + countTasks(state));
  let idleWhileReadyMs = 0;
  for (let decisions = 0; decisions < decisionsMax; decisions += 1) {
    const actions = decide(state, worldOf(stage), options.policy);
    for (const action of actions) perform(action, stage);
    if (actions.length > 0) continue;
    const due = nextEvent(stage);
    if (due === undefined) return { events: stage.events, idleWhileReadyMs };
    idleWhileReadyMs += countIdleWhileReady(stage) * (due - stage.now);
    stage.now = due;
    endAttempts(stage);
  }
  throw new InvariantError(`The simulation made ${decisionsMax} decisions without coming to an end.`);
}

/** Folds an event at a moment; gives it back with its place in the log. */
export function foldAt(state: State, event: NewEvent, at: number): RegistryEvent {
  const placed = { ...event, seq: state.seq + 1, epoch: 1, at };
  applyEvent(state, placed);
  return placed;
}

function worldOf({ now, ends, options: { workers } }: Stage): World {
  const nothing: ReadonlySet<string> = new Set();
  return {
    now,
    capacity: { workersAuto: workers, pools: new Map([['local', { max: workers }]]) },
    settings: defaultSettings,
    inFlight: nothing,
    followed: new Set(ends.keys()),
    silent: nothing,
    isForgeDue: false,
    forecastDue: nothing,
  };
}

const defaultSettings = settingsSchema.parse({});

function perform(action: Action, stage: Stage): void {
  switch (action.kind) {
    case 'append':
      for (const event of action.events) note(stage, event);
      break;
    case 'start_attempt':
      start(action, stage);
      break;
    case 'adopt_attempt':
      follow(action, stage);
      break;
    case 'deliver_attempt':
      deliver(action, stage);
      break;
    case 'integrate':
      integrate(action, stage);
      break;
    case 'finish_run': {
      const { spec_id, outcome } = action;
      note(stage, { spec_id, type: 'RunFinished', data: { outcome } });
      break;
    }
    case 'stop_attempt': {
      const { failure } = action;
      stage.ends.delete(attemptKey(action));
      note(stage, { ...subjectOf(action), type: 'RunnerFinished', data: { outcome: 'failed', failure } });
      break;
    }
    case 'release_slot':
      note(stage, { type: 'SlotReleased', data: { slot: action.slot } });
      break;
    case 'probe_attempt':
    case 'forecast_conflicts':
    case 'observe_forge':
      throw new InvariantError(`Nothing in a simulation asks for ${action.kind}.`);
  }
}

function start(action: Extract<Action, { kind: 'start_attempt' }>, stage: Stage): void {
  const { agent, agent_instance, pool, key: launch } = action;
  const subject = { ...subjectOf(action), agent_instance };
  const data = { agent, pool, branch: `feature/${action.task_id}`, base_sha: sha, launch };
  note(stage, { ...subject, type: 'TaskAssigned', data });
  note(stage, { ...subject, type: 'RunnerStarted', data: { pid: 1, start_time: '', launch } });
  follow(action, stage);
}

/** A runner that outlived its controller ends when it would have ended anyway. */
function follow(action: OfAttempt, stage: Stage): void {
  const task = taskOf(stage, action);
  const minutes = (stage.options.durationOf ?? expectedMinutes)(task.node);
  const at = (task.attempts.at(-1)?.assigned_at ?? stage.now) + minutes * minuteMs;
  stage.ends.set(attemptKey(action), { of: action, at: Math.max(at, stage.now) });
}

function endAttempts(stage: Stage): void {
  for (const [key, { of, at }] of stage.ends) {
    if (at > stage.now) continue;
    stage.ends.delete(key);
    const failure = failureOf(stage, of);
    if (failure?.kind === 'infra_lost') {
      note(stage, { ...subjectOf(of), type: 'RunnerLost', data: { reason: failure.message } });
    } else if (failure === undefined || failure.kind === 'conflict') {
      note(stage, { ...subjectOf(of), type: 'RunnerFinished', data: { outcome: 'succeeded', commit: sha } });
    } else {
      note(stage, { ...subjectOf(of), type: 'RunnerFinished', data: { outcome: 'failed', failure } });
    }
  }
}

function deliver(action: OfAttempt, stage: Stage): void {
  const known = taskOf(stage, action).pr;
  const number = known ?? stage.state.pulls.size + 1;
  if (known === undefined) {
    const data = { number, title: action.task_id, head: `feature/${action.task_id}`, base: 'main', head_sha: sha };
    note(stage, { ...subjectOf(action), type: 'PROpened', data });
  } else {
    note(stage, { ...subjectOf(action), type: 'PRUpdated', data: { number, head_sha: sha } });
  }
}

/** As in a real run, what follows from a conflict is recorded with it. */
function integrate({ number, spec_id }: Extract<Action, { kind: 'integrate' }>, stage: Stage): void {
  const task_id = stage.state.pulls.get(number)?.task_id ?? '';
  const task = taskOf(stage, { spec_id, task_id });
  const subject = subjectOf({ spec_id, task_id, attempt: task.attempts.length });
  note(stage, { ...subject, type: 'IntegrationStarted', data: { number, tip: sha, head: sha } });
  const failure = failureOf(stage, { spec_id, task_id, attempt: task.attempts.length });
  if (failure === undefined) {
    note(stage, { ...subject, type: 'IntegrationFinished', data: { number, outcome: 'merged', merge_sha: sha } });
    note(stage, { ...subject, type: 'PRMerged', data: { number, merge_sha: sha } });
    note(stage, { ...subject, type: 'TaskCompleted', data: { merge_sha: sha, pr: number } });
  } else {
    note(stage, { ...subject, type: 'IntegrationFinished', data: { number, outcome: 'conflict', failure } });
    note(stage, afterFailure(task, failure, { subject, now: stage.now, settings: defaultSettings }));
  }
}

function nextEvent({ state, now, ends }: Stage): number | undefined {
  let due = nextDue(state, now) ?? Infinity;
  for (const { at } of ends.values()) due = Math.min(due, at);
  return due === Infinity ? undefined : due;
}

function countIdleWhileReady({ state, now, ends, options }: Stage): number {
  const idle = options.workers - ends.size;
  if (idle <= 0) return 0;
  let ready = 0;
  for (const { tasks, run } of state.specs.values()) {
    if (run?.state !== 'running' || (state.paused_agents.get(run.agent) ?? 0) > now) continue;
    for (const task of tasks.values()) if (task.state === 'ready' && (task.not_before ?? 0) <= now) ready += 1;
  }
  return Math.min(idle, ready);
}

function failureOf(stage: Stage, of: Of): Failure | undefined {
  const { failures, seed = 0 } = stage.options;
  return failures?.(taskOf(stage, of).node, of.attempt, chanceOf(`${seed}/${attemptKey(of)}`));
}

function note(stage: Stage, event: NewEvent): void {
  stage.events.push(foldAt(stage.state, event, stage.now));
}

function subjectOf({ spec_id, task_id, attempt }: Of) {
  return { spec_id, task_id, attempt };
}

function taskOf({ state }: Stage, { spec_id, task_id }: Pick<Of, 'spec_id' | 'task_id'>): TaskState {
  const task = state.specs.get(spec_id)?.tasks.get(task_id);
  if (task === undefined) throw new InvariantError(`The task ${spec_id}/${task_id} does not exist.`);
  return task;
}

function countTasks({ specs }: State): number {
  return [...specs.values()].reduce((sum, { tasks }) => sum + tasks.size, 0);
}
