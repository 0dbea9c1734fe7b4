// From a plan as written to a plan that may run: rules, and the difference between two versions of it.
import { foldId } from './ids.ts';
import { findGraphProblems, type GraphProblem } from './graph.ts';
import { taskNodeSchema, type TaskNode } from './events.ts';
import type { Task, Taskset } from './task.ts';

export function findTasksetProblems(taskset: Taskset): GraphProblem[] {
  return findGraphProblems(taskset.tasks);
}

/** The light half of a task: what the registry keeps. */
export function nodeOf(task: Task): TaskNode {
  const { id, title, kind, status, dependencies, required_skill, priority, files, metadata } = task;
  return taskNodeSchema.parse({
    id,
    title,
    kind,
    status,
    dependencies,
    ...(required_skill === undefined ? {} : { required_skill }),
    priority,
    files,
    ...(metadata.estimate_minutes === undefined ? {} : { estimate_minutes: metadata.estimate_minutes }),
  });
}

export interface TasksetDifference {
  added: string[];
  removed: string[];
  changed: string[];
  kept: string[];
}

/** What a new plan changes; ids are compared folded, and texts and edges by value. */
export function compareTasksets(before: readonly Task[], after: readonly Task[]): TasksetDifference {
  const old = new Map(before.map((task) => [foldId(task.id), task]));
  const difference: TasksetDifference = { added: [], removed: [], changed: [], kept: [] };
  for (const task of after) {
    const known = old.get(foldId(task.id));
    old.delete(foldId(task.id));
    if (known === undefined) difference.added.push(task.id);
    else if (JSON.stringify(known) === JSON.stringify(task)) difference.kept.push(task.id);
    else difference.changed.push(task.id);
  }
  difference.removed.push(...[...old.values()].map((task) => task.id));
  return difference;
}
