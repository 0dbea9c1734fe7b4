// One spec in full: its tasks as rows, its totals, who works in which lane. For the live table of a run, its summary, and the
// status of a single spec. Plain JSON data; reads no clock.
import type { Failure } from './failure.ts';
import { type AttemptState, type RunState, type SpecState, type TaskState, type TaskStateName } from './state.ts';
import { countStates, viewLive, viewSpec, type LiveRow, type SpecRow, type StateCounts } from './view-status.ts';
import { viewTimeline } from './view-timeline.ts';

export interface TaskRow {
  task_id: string;
  title: string;
  kind: 'work' | 'checkpoint';
  state: TaskStateName;
  via?: 'run' | 'plan' | 'skipped';
  dependencies: string[];
  /** What stands in the way for good: tasks that failed, were cancelled or were not chosen. */
  blocked_by: string[];
  attempts: number;
  /** Of all its attempts together. */
  work_ms: number;
  pr?: number;
  failure?: Failure;
}

export interface RunView extends SpecRow {
  /** Of the tasks that the run is about; those of the whole spec are in `counts`. */
  chosen: { total: number; counts: StateCounts };
  tasks: TaskRow[];
  live: (LiveRow & { lane: number })[];
  /** From the start of the run to its end, or to now. */
  elapsed_ms: number;
  /** What the attempts of this run have taken together. */
  work_ms: number;
  attempts: number;
  /** How many were at work at the same time, at most. */
  lanes: number;
}

export function viewRun(spec: SpecState, { now }: { now: number }): RunView {
  const { run } = spec;
  const all = [...spec.tasks.values()];
  const chosen = run?.only === undefined ? all : all.filter(({ node }) => run.only?.includes(node.id) === true);
  const timeline = viewTimeline(spec, { now });
  const lanes = new Map(timeline?.rows.map((row) => [`${row.task_id}/${row.attempt}`, row.lane]));
  const live = viewLive(spec, now).map((row) => ({ ...row, lane: lanes.get(`${row.task_id}/${row.attempt}`) ?? 0 }));
  return {
    ...viewSpec(spec),
    chosen: { total: chosen.length, counts: countStates(chosen) },
    tasks: all.map((task) => viewTask(task, now)),
    live: live.sort((one, other) => one.lane - other.lane),
    elapsed_ms: elapsedOf(run, now),
    work_ms: timeline?.rows.reduce((sum, row) => sum + (row.end - row.start), 0) ?? 0,
    attempts: timeline?.rows.length ?? 0,
    lanes: timeline?.lanes ?? 0,
  };
}

export function viewTask(task: TaskState, now: number): TaskRow {
  const { node, state, via, blocked_by = [], attempts, pr, failure } = task;
  return {
    ...{ task_id: node.id, title: node.title, kind: node.kind, state, dependencies: node.dependencies },
    ...(via === undefined ? {} : { via }),
    ...(pr === undefined ? {} : { pr }),
    ...(failure === undefined ? {} : { failure }),
    blocked_by,
    attempts: attempts.length,
    work_ms: attempts.reduce((sum, attempt) => sum + workOf(attempt, now), 0),
  };
}

function workOf({ assigned_at, finished_at }: AttemptState, now: number): number {
  return Math.max(0, (finished_at ?? now) - assigned_at);
}

function elapsedOf(run: RunState | undefined, now: number): number {
  return run === undefined ? 0 : Math.max(0, (run.finished_at ?? now) - run.started_at);
}
