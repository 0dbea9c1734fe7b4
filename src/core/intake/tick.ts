// Changes the one character inside a task's box, and nothing else: CR, tabs, escaped stars and upper-case X stay as they are.
// The bytes are read afresh each time and the task must still be the same one (id and title), wherever it now stands.
// A task that is a heading has no box and cannot be ticked.
import { isUtf8 } from 'node:buffer';
import { parseTaskFile } from './parse.ts';
import type { BoxState, ParsedTask } from './parsed.ts';

export type TickedTask = { id: string; title: string };

const marks: Record<BoxState, string> = { done: 'x', running: '-', queued: '~', todo: ' ' };

/** The new content of the file; undefined when the task is not in it, not told apart, or has no box. */
export function setTaskState(bytes: Buffer, task: TickedTask, state: BoxState): Buffer | undefined {
  if (!isUtf8(bytes)) return undefined;
  const { tasks } = parseTaskFile(bytes.toString('utf8'), { file: '' });
  const offset = findTask(tasks, task)?.source.boxOffset;
  if (offset === undefined) return undefined;
  const mark = state === 'done' ? doneMark(tasks, bytes) : marks[state];
  const end = bytes.indexOf(']', offset);
  return Buffer.concat([bytes.subarray(0, offset), Buffer.from(mark), bytes.subarray(end)]);
}

/** The task of that key and title; when lines have moved, the only one of that title and of the same id in the file. */
function findTask(tasks: readonly ParsedTask[], { id, title }: TickedTask): ParsedTask | undefined {
  const sameTitle = tasks.filter((task) => isSameTitle(task.title, title));
  const exact = sameTitle.find((task) => task.key === id);
  if (exact !== undefined) return exact;
  const baseId = id.replace(/@L\d+$/, '');
  const moved = sameTitle.filter((task) => task.displayId === undefined || task.displayId === baseId);
  return moved.length === 1 ? moved[0] : undefined;
}

/** A plan may hold a shortened title, ending in an ellipsis. */
function isSameTitle(found: string, wanted: string): boolean {
  return found === wanted || (wanted.length === 500 && wanted.endsWith('…') && found.startsWith(wanted.slice(0, -1)));
}

/** `X` where the file uses it and no `x`. */
function doneMark(tasks: readonly ParsedTask[], bytes: Buffer): string {
  const used = new Set(
    tasks.flatMap(({ source }) => (source.boxOffset === undefined ? [] : [bytes[source.boxOffset]])),
  );
  return used.has('X'.charCodeAt(0)) && !used.has('x'.charCodeAt(0)) ? 'X' : 'x';
}
