// One look over an unfinished run: its tasks sorted by what may happen to them next. Made anew for every decision and
// shared by all rules, so that ten thousand tasks are gone through once.
import { attemptKey, type OfAttempt, type World } from '../actions.ts';
import type { NewEvent } from '../../model/events.ts';
import type { RunState, SpecState, State, TaskState } from '../../model/state.ts';
import { graphOf, type Placed, type PlanGraph } from './plan-graph.ts';

export type { Placed } from './plan-graph.ts';

export interface RunSurvey {
  spec: SpecState;
  run: RunState;
  graph: PlanGraph;
  /** Not opened yet, and chosen for this run. */
  blocked: Placed[];
  ready: Placed[];
  /** Ready, and on the way to a runner: its start is in flight and not recorded. */
  starting: Placed[];
  /** With a runner, or about to get one. */
  live: Placed[];
  /** The latest attempt has ended, and what follows from it is not recorded yet. */
  closed: Placed[];
  review: Placed[];
  /** How many of the chosen tasks have settled, by how. */
  settled: { done: number; failed: number; cancelled: number };
  /** Undefined when the run takes all tasks. */
  only: ReadonlySet<string> | undefined;
}

/** The unfinished runs, the oldest first. */
export function surveyRuns(state: State, world: World): RunSurvey[] {
  const surveys: RunSurvey[] = [];
  for (const spec of state.specs.values()) {
    if (spec.run !== undefined && spec.run.state !== 'finished') surveys.push(surveyRun(spec, spec.run, world));
  }
  return surveys.sort((a, b) => a.run.started_at - b.run.started_at || compareText(a.spec.spec_id, b.spec.spec_id));
}

export function isCancelled({ run }: RunSurvey, task: TaskState): boolean {
  return run.is_cancel_requested === true || task.is_cancel_requested === true;
}

/** The key parts of an attempt, the latest one unless another is named. */
export function attemptOf({ spec }: RunSurvey, task: TaskState, attempt = task.attempts.length) {
  return { spec_id: spec.spec_id, task_id: task.node.id, attempt };
}

export function keyOf(kind: string, of: OfAttempt): string {
  return `${kind}:${attemptKey(of)}`;
}

/** What every event about a task of this run begins with. */
export function subjectOf({ spec, run }: RunSurvey, task: TaskState) {
  return { run_id: run.run_id, spec_id: spec.spec_id, task_id: task.node.id } satisfies Partial<NewEvent>;
}

export function isAnyInFlight(world: World, prefix: string): boolean {
  for (const key of world.inFlight) if (key.startsWith(prefix)) return true;
  return false;
}

function surveyRun(spec: SpecState, run: RunState, world: World): RunSurvey {
  const survey: RunSurvey = {
    spec,
    run,
    graph: graphOf(spec.tasks),
    blocked: [],
    ready: [],
    starting: [],
    live: [],
    closed: [],
    review: [],
    settled: { done: 0, failed: 0, cancelled: 0 },
    only: run.only === undefined ? undefined : new Set(run.only),
  };
  const hasStarts = isAnyInFlight(world, 'start_attempt:');
  for (const placed of survey.graph.placed) {
    const { task } = placed;
    if (isAtWork(task)) placeAttempt(survey, placed);
    else if (survey.only === undefined || survey.only.has(task.node.id)) {
      place(survey, placed, hasStarts && task.state === 'ready' && isStartInFlight(survey, task, world));
    }
  }
  return survey;
}

/** Work that has begun is looked after even when a later run does not choose it. */
function isAtWork({ state }: TaskState): boolean {
  return state === 'assigned' || state === 'running' || state === 'verifying' || state === 'review';
}

function isStartInFlight(survey: RunSurvey, task: TaskState, world: World): boolean {
  return world.inFlight.has(keyOf('start_attempt', attemptOf(survey, task, task.attempts.length + 1)));
}

function placeAttempt(survey: RunSurvey, placed: Placed): void {
  if (placed.task.state === 'review') survey.review.push(placed);
  else if (placed.task.attempts.at(-1)?.finished_at === undefined) survey.live.push(placed);
  else survey.closed.push(placed);
}

function place(survey: RunSurvey, placed: Placed, isStarting: boolean): void {
  const { state } = placed.task;
  if (state === 'blocked') survey.blocked.push(placed);
  else if (state === 'ready') (isStarting ? survey.starting : survey.ready).push(placed);
  else if (state === 'done' || state === 'failed' || state === 'cancelled') survey.settled[state] += 1;
}

/** By code unit: the same everywhere, whatever the locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
