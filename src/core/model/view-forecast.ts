// When a run will be over, by what its finished tasks have taken: what is left is laid out on the workers, longest remaining path
// first, as the controller does it. It is a guess for a person's eyes and cheap enough to be made anew every second; the
// controller's own decisions under a virtual clock are `necrocode simulate`.
import { bottomLevels, dependentsOf, type GraphNode } from './graph.ts';
import type { TaskStateName } from './state.ts';

/** Of a task, all that a forecast wants to know. */
export interface ForecastTask extends GraphNode {
  kind: 'work' | 'checkpoint';
  state: TaskStateName;
  since: number;
  via?: 'run' | 'plan' | 'skipped' | undefined;
  /** What the plan expects it to take. */
  minutes?: number | undefined;
  attempts: readonly { start: number; end?: number | undefined }[];
}

export interface Forecast {
  /** From now on. */
  remaining_ms: number;
  /** What is left to do, if one worker did it all. */
  work_ms: number;
  /** The tasks that decide when all is over, first to last. */
  critical: string[];
  /** Tasks that will not be done in this run: they failed, were cancelled or not chosen, or wait for one that was. */
  unreachable: number;
  /** What tasks have taken against what the plan expected; undefined before the first is finished. */
  pace: number | undefined;
}

export interface ForecastWish {
  workers: number;
  now: number;
  /** Ids of the tasks that the run is about; all when absent. */
  only?: readonly string[] | undefined;
}

const minuteMs = 60_000;
const minutesByKind: Record<ForecastTask['kind'], number> = { work: 15, checkpoint: 3 };
/** Of what is expected: what every task at work is still good for, and what remains to be done in review. */
const lastShare = 0.1;
/** As fast as the last so many were, because the beginning of a plan is not like its end. */
const samplesMax = 50;

export function forecastRun(tasks: readonly ForecastTask[], { workers, now, only }: ForecastWish): Forecast {
  const pace = paceOf(tasks);
  const expectedMs = (task: ForecastTask) => plannedMs(task) * (pace ?? 1);
  const open = openTasks(tasks, only);
  const leftMs = new Map(open.map((task) => [task.id, leftOf(task, expectedMs(task), now)]));
  const { ends, remaining_ms } = layOut(open, { workers: Math.max(1, workers), leftMs });
  return {
    remaining_ms,
    work_ms: [...leftMs.values()].reduce((sum, ms) => sum + ms, 0),
    critical: lastChain(open, ends),
    unreachable: tasks.filter(({ state }) => state !== 'done').length - open.length,
    pace,
  };
}

function plannedMs({ minutes, kind }: ForecastTask): number {
  return (minutes ?? minutesByKind[kind]) * minuteMs;
}

/** The median over the last finished tasks, from the start of the attempt that succeeded until all was integrated. */
function paceOf(tasks: readonly ForecastTask[]): number | undefined {
  const finished = tasks.filter(({ state, via }) => state === 'done' && via === 'run');
  const last = finished.sort((one, other) => other.since - one.since).slice(0, samplesMax);
  const ratios = last.flatMap((task) => {
    const start = task.attempts.at(-1)?.start;
    return start === undefined || task.kind === 'checkpoint' ? [] : [Math.max(0, task.since - start) / plannedMs(task)];
  });
  ratios.sort((one, other) => one - other);
  return ratios[Math.floor(ratios.length / 2)];
}

/** Those that can be done as things stand. */
function openTasks(tasks: readonly ForecastTask[], only: readonly string[] | undefined): ForecastTask[] {
  const chosen = only === undefined ? undefined : new Set(only);
  const dependents = dependentsOf(tasks);
  const lost = tasks
    .filter(({ id, state }) => state === 'failed' || state === 'cancelled' || chosen?.has(id) === false)
    .filter(({ state }) => state !== 'done')
    .map(({ id }) => id);
  const unreachable = new Set(lost);
  for (const id of unreachable) for (const dependent of dependents.get(id) ?? []) unreachable.add(dependent);
  return tasks.filter(({ id, state }) => state !== 'done' && !unreachable.has(id));
}

