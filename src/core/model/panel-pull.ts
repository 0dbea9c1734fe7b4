// What the page of a pull request is shown, as data. All of it is sent at once whenever something has changed, but for the
// texts of the diff: those come file by file, when somebody looks.
import * as z from 'zod/mini';

const commandSchema = z.object({
  command: z.string(),
  exit_code: z.nullable(z.number()),
  duration_ms: z.number(),
  is_timed_out: z.boolean(),
  output: z.string(),
  tests: z.optional(z.object({ passed: z.number(), failed: z.number(), skipped: z.number() })),
});

const panelVerificationSchema = z.object({ ok: z.boolean(), round: z.number(), commands: z.array(commandSchema) });

const panelFindingSchema = z.object({
  severity: z.enum(['info', 'warning', 'blocking']),
  message: z.string(),
  file: z.optional(z.string()),
  line: z.optional(z.number()),
});

/** How the train fared with it. */
const integrationSchema = z.object({
  at: z.number(),
  outcome: z.enum(['merged', 'conflict', 'verify_failed', 'interrupted']),
  files: z.array(z.string()),
  message: z.optional(z.string()),
  verification: z.optional(panelVerificationSchema),
});

export const changeStatuses = ['added', 'modified', 'deleted', 'renamed', 'binary'] as const;

const pullFileSchema = z.object({
  path: z.string(),
  old_path: z.optional(z.string()),
  status: z.enum(changeStatuses),
  insertions: z.number(),
  deletions: z.number(),
});

export const pullPageSchema = z.object({
  repository: z.string(),
  repository_name: z.string(),
  number: z.number(),
  presence: z.enum(['loading', 'absent', 'present']),
  is_trusted: z.boolean(),
  /** Why it cannot be shown, or only in part. */
  problem: z.optional(z.string()),
  spec_id: z.string(),
  task_id: z.optional(z.string()),
  title: z.string(),
  state: z.enum(['open', 'merged', 'closed']),
  is_final: z.boolean(),
  head: z.string(),
  base: z.string(),
  url: z.optional(z.string()),
  opened_at: z.number(),
  merged_by: z.optional(z.string()),
  closed_reason: z.optional(z.string()),
  /** Markdown, to be rendered as such and never as HTML. */
  body: z.string(),
  /** `train`: it is merged in its turn without anybody's doing; `integrating`: at this moment. */
  merging: z.enum(['person', 'train', 'integrating', 'none']),
  checks: z.array(z.object({ name: z.string(), state: z.enum(['pending', 'success', 'failure']) })),
  verification: z.optional(panelVerificationSchema),
  findings: z.array(panelFindingSchema),
  integrations: z.array(integrationSchema),
  comments: z.array(z.object({ by: z.string(), text: z.string(), at: z.number() })),
  /** Names of what the attempt behind it has left. */
  artifacts: z.array(z.string()),
  attempt: z.optional(z.number()),
  /** True while its worktree may still be there. */
  has_slot: z.boolean(),
  /** Absent when its commits are no longer there. */
  files: z.optional(z.array(pullFileSchema)),
  /** How many files there are beyond those listed. */
  files_hidden: z.number(),
  /** Goes up when the diff is another: texts that were asked for before are of no use then. */
  diff_version: z.number(),
});

/** The text of one file's diff, from its first hunk on. */
export const patchSchema = z.object({
  diff_version: z.number(),
  path: z.string(),
  text: z.string(),
  /** True when only its beginning is here. */
  is_cut: z.boolean(),
});

export type PullPage = z.infer<typeof pullPageSchema>;
export type PanelVerification = z.infer<typeof panelVerificationSchema>;
export type PanelCommand = z.infer<typeof commandSchema>;
export type PanelFinding = z.infer<typeof panelFindingSchema>;
export type PanelIntegration = z.infer<typeof integrationSchema>;
export type PullFile = z.infer<typeof pullFileSchema>;
export type Patch = z.infer<typeof patchSchema>;
