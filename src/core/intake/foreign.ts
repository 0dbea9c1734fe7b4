// Plans of other tools that already are a graph: nodes with parents and dependencies. Nodes that have children are no tasks;
// what depends on them waits for all their leaves. What is unknown or would close a cycle is reported and left out.
import type { Task, Taskset } from '../model/task.ts';
import { taskSchema, tasksetSchema } from '../model/task.ts';
import { dependenciesMax } from '../model/graph.ts';
import { foldId, taskIdSchema } from '../model/ids.ts';
import { bridgeOver, createEdges } from './edges.ts';
import type { Problem } from './parsed.ts';

export type ForeignTask = {
  id: string;
  parentId: string | undefined;
  title: string;
  description: string;
  status: Task['status'];
  priority: number;
  dependsOn: readonly string[];
  acceptance: readonly string[];
  /** Line of the file, 1 where lines mean nothing. */
  line: number;
};

export type ForeignPlan = { specId: string; title: string; file: string; tasks: readonly ForeignTask[] };

export function tasksetOfForeign({ specId, title, file, tasks }: ForeignPlan): {
  taskset: Taskset;
  problems: Problem[];
} {
  const problems: Problem[] = [];
  const valid = withUsableIds(tasks, problems);
  const byId = new Map(valid.map((task) => [task.id, task]));
  const leavesUnder = leafFinder(valid);
  const leaves = valid.filter((task) => leavesUnder(task.id).includes(task.id));
  const edges = createEdges(leaves.map(({ id }) => id));
  for (const task of leaves) {
    for (const { id: on, line } of statedAbove(task, byId)) {
      if (!byId.has(on)) {
        problems.push({ line, message: `Task ${task.id} depends on "${on}", which does not exist.` });
        continue;
      }
      const targets = leavesUnder(on).filter((id) => id !== task.id);
      for (const target of targets) {
        const cycle = edges.add(task.id, target);
        if (cycle !== undefined)
          problems.push({ line, message: `A dependency that closes a cycle is left out: ${cycle.join(' → ')}.` });
      }
    }
  }
  const passedOver = leaves.filter(({ status }) => status === 'skipped' || status === 'cancelled');
  const dependsOn = bridgeOver(new Set(passedOver.map(({ id }) => id)), edges);
  const imported = leaves.map((task) =>
    asTask(task, { dependencies: [...(dependsOn.get(task.id) ?? [])], byId, file }),
  );
  const taskset = tasksetSchema.parse({ spec_id: specId, title: title.slice(0, 500) || specId, tasks: imported });
  return { taskset, problems };
}

function withUsableIds(tasks: readonly ForeignTask[], problems: Problem[]): ForeignTask[] {
  const seen = new Set<string>();
  return tasks.filter((task) => {
    const isUsable = taskIdSchema.safeParse(task.id).success && !seen.has(foldId(task.id));
    if (!isUsable)
      problems.push({
        line: task.line,
        message: `"${task.id}" cannot be the id of a task, or is used twice; the task is left out.`,
      });
    seen.add(foldId(task.id));
    return isUsable;
  });
}

function leafFinder(tasks: readonly ForeignTask[]): (id: string) => string[] {
  const children = Map.groupBy(tasks, (task) => task.parentId);
  return (id) => {
    const reached = new Set([id]);
    for (const next of reached) for (const child of children.get(next) ?? []) reached.add(child.id);
    return [...reached].filter((next) => !children.has(next));
  };
}

/** What the task and the nodes above it wait for. */
function statedAbove(task: ForeignTask, byId: ReadonlyMap<string, ForeignTask>): { id: string; line: number }[] {
  const lineage = new Set<ForeignTask>();
  for (
    let next: ForeignTask | undefined = task;
    next !== undefined && !lineage.has(next);
    next = byId.get(next.parentId ?? '')
  )
    lineage.add(next);
  return [...lineage].flatMap(({ dependsOn, line }) => dependsOn.map((id) => ({ id, line })));
}

type Placing = { dependencies: string[]; byId: ReadonlyMap<string, ForeignTask>; file: string };

function asTask(task: ForeignTask, { dependencies, byId, file }: Placing): Task {
  const parent = byId.get(task.parentId ?? '');
  return taskSchema.parse({
    id: task.id,
    title: (task.title.trim() === '' ? task.id : task.title).slice(0, 500),
    description: task.description.slice(0, 20_000),
    status: task.status,
    priority: task.priority,
    dependencies: dependencies.slice(0, dependenciesMax),
    metadata: {
      ...(task.acceptance.length === 0 ? {} : { acceptance: task.acceptance.map((text) => text.slice(0, 2000)) }),
      ...(parent === undefined
        ? {}
        : { context: `## Part of ${parent.id}: ${parent.title}\n\n${parent.description}`.slice(0, 8000) }),
      source: { file, line: task.line },
    },
  });
}
