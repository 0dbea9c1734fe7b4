// Who is glad that a task is done: the tasks that waited for it and for nothing else any more. Pure; it opens no edge itself,
// because that is for the dispatcher to decide.
import type { State, TaskState } from '../model/state.ts';

/** In the order of the plan. The task counts as done, whether the state says so yet or not; a run of chosen tasks opens only those. */
export function newlyReady(state: State, specId: string, taskId: string): string[] {
  const spec = state.specs.get(specId);
  if (spec === undefined) return [];
  const isDone = (id: string) => id === taskId || spec.tasks.get(id)?.state === 'done';
  const isWaiting = ({ state: name }: TaskState) => name === 'blocked' || name === 'ready';
  const isChosen = (id: string) => spec.run?.only === undefined || spec.run.only.includes(id);
  return [...spec.tasks.values()]
    .filter((task) => task.node.dependencies.includes(taskId) && isWaiting(task) && isChosen(task.node.id))
    .filter((task) => task.node.dependencies.every(isDone))
    .map((task) => task.node.id);
}
