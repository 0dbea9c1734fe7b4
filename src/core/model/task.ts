// The plan as data: what `.kiro/tasks/<spec>/tasks.json` holds. A run reads it and never rewrites it; state lives in the
// registry. Field names are those of the file, so that no mapping can drift. Unknown fields are kept.
import * as z from 'zod';
import { specIdSchema, taskIdSchema } from './ids.ts';

/** What the plan itself says of a task: work to do, already done, or left out (optional and struck-out tasks). */
export const plannedStatusSchema = z.enum(['ready', 'pending', 'in_progress', 'done', 'skipped', 'cancelled']);

const text = (charactersMax: number) => z.string().max(charactersMax);

export const taskMetadataSchema = z
  .looseObject({
    acceptance: z.array(text(2000)).max(100).optional(),
    /** References into requirements.md, such as `1.3`, as the task names them. */
    requirements: z.array(text(200)).max(100).optional(),
    /** The requirement and design passages that the task needs, ready to be put before an agent. */
    context: text(40_000).optional(),
    /** Where the task stands in the user's file: `{file, line}`. */
    source: z.looseObject({ file: text(1000), line: z.int().min(1) }).optional(),
    /** Components or paths that the task may touch, in the words of the plan. */
    boundary: z.array(text(300)).max(50).optional(),
    optional: z.boolean().optional(),
    /** Minutes of work that the planner expects; the scheduler's first guess. */
    estimate_minutes: z.number().positive().max(10_000).optional(),
  })
  .default({});

export const taskSchema = z.looseObject({
  id: taskIdSchema,
  title: text(500).min(1),
  description: text(40_000).default(''),
  status: plannedStatusSchema.default('pending'),
  /** `work` is done by an agent; a `checkpoint` is a gate that NecroCode verifies itself on the integrated tree. */
  kind: z.enum(['work', 'checkpoint']).default('work'),
  dependencies: z.array(taskIdSchema).max(1000).default([]),
  required_skill: text(64).optional(),
  repo: text(200).optional(),
  /** Higher goes first. */
  priority: z.int().min(-1000).max(1000).default(0),
  /** Globs of the files that the task is expected to change. */
  files: z.array(text(500)).max(200).default([]),
  /** Commands that prove the task; the spec's or the project's own commands when absent. */
  verify: z.array(text(2000)).max(20).optional(),
  metadata: taskMetadataSchema,
});

/** The issue on GitHub that a plan was made from; its pull requests close it. */
export const issueSchema = z.looseObject({ number: z.int().min(1), url: text(1000), title: text(500).default('') });

export const tasksetSchema = z.looseObject({
  taskset_version: z.int().min(1).default(1),
  spec_id: specIdSchema,
  title: text(500).default(''),
  issue: issueSchema.optional(),
  tasks: z.array(taskSchema).max(20_000),
});

export type Task = z.infer<typeof taskSchema>;
export type Taskset = z.infer<typeof tasksetSchema>;
export type PlannedIssue = z.infer<typeof issueSchema>;
export type PlannedStatus = z.infer<typeof plannedStatusSchema>;

/** True for tasks that never run: they count as settled, and what depends on them does not wait. */
export function isSettledByPlan(task: Task): boolean {
  return task.status === 'done' || task.status === 'skipped' || task.status === 'cancelled';
}
