// From the plan that stands to the one that follows it. Pure. Finished work is never lost: a finished task stays as it was, also
// when the new plan no longer names it, and its id is never given to other work. Fields that NecroCode does not know are carried
// along as long as a task is the same task (same id, same title). What a spec was planned from stays: its issue is closed by its
// pull requests, however often the plan changes, until it is planned from another.
import { foldId } from '../model/ids.ts';
import { taskMetadataSchema, taskSchema, tasksetSchema, type Task, type Taskset } from '../model/task.ts';

export type Replanned = { taskset: Taskset; problems: string[] };

const knownTasksetFields = new Set(Object.keys(tasksetSchema.shape));
const knownTaskFields = new Set(Object.keys(taskSchema.shape));
const knownMetadataFields = new Set(Object.keys(taskMetadataSchema.unwrap().shape));

/** `finished` holds ids of `previous`, in any case. The version is left to the caller. */
export function followPlan(next: Taskset, previous: Taskset, finished: ReadonlySet<string>): Replanned {
  const finishedIds = new Set([...finished].map(foldId));
  const before = new Map(previous.tasks.map((task) => [foldId(task.id), task]));
  const problems: string[] = [];
  const planned = next.tasks.map((task) => {
    const old = before.get(foldId(task.id));
    if (old === undefined) return task;
    if (!finishedIds.has(foldId(task.id))) return isSameWork(old, task) ? carryUnknownFields(old, task) : task;
    if (!isSameWork(old, task)) problems.push(describeReuse(old, task));
    return old;
  });
  const named = new Set(planned.map((task) => foldId(task.id)));
  const kept = previous.tasks.filter(({ id }) => finishedIds.has(foldId(id)) && !named.has(foldId(id)));
  const unknown = unknownFields(previous, knownTasksetFields);
  const issue = next.issue ?? previous.issue;
  const tasks = mendEdges([...kept, ...planned], finishedIds);
  return { taskset: { ...unknown, ...next, ...(issue === undefined ? {} : { issue }), tasks }, problems };
}

function isSameWork(a: Task, b: Task): boolean {
  const fold = (title: string): string =>
    title
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s\p{P}]+/gu, ' ')
      .trim();
  return fold(a.title) === fold(b.title);
}

function describeReuse(old: Task, task: Task): string {
  return `Task ${old.id} is finished as "${old.title}", but the new plan gives this id to "${task.title}". Give new work a new id.`;
}

function carryUnknownFields(old: Task, task: Task): Task {
  const metadata = { ...unknownFields(old.metadata, knownMetadataFields), ...task.metadata };
  return { ...unknownFields(old, knownTaskFields), ...task, metadata };
}

function unknownFields(record: Readonly<Record<string, unknown>>, known: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !known.has(name)));
}

/** What a finished task once waited for may be gone; it waits for nothing any more. */
function mendEdges(tasks: readonly Task[], finishedIds: ReadonlySet<string>): Task[] {
  const ids = new Set(tasks.map((task) => task.id));
  return tasks.map((task) => {
    if (!finishedIds.has(foldId(task.id)) || task.dependencies.every((id) => ids.has(id))) return task;
    return { ...task, dependencies: task.dependencies.filter((id) => ids.has(id)) };
  });
}
