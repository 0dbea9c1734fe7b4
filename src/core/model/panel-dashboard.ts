// What the dashboard is shown, as data: a head that is small and sent whole, and one compact row for each task, so that ten
// thousand of them cross over in a moment. Titles and messages are plain and bounded before they become such data. The schemas
// are those of `zod/mini`: they work under a content security policy that forbids evaluation, and weigh little.
import * as z from 'zod/mini';
import type { TaskStateName } from './state.ts';
import type { Need } from './view-status.ts';

export const panelStates = [
  ...(['blocked', 'ready', 'assigned', 'running', 'verifying', 'review'] as const),
  ...(['done', 'failed', 'cancelled'] as const),
] as const satisfies readonly TaskStateName[];

const stateSchema = z.enum(panelStates);
/** A name of the table in `failure.ts`, which the page only looks up among its words. */
const failureKindSchema = z.string();

const panelUsageSchema = z.object({
  input_tokens: z.optional(z.number()),
  output_tokens: z.optional(z.number()),
  cost_usd: z.optional(z.number()),
  credits: z.optional(z.number()),
});

const panelAttemptSchema = z.object({
  attempt: z.number(),
  agent: z.string(),
  agent_instance: z.string(),
  slot: z.optional(z.string()),
  start: z.number(),
  /** Absent while it is at work. */
  end: z.optional(z.number()),
  outcome: z.optional(z.enum(['succeeded', 'failed', 'lost'])),
  failure: z.optional(failureKindSchema),
  findings: z.optional(z.number()),
  /** True when it has left a commit, and so a change to look at. */
  has_commit: z.boolean(),
  /** A person does it. */
  is_attended: z.optional(z.boolean()),
  /** Nothing moves until a person speaks: since when. */
  awaited_since: z.optional(z.number()),
});

export const panelTaskSchema = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(['work', 'checkpoint']),
  state: stateSchema,
  /** When the present state began. */
  since: z.number(),
  via: z.optional(z.enum(['run', 'plan', 'skipped'])),
  dependencies: z.array(z.string()),
  blocked_by: z.optional(z.array(z.string())),
  /** What the plan expects it to take. */
  minutes: z.optional(z.number()),
  skill: z.optional(z.string()),
  attempts: z.array(panelAttemptSchema),
  not_before: z.optional(z.number()),
  pull: z.optional(z.number()),
  failure: z.optional(z.object({ kind: failureKindSchema, message: z.string() })),
  usage: z.optional(panelUsageSchema),
});

const panelRunSchema = z.object({
  state: z.enum(['running', 'paused', 'finished']),
  outcome: z.optional(z.enum(['completed', 'failed', 'cancelled'])),
  is_cancel_requested: z.boolean(),
  workers: z.union([z.number(), z.literal('auto')]),
  agent: z.string(),
  delivery: z.enum(['integration', 'direct']),
  started_at: z.number(),
  finished_at: z.optional(z.number()),
  /** The pull request that the train holds at this moment. */
  integrating: z.optional(z.number()),
  only: z.optional(z.array(z.string())),
});

const needKinds = [
  ...(['person_awaited', 'task_failed', 'review_blocked', 'pull_waits'] as const),
  ...(['merge_held', 'run_paused', 'forge_lost', 'repository_altered', 'agent_rests', 'slot_quarantined'] as const),
] as const satisfies readonly Need['kind'][];

/** Something that goes on only when a person does something; texts are put together where it is shown. */
const panelNeedSchema = z.object({
  kind: z.enum(needKinds),
  /** Id of the task, name of the agent or of the slot. */
  name: z.string(),
  title: z.string(),
  pull: z.optional(z.number()),
  /** Tasks that wait for it, or findings. */
  count: z.optional(z.number()),
  failure: z.optional(failureKindSchema),
  until: z.optional(z.number()),
});

export const dashboardHeadSchema = z.object({
  /** Absolute path of the main worktree: by this a restored panel finds its repository again. */
  repository: z.string(),
  repository_name: z.string(),
  spec_id: z.string(),
  title: z.string(),
  /** All specs of the repository, to change between them. */
  specs: z.array(z.object({ spec_id: z.string(), title: z.string() })),
  /** `absent`: the repository is not open, or has no such spec; `loading`: it is being read. */
  presence: z.enum(['loading', 'absent', 'present']),
  is_trusted: z.boolean(),
  damage: z.optional(z.string()),
  run: z.optional(panelRunSchema),
  needs: z.array(panelNeedSchema),
  pulls_open: z.number(),
});

export const panelConflictSchema = z.object({ tasks: z.tuple([z.string(), z.string()]), files: z.array(z.string()) });

export const feedLineSchema = z.object({
  seq: z.number(),
  at: z.number(),
  level: z.enum(['info', 'success', 'warning', 'error']),
  text: z.string(),
  task_id: z.optional(z.string()),
});

/** The words of the plan for one task, asked for when somebody looks at it. */
export const taskTextSchema = z.object({
  task_id: z.string(),
  description: z.string(),
  acceptance: z.array(z.string()),
  files: z.array(z.string()),
  verify: z.array(z.string()),
});

export type PanelTask = z.infer<typeof panelTaskSchema>;
export type PanelAttempt = z.infer<typeof panelAttemptSchema>;
export type PanelRun = z.infer<typeof panelRunSchema>;
export type PanelNeed = z.infer<typeof panelNeedSchema>;
export type PanelUsage = z.infer<typeof panelUsageSchema>;
export type PanelConflict = z.infer<typeof panelConflictSchema>;
export type DashboardHead = z.infer<typeof dashboardHeadSchema>;
export type FeedLine = z.infer<typeof feedLineSchema>;
export type TaskText = z.infer<typeof taskTextSchema>;
