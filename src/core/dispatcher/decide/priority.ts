// Who goes first among the ready: explicit priority, then the longest remaining path, then age. A task of lower priority that
// has waited too long goes before all others, but a few at a time, so that the waiting never turns the priorities round.
import type { World } from '../actions.ts';
import type { TaskState } from '../../model/state.ts';
import { inOrder } from './in-order.ts';
import type { Placed, RunSurvey } from './survey.ts';

/** `fifo` is there to be compared with: by age alone. */
export type Order = 'critical_path' | 'fifo';

/** A ready task waits so long at most behind tasks of higher priority. */
export const agedAfterMs = 20 * 60_000;

/** Of the workers, one in so many may be given to tasks that have waited too long. */
const agedShare = 4;

export type Compare = (a: Placed, b: Placed) => number;

/** The ready tasks of lower priority that have waited too long, the oldest first, as many as may go first now. */
export function findAged(surveys: readonly RunSurvey[], world: World, workers: number): ReadonlySet<TaskState> {
  const top = surveys.reduce(
    (most, { ready }) => ready.reduce((max, { task }) => Math.max(max, task.node.priority), most),
    -Infinity,
  );
  const isLower = ({ task }: Placed) => task.node.priority < top;
  const aged = surveys.flatMap(({ ready }) =>
    ready.filter((placed) => isLower(placed) && world.now - placed.task.since >= agedAfterMs),
  );
  if (aged.length === 0) return new Set();
  const atWork = surveys.reduce((sum, { live, starting }) => sum + [...live, ...starting].filter(isLower).length, 0);
  const room = Math.max(1, Math.floor(workers / agedShare)) - atWork;
  const oldest = inOrder(aged, (a, b) => a.task.since - b.task.since || a.position - b.position);
  return new Set([...oldest.take(Math.max(0, room))].map(({ task }) => task));
}

export function compareReady({ graph }: RunSurvey, aged: ReadonlySet<TaskState>, order: Order): Compare {
  return (a, b) => {
    const isAged = aged.has(a.task);
    if (isAged !== aged.has(b.task)) return isAged ? -1 : 1;
    const byAge = a.task.since - b.task.since || a.position - b.position;
    if (isAged) return byAge;
    const byPriority = b.task.node.priority - a.task.node.priority;
    if (byPriority !== 0 || order === 'fifo') return byPriority || byAge;
    return (graph.levels[b.position] ?? 0) - (graph.levels[a.position] ?? 0) || byAge;
  };
}
