// How long what is left of a plan would take with so many workers: the controller's own decisions under a virtual clock. Changes
// nothing and starts nothing.
import { simulate, type Simulation } from '../dispatcher/dispatcher.ts';
import type { TaskNode } from '../model/events.ts';
import { nodeOf } from '../model/plan.ts';
import type { Taskset } from '../model/task.ts';
import type { Place } from './place.ts';
import { readPlan, readState } from './reading.ts';

export interface SimulationRow {
  workers: number;
  makespan_ms: number;
  /** No schedule of this graph on so many workers is shorter. */
  lower_bound_ms: number;
  /** Lower bound / makespan: 1 is as good as can be. */
  efficiency: number;
  critical_path: string[];
  /** Every task in the order of its start, in milliseconds from the beginning. */
  timeline: { task_id: string; start_ms: number; end_ms: number; worker: number }[];
}

const minuteMs = 60_000;

/** One row for each number of workers. What is done already takes no time; a plan that is all done is taken from its beginning. */
export async function simulatePlan(
  place: Place,
  spec_id: string,
  workers: readonly number[],
): Promise<SimulationRow[]> {
  const [taskset, state] = [await readPlan(place, spec_id), await readState(place)];
  const tasks = state.specs.get(spec_id)?.tasks;
  const done = new Set([...(tasks?.values() ?? [])].filter((task) => task.state === 'done').map(({ node }) => node.id));
  return simulateTaskset(taskset, workers, done.size === taskset.tasks.length ? new Set() : done);
}

export function simulateTaskset(
  taskset: Taskset,
  workers: readonly number[],
  done: ReadonlySet<string> = new Set(),
): SimulationRow[] {
  const nodes = taskset.tasks.map((task): TaskNode => {
    const node = nodeOf(task);
    return done.has(node.id) ? { ...node, status: 'done' } : node;
  });
  return workers.map((count) => rowOf(count, simulate(nodes, { workers: count })));
}

function rowOf(workers: number, simulation: Simulation): SimulationRow {
  const { makespan, lowerBound, efficiency, criticalPath, timeline } = simulation;
  return {
    ...{ workers, makespan_ms: makespan * minuteMs, lower_bound_ms: lowerBound * minuteMs, efficiency },
    critical_path: criticalPath,
    timeline: timeline.map(({ task, start, end, worker }) => ({
      ...{ task_id: task, start_ms: start * minuteMs, end_ms: end * minuteMs, worker },
    })),
  };
}
