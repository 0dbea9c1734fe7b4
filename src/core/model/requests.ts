// What other processes ask of the controller: one JSON file each in the registry's inbox. The answer is an event that
// carries the same `request_id`, or `RequestRefused`.
import * as z from 'zod';
import { specIdSchema, taskIdSchema } from './ids.ts';

const asked = { request_id: z.string().min(1).max(64), by: z.string().max(200), at: z.number() };
const ofSpec = { ...asked, spec_id: specIdSchema };
const commentSchema = z.string().min(1, 'a comment with a text').max(16_000, 'a comment of at most 16000 characters');
const ofSpecOrTask = { ...ofSpec, task_id: taskIdSchema.optional() };

export const requestSchema = z.discriminatedUnion('kind', [
  /** A planner has written tasks.json; take it in as the spec's next taskset. */
  z.object({ ...ofSpec, kind: z.literal('plan'), planner: z.string() }),
  z.object({
    ...ofSpec,
    kind: z.literal('execute'),
    workers: z.union([z.int().min(1).max(64), z.literal('auto')]).optional(),
    agent: z.string().optional(),
    delivery: z.enum(['integration', 'direct']).optional(),
    /** Where a new run has its pull requests; as the settings say when absent. */
    forge: z.enum(['local', 'github']).optional(),
    only: z.array(taskIdSchema).optional(),
    /** Whether a person does the tasks; as the settings say, or as before, when absent. */
    interactive: z.boolean().optional(),
  }),
  z.object({ ...ofSpec, kind: z.literal('pause') }),
  z.object({ ...ofSpec, kind: z.literal('resume') }),
  z.object({ ...ofSpecOrTask, kind: z.literal('cancel') }),
  z.object({ ...ofSpec, kind: z.literal('retry'), task_id: taskIdSchema }),
  z.object({ ...asked, kind: z.literal('merge'), number: z.int().min(1) }),
  z.object({ ...asked, kind: z.literal('comment'), number: z.int().min(1), text: commentSchema }),
  /** A comment that the task goes back with, to the agent that owns it. */
  z.object({ ...asked, kind: z.literal('request_changes'), number: z.int().min(1), text: commentSchema }),
  /** Look at the pull requests elsewhere that no run watches. */
  z.object({ ...asked, kind: z.literal('refresh') }),
  /** Stop the runners of a spec (of all when none is named) and pause; `execute` goes on from there. */
  z.object({ ...asked, kind: z.literal('stop'), spec_id: specIdSchema.optional(), at_once: z.boolean().optional() }),
]);

export type Request = z.infer<typeof requestSchema>;
export type RequestKind = Request['kind'];
