// The task graph as a drawing wants it: nodes, and only those edges that other edges do not imply. A graph too large to be looked
// at is drawn by its groups, each of which can be opened: by the first number of the tasks' ids when these have one, else by
// stage, which is how many tasks stand in a row before them. Positions are not its business, and neither are states.
import { topologicalOrder, type GraphNode } from './graph.ts';

export interface GraphTask extends GraphNode {
  title: string;
}

/** Some of the tasks under one name. */
export interface TaskGroup {
  key: string;
  /** `number`: the tasks whose ids begin with `name`; `stage`: those of stage `name`, such as `3` or `3–5`. */
  by: 'number' | 'stage';
  name: string;
  /** Present when the group is one of several parts of what has this name. */
  part?: number;
  task_ids: string[];
}

export type DrawnNode =
  { key: string; kind: 'task'; task_id: string } | { key: string; kind: 'group'; group: TaskGroup };

export interface DrawnGraph {
  nodes: DrawnNode[];
  /** Keys, from what comes first to what needs it. */
  edges: { from: string; to: string }[];
  /** All groups of a graph that is drawn by groups, opened or not; empty otherwise. */
  groups: TaskGroup[];
}

export interface GraphWish {
  /** Keys of opened groups; when not all have room, those at the end have. */
  opened: readonly string[];
  nodesMax: number;
}

export const nodesDrawnMax = 400;
const groupsMax = 100;
/** Of one group: so many and all groups beside it can be drawn. */
const groupTasksMax = 200;

export function viewGraph(tasks: readonly GraphTask[], { opened, nodesMax }: GraphWish): DrawnGraph {
  const groups = tasks.length <= nodesMax ? [] : groupTasks(tasks);
  const shown = chooseOpened(groups, opened, nodesMax);
  const keyOf = new Map<string, string>();
  const nodes: DrawnNode[] = [];
  for (const group of groups) {
    if (shown.has(group.key)) continue;
    nodes.push({ key: group.key, kind: 'group', group });
    for (const id of group.task_ids) keyOf.set(id, group.key);
  }
  for (const { id } of tasks) {
    if (keyOf.has(id)) continue;
    const key = `task:${id}`;
    keyOf.set(id, key);
    nodes.push({ key, kind: 'task', task_id: id });
  }
  return { nodes, edges: withoutImplied(nodes, edgesBetween(tasks, keyOf)), groups };
}

/** In the order of the tasks; every task is in exactly one. */
export function groupTasks(tasks: readonly GraphTask[]): TaskGroup[] {
  const byNumber = groupByNumber(tasks);
  const groups = byNumber.length >= 2 && byNumber.length <= groupsMax ? byNumber : groupByStage(tasks);
  return groups.flatMap(cutIntoParts);
}

const firstNumber = /^[A-Za-z]*\d*(?=[.@_-])/;

function groupByNumber(tasks: readonly GraphTask[]): TaskGroup[] {
  const groups = new Map<string, TaskGroup>();
  for (const { id } of tasks) {
    const name = firstNumber.exec(id)?.[0] ?? id;
    const group = groups.get(name) ?? { key: `number:${name}`, by: 'number', name, task_ids: [] };
    group.task_ids.push(id);
    groups.set(name, group);
  }
  return [...groups.values()];
}

/** Neighbouring stages share a group when there are too many of them. */
function groupByStage(tasks: readonly GraphTask[]): TaskGroup[] {
  const stages: string[][] = [];
  const stageOf = new Map<string, number>();
  const byId = new Map(tasks.map((task) => [task.id, task]));
  for (const id of topologicalOrder(tasks)) {
    const before = byId.get(id)?.dependencies.map((dependency) => stageOf.get(dependency) ?? 0) ?? [];
    stageOf.set(id, before.reduce((most, stage) => Math.max(most, stage), 0) + 1);
  }
  for (const { id } of tasks) (stages[(stageOf.get(id) ?? 1) - 1] ??= []).push(id);
  const together = Math.ceil(stages.length / groupsMax);
  const groups: TaskGroup[] = [];
  for (let first = 0; first < stages.length; first += together) {
    const last = Math.min(stages.length, first + together);
    const name = last === first + 1 ? `${last}` : `${first + 1}–${last}`;
    groups.push({ key: `stage:${name}`, by: 'stage', name, task_ids: stages.slice(first, last).flat() });
  }
  return groups;
}

function cutIntoParts(group: TaskGroup): TaskGroup[] {
  const { key, task_ids } = group;
  if (task_ids.length <= groupTasksMax) return [group];
  return Array.from({ length: Math.ceil(task_ids.length / groupTasksMax) }, (_, at) => ({
    ...group,
    key: `${key}/${at + 1}`,
    part: at + 1,
    task_ids: task_ids.slice(at * groupTasksMax, (at + 1) * groupTasksMax),
  }));
}

function chooseOpened(groups: readonly TaskGroup[], opened: readonly string[], nodesMax: number): Set<string> {
  const byKey = new Map(groups.map((group) => [group.key, group]));
  const shown = new Set<string>();
  let nodes = groups.length;
  for (const key of opened.toReversed()) {
    const group = byKey.get(key);
    if (group === undefined || nodes + group.task_ids.length - 1 > nodesMax) continue;
    nodes += group.task_ids.length - 1;
    shown.add(key);
  }
  return shown;
}

type Edge = DrawnGraph['edges'][number];

function edgesBetween(tasks: readonly GraphTask[], keyOf: ReadonlyMap<string, string>): Edge[] {
  const edges = new Map<string, Edge>();
  for (const { id, dependencies } of tasks) {
    const to = keyOf.get(id);
    for (const dependency of dependencies) {
      const from = keyOf.get(dependency);
      if (from !== undefined && to !== undefined && from !== to) edges.set(`${from} ${to}`, { from, to });
    }
  }
  return [...edges.values()];
}

/** Leaves out the edges beside which there is a longer way. Groups may wait for each other; then all edges stay. */
function withoutImplied(nodes: readonly DrawnNode[], edges: readonly Edge[]): Edge[] {
  const after = new Map<string, string[]>(nodes.map(({ key }) => [key, []]));
  for (const { from, to } of edges) after.get(from)?.push(to);
  const order = topologicalOrder([...after].map(([id, dependencies]) => ({ id, dependencies })));
  if (order.length < nodes.length) return [...edges];
  // Whatever a node leads to stands before it in this order, so it is known when the node is reached.
  const reached = new Map<string, Set<string>>();
  const implied = new Set<string>();
  for (const key of order) {
    const all = new Set<string>();
    for (const next of after.get(key) ?? []) for (const far of reached.get(next) ?? []) all.add(far);
    for (const next of after.get(key) ?? []) {
      if (all.has(next)) implied.add(`${key} ${next}`);
      all.add(next);
    }
    reached.set(key, all);
  }
  return edges.filter(({ from, to }) => !implied.has(`${from} ${to}`));
}
