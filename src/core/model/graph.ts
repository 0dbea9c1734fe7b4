// The task graph as pure functions: its rules, an order, and how much work hangs on each task.
// All problems are collected and reported together, each with the value, the expectation and the place.
import { foldId } from './ids.ts';

/** All that a graph needs to know of a task. */
export interface GraphNode {
  id: string;
  dependencies: readonly string[];
}

export interface GraphProblem {
  kind:
    'duplicate_id' | 'unknown_dependency' | 'self_dependency' | 'cycle' | 'too_many_tasks' | 'too_many_dependencies';
  /** The task at fault; the first of the cycle. */
  taskId: string;
  message: string;
}

export const tasksMax = 20_000;
export const dependenciesMax = 1000;

/** Checks ids, edges and sizes. An empty list means that the graph can be run. */
export function findGraphProblems(nodes: readonly GraphNode[]): GraphProblem[] {
  const problems: GraphProblem[] = [];
  if (nodes.length > tasksMax) {
    const message = `Expected at most ${tasksMax} tasks, got ${nodes.length}.`;
    return [{ kind: 'too_many_tasks', taskId: nodes[0]?.id ?? '', message }];
  }
  const idOf = new Map<string, string>();
  for (const { id } of nodes) {
    const same = idOf.get(foldId(id));
    if (same !== undefined) {
      const message = `Expected every task id once (upper and lower case are the same), got "${same}" and "${id}".`;
      problems.push({ kind: 'duplicate_id', taskId: id, message });
    }
    idOf.set(foldId(id), id);
  }
  const known = new Set(nodes.map((node) => node.id));
  for (const node of nodes) problems.push(...findEdgeProblems(node, known));
  const cycle = findCycle(nodes);
  if (cycle !== undefined) {
    const message = `Expected no cycle, got ${cycle.join(' → ')}. Remove one of these dependencies.`;
    problems.push({ kind: 'cycle', taskId: cycle[0] ?? '', message });
  }
  return problems;
}

function findEdgeProblems(node: GraphNode, known: ReadonlySet<string>): GraphProblem[] {
  const problems: GraphProblem[] = [];
  if (node.dependencies.length > dependenciesMax) {
    const message = `Expected at most ${dependenciesMax} dependencies of task ${node.id}, got ${node.dependencies.length}.`;
    problems.push({ kind: 'too_many_dependencies', taskId: node.id, message });
  }
  for (const dependency of node.dependencies) {
    if (dependency === node.id) {
      problems.push({ kind: 'self_dependency', taskId: node.id, message: `Task ${node.id} depends on itself.` });
    } else if (!known.has(dependency)) {
      const message = `Task ${node.id} depends on "${dependency}", which is no task of this spec.`;
      problems.push({ kind: 'unknown_dependency', taskId: node.id, message });
    }
  }
  return problems;
}

/** The ids along one cycle, the first repeated at the end; undefined when there is none. Self-edges are left to the rules. */
export function findCycle(nodes: readonly GraphNode[]): string[] | undefined {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const ordered = new Set(topologicalOrder(nodes));
  const start = nodes.find((node) => !ordered.has(node.id) && !node.dependencies.includes(node.id));
  if (start === undefined) return undefined;
  // Every node outside the order has a dependency outside it: following those must come round.
  const path: string[] = [];
  const seen = new Map<string, number>();
  let at: string | undefined = start.id;
  while (at !== undefined && !seen.has(at)) {
    seen.set(at, path.length);
    path.push(at);
    const here: string = at;
    at = byId.get(here)?.dependencies.find((id) => id !== here && byId.has(id) && !ordered.has(id));
  }
  if (at === undefined) return undefined;
  return [...path.slice(seen.get(at)), at];
}

/** Dependencies first; ties in the order given. Tasks on or behind a cycle are left out. Linear in nodes + edges. */
export function topologicalOrder(nodes: readonly GraphNode[]): string[] {
  const dependents = dependentsOf(nodes);
  const waiting = new Map<string, number>();
  const known = new Set(nodes.map((node) => node.id));
  for (const node of nodes) waiting.set(node.id, node.dependencies.filter((id) => known.has(id)).length);
  const order = nodes.filter((node) => waiting.get(node.id) === 0).map((node) => node.id);
  for (const id of order) {
    for (const dependent of dependents.get(id) ?? []) {
      const left = (waiting.get(dependent) ?? 0) - 1;
      waiting.set(dependent, left);
      if (left === 0) order.push(dependent);
    }
  }
  return order;
}

/** For each task, those that name it as a dependency. */
export function dependentsOf(nodes: readonly GraphNode[]): Map<string, string[]> {
  const dependents = new Map<string, string[]>(nodes.map((node) => [node.id, []]));
  for (const node of nodes) {
    for (const dependency of node.dependencies) dependents.get(dependency)?.push(node.id);
  }
  return dependents;
}

/**
 * The longest remaining path from each task to the end, its own duration included ("bottom level", in the unit of
 * `durationOf`). Starting the largest first keeps a schedule within a few per mille of its lower bound.
 */
export function bottomLevels<N extends GraphNode>(
  nodes: readonly N[],
  durationOf: (node: N) => number,
): Map<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const dependents = dependentsOf(nodes);
  const levels = new Map<string, number>();
  for (const id of topologicalOrder(nodes).reverse()) {
    const node = byId.get(id);
    if (node === undefined) continue;
    const below = (dependents.get(id) ?? []).reduce((longest, next) => Math.max(longest, levels.get(next) ?? 0), 0);
    levels.set(id, below + durationOf(node));
  }
  return levels;
}
