// Joins the tasks of several loose files into one plan: ids get the file's name in front, and each file follows the one before
// it by name, because nothing says that they are independent.
import { slugOf, taskIdSchema } from '../model/ids.ts';
import type { Task, Taskset } from '../model/task.ts';
import { tasksetSchema } from '../model/task.ts';

export type Part = { fileName: string; taskset: Taskset };

export function mergeTasksets(parts: readonly Part[], specId: string): Taskset {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first.taskset;
  const tasks: Task[] = [];
  let ends: string[] = [];
  for (const [index, { fileName, taskset }] of parts.entries()) {
    const renamed = rename(taskset.tasks, { slug: slugOf(fileName, 'file', 24), number: index + 1, taken: tasks });
    tasks.push(
      ...renamed.map((task) =>
        isEntry(task, renamed) ? { ...task, dependencies: [...task.dependencies, ...ends] } : task,
      ),
    );
    const ownEnds = endsOf(renamed);
    if (ownEnds.length > 0) ends = ownEnds;
  }
  return tasksetSchema.parse({ spec_id: specId, title: specId, tasks });
}

type Naming = { slug: string; number: number; taken: readonly Task[] };

function rename(tasks: readonly Task[], { slug, number, taken }: Naming): Task[] {
  const isTaken = taken.some(({ id }) => id.startsWith(`${slug}-`));
  const prefix = isTaken ? `${slug}${number}` : slug;
  const ids = new Map(tasks.map(({ id }, index) => [id, usableId(`${prefix}-${id}`, `f${number}-L${index + 1}`)]));
  const idOf = (id: string) => ids.get(id) ?? id;
  return tasks.map((task) => ({ ...task, id: idOf(task.id), dependencies: task.dependencies.map(idOf) }));
}

function usableId(wanted: string, fallback: string): string {
  return taskIdSchema.safeParse(wanted).success ? wanted : fallback;
}

function runs({ status }: Task): boolean {
  return status !== 'skipped' && status !== 'cancelled';
}

/** Waits for nothing of its own file that will run. */
function isEntry(task: Task, tasks: readonly Task[]): boolean {
  const running = new Set(tasks.filter(runs).map(({ id }) => id));
  return task.dependencies.every((id) => !running.has(id));
}

function endsOf(tasks: readonly Task[]): string[] {
  const running = tasks.filter(runs);
  const awaited = new Set(running.flatMap(({ dependencies }) => dependencies));
  return running
    .map(({ id }) => id)
    .filter((id) => !awaited.has(id))
    .slice(0, 500);
}