function leftOf(task: ForecastTask, expectedMs: number, now: number): number {
  const last = task.attempts.at(-1);
  if (task.state === 'review' || (task.state === 'verifying' && last?.end !== undefined)) return expectedMs * lastShare;
  if (last === undefined || last.end !== undefined) return expectedMs;
  return Math.max(expectedMs - (now - last.start), expectedMs * lastShare);
}

interface Crew {
  workers: number;
  leftMs: ReadonlyMap<string, number>;
}

const holdsWorker: ReadonlySet<TaskStateName> = new Set(['assigned', 'running', 'verifying']);

/** Time moves from one end of a task to the next; whoever is free takes the ready task on which most depends. */
function layOut(open: readonly ForecastTask[], { workers, leftMs }: Crew) {
  const levels = bottomLevels(open, ({ id }) => leftMs.get(id) ?? 0);
  const dependents = dependentsOf(open);
  const known = new Set(open.map(({ id }) => id));
  const waiting = new Map(open.map((task) => [task.id, task.dependencies.filter((id) => known.has(id)).length]));
  const ready: ForecastTask[] = [];
  const atWork: { id: string; end: number; isFree: boolean }[] = [];
  const ends = new Map<string, number>();
  let now = 0;
  const begin = (id: string, isFree: boolean) => atWork.push({ id, end: now + (leftMs.get(id) ?? 0), isFree });
  for (const task of open) {
    if (holdsWorker.has(task.state) || task.state === 'review') begin(task.id, task.state === 'review');
    else if (waiting.get(task.id) === 0) ready.push(task);
  }
  const byId = new Map(open.map((task) => [task.id, task]));
  const levelOf = ({ id }: ForecastTask) => levels.get(id) ?? 0;
  ready.sort((one, other) => levelOf(one) - levelOf(other));
  for (;;) {
    for (let busy = atWork.filter(({ isFree }) => !isFree).length; busy < workers; busy += 1) {
      const next = ready.pop();
      if (next === undefined) break;
      begin(next.id, false);
    }
    const done = takeFirst(atWork);
    if (done === undefined) return { ends, remaining_ms: now };
    now = done.end;
    ends.set(done.id, now);
    for (const id of dependents.get(done.id) ?? []) {
      const left = (waiting.get(id) ?? 0) - 1;
      waiting.set(id, left);
      const task = byId.get(id);
      if (left === 0 && task !== undefined && !ends.has(id)) insert(ready, task, levelOf);
    }
  }
}

function takeFirst(atWork: { id: string; end: number; isFree: boolean }[]) {
  let first = 0;
  atWork.forEach(({ end }, at) => {
    if (end < (atWork[first]?.end ?? Infinity)) first = at;
  });
  return atWork.splice(first, 1)[0];
}

/** Keeps the order from low to high, so that the next one stands at the end. */
function insert(ready: ForecastTask[], task: ForecastTask, levelOf: (task: ForecastTask) => number): void {
  const level = levelOf(task);
  let [low, high] = [0, ready.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = ready[middle];
    if (other !== undefined && levelOf(other) < level) low = middle + 1;
    else high = middle;
  }
  ready.splice(low, 0, task);
}

/** From the task that ends last back along whatever it waited for longest. */
function lastChain(open: readonly ForecastTask[], ends: ReadonlyMap<string, number>): string[] {
  const byId = new Map(open.map((task) => [task.id, task]));
  const endOf = (id: string) => ends.get(id) ?? -1;
  const latest = (ids: readonly string[]) =>
    ids.reduce<string | undefined>(
      (last, id) => (last === undefined || endOf(id) > endOf(last) ? id : last),
      undefined,
    );
  const chain: string[] = [];
  for (let at = latest(open.map(({ id }) => id)); at !== undefined;) {
    chain.unshift(at);
    at = latest((byId.get(at)?.dependencies ?? []).filter((id) => byId.has(id)));
  }
  return chain;
}
