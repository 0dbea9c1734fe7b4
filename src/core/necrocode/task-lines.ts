// Where the tasks stand in a task list that a person is reading: the same reading as that of a plan, so that a row of an editor
// and a row of the plan are the same task.
import { parseTaskFile } from '../intake/intake.ts';

export interface TaskLine {
  task_id: string;
  title: string;
  /** From 1 on. */
  line: number;
}

/** `file` is the path as the plan's source names it: it tells the dialect. Never fails. */
export function taskLines(text: string, file: string): TaskLine[] {
  const tasks = parseTaskFile(text, { file }).tasks.filter((task) => task.isUnit);
  return tasks.map(({ key, title, source }) => ({ task_id: key, title, line: source.line }));
}
