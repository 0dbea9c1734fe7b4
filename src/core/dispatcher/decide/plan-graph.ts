// The graph of one taskset by position instead of by id, with the level of each task. It depends on the nodes alone, so it
// is kept beside the map of tasks and used as long as every task and every node in there is still the same object.
import { bottomLevels, topologicalOrder } from '../../model/graph.ts';
import type { TaskNode } from '../../model/events.ts';
import type { TaskState } from '../../model/state.ts';
import { parsePattern, type FilePattern } from './overlap.ts';

/** A task and its position in the graph. */
export interface Placed {
  readonly task: TaskState;
  readonly position: number;
}

export interface PlanGraph {
  placed: readonly Placed[];
  /** In the order of the taskset; a position in this list names a task everywhere below. */
  nodes: readonly TaskNode[];
  /** Positions of the dependencies; `unknownTask` for one that is no task of the spec. */
  dependencies: readonly (readonly number[])[];
  /** Dependencies first. */
  order: readonly number[];
  /** Minutes of the longest path from the start of the task to the end of the graph. */
  levels: readonly number[];
  /** The files that each task is expected to change. */
  patterns: readonly (readonly FilePattern[])[];
  hasUnknown: boolean;
}

export const unknownTask = -1;

const minutesByKind: Record<TaskNode['kind'], number> = { work: 15, checkpoint: 3 };

const graphs = new WeakMap<ReadonlyMap<string, TaskState>, PlanGraph>();

export function graphOf(tasks: ReadonlyMap<string, TaskState>): PlanGraph {
  const known = graphs.get(tasks);
  if (known !== undefined && isCurrent(known, tasks)) return known;
  const graph = buildGraph([...tasks.values()]);
  graphs.set(tasks, graph);
  return graph;
}

/** What the plan says of a task's duration, or what such tasks usually take; nothing for what the plan has settled. */
export function expectedMinutes(node: TaskNode): number {
  if (node.status === 'done' || node.status === 'skipped' || node.status === 'cancelled') return 0;
  return node.estimate_minutes ?? minutesByKind[node.kind];
}

function isCurrent({ placed, nodes }: PlanGraph, tasks: ReadonlyMap<string, TaskState>): boolean {
  if (placed.length !== tasks.size) return false;
  let position = 0;
  for (const task of tasks.values()) {
    if (placed[position]?.task !== task || nodes[position] !== task.node) return false;
    position += 1;
  }
  return true;
}

function buildGraph(tasks: readonly TaskState[]): PlanGraph {
  const nodes = tasks.map((task) => task.node);
  const positions = new Map(nodes.map((node, position) => [node.id, position]));
  const positionOf = (id: string) => positions.get(id) ?? unknownTask;
  const levels = bottomLevels(nodes, expectedMinutes);
  const dependencies = nodes.map((node) => node.dependencies.map(positionOf));
  return {
    placed: tasks.map((task, position) => ({ task, position })),
    nodes,
    dependencies,
    order: topologicalOrder(nodes).map(positionOf),
    levels: nodes.map((node) => levels.get(node.id) ?? 0),
    patterns: nodes.map((node) => node.files.map(parsePattern)),
    hasUnknown: dependencies.some((of) => of.includes(unknownTask)),
  };
}
