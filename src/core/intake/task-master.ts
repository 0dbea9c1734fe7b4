// Reads `.taskmaster/tasks/tasks.json`: one list per tag, or a single list in older files. The ids of subtasks restart at 1 in
// each parent; the global id is `<task>.<subtask>`. An integer in a subtask's dependencies means a sibling.
import * as z from 'zod';
import type { Task } from '../model/task.ts';
import type { ForeignTask } from './foreign.ts';

const idSchema = z.union([z.int(), z.string()]).transform(String);
const itemShape = {
  id: idSchema,
  title: z.string().default(''),
  description: z.string().nullish(),
  details: z.string().nullish(),
  testStrategy: z.string().nullish(),
  status: z.string().default('pending'),
  priority: z.string().nullish(),
  dependencies: z.array(z.union([z.int(), z.string()])).nullish(),
};
const subtaskSchema = z.looseObject(itemShape);
const taskSchema = z.looseObject({ ...itemShape, subtasks: z.array(subtaskSchema).nullish() });
const listSchema = z.looseObject({ tasks: z.array(taskSchema) });
const taggedSchema = z.record(z.string(), listSchema);

const statuses: Record<string, Task['status']> = {
  pending: 'pending',
  'in-progress': 'in_progress',
  review: 'in_progress',
  done: 'done',
  completed: 'done',
  deferred: 'skipped',
  cancelled: 'cancelled',
  blocked: 'pending',
};
const priorities: Record<string, number> = { critical: 20, high: 10, medium: 0, low: -10 };

/** Undefined when the content is none of task-master's. The tag `master` is read, else the first one. */
export function readTaskMaster(content: unknown): ForeignTask[] | undefined {
  const single = listSchema.safeParse(content);
  const tagged = taggedSchema.safeParse(content);
  const list = single.success
    ? single.data
    : tagged.success
      ? (tagged.data.master ?? Object.values(tagged.data)[0])
      : undefined;
  return list?.tasks.flatMap((task) => [
    asForeign(task, { id: task.id, parentId: undefined }),
    ...(task.subtasks ?? []).map((subtask) =>
      asForeign(subtask, { id: `${task.id}.${subtask.id}`, parentId: task.id }),
    ),
  ]);
}

function asForeign(
  item: z.infer<typeof subtaskSchema>,
  { id, parentId }: { id: string; parentId: string | undefined },
): ForeignTask {
  const texts = [item.description, item.details].filter((text) => text !== undefined && text !== null && text !== '');
  return {
    id,
    parentId,
    title: item.title,
    description: texts.join('\n\n'),
    status: statuses[item.status] ?? 'pending',
    priority: priorities[item.priority ?? ''] ?? 0,
    dependsOn: (item.dependencies ?? []).map((on) =>
      typeof on === 'number' && parentId !== undefined ? `${parentId}.${on}` : String(on),
    ),
    acceptance:
      item.testStrategy === undefined || item.testStrategy === null || item.testStrategy === ''
        ? []
        : [item.testStrategy],
    line: 1,
  };
}
