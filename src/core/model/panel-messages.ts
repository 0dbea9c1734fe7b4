// What the panels and their host in the editor say to each other. Both sides parse every message: a page is outside text to
// the host as the host's is to the page. A page names no repository and no command line: it may press the buttons that are
// listed here, and the host knows what the panel is about.
import * as z from 'zod/mini';
import {
  dashboardHeadSchema,
  feedLineSchema,
  panelConflictSchema,
  panelTaskSchema,
  taskTextSchema,
} from './panel-dashboard.ts';
import { patchSchema, pullPageSchema } from './panel-pull.ts';
import { dashboardWordKeys, pullWordKeys } from './panel-words.ts';

/** Rows in one message of a snapshot: to write a message down must not hold up the editor's extensions. */
export const rowsPerMessageMax = 500;
export const feedLinesMax = 300;
export const commentCharsMax = 16_000;

/** The buttons of the panels: ids of commands, without the prefix. */
export const panelCommands = [
  ...(['execute', 'pause', 'resume', 'cancel', 'retryTask', 'openTask', 'openWorktree', 'openLog'] as const),
  ...(['watchInTerminal', 'takeOver', 'showDiff', 'openArtifact', 'openPull', 'openPullOnForge'] as const),
  ...(['mergePull', 'openDashboard', 'markDone', 'markFailed', 'plan', 'doctor', 'cleanUp'] as const),
] as const;

const pressSchema = z.object({
  kind: z.literal('press'),
  command: z.enum(panelCommands),
  task_id: z.optional(z.string()),
  attempt: z.optional(z.number()),
  pull: z.optional(z.number()),
  slot: z.optional(z.string()),
  /** Of an artifact, or path of a file in the diff. */
  name: z.optional(z.string()),
});

/** The page is new, or has missed something, and wants to know all. */
const askSnapshotSchema = z.object({ kind: z.literal('ask_snapshot') });

const language = z.enum(['en', 'ja']);

/** A snapshot is one `begin`, then rows until the last of them; a delta follows the version before it, or is of no use. */
export const toDashboardSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('begin'),
    version: z.number(),
    language,
    words: z.record(z.enum(dashboardWordKeys), z.string()),
    head: dashboardHeadSchema,
    conflicts: z.array(panelConflictSchema),
    feed: z.array(feedLineSchema),
    tasks_total: z.number(),
  }),
  z.object({ kind: z.literal('rows'), version: z.number(), tasks: z.array(panelTaskSchema) }),
  z.object({
    kind: z.literal('delta'),
    version: z.number(),
    head: z.optional(dashboardHeadSchema),
    conflicts: z.optional(z.array(panelConflictSchema)),
    tasks: z.optional(z.array(panelTaskSchema)),
    removed: z.optional(z.array(z.string())),
    feed: z.optional(z.array(feedLineSchema)),
  }),
  z.object({ kind: z.literal('reveal'), task_id: z.string() }),
  z.object({ kind: z.literal('task_text'), text: taskTextSchema }),
]);

export const fromDashboardSchema = z.discriminatedUnion('kind', [
  askSnapshotSchema,
  pressSchema,
  z.object({ kind: z.literal('ask_task_text'), task_id: z.string() }),
  z.object({ kind: z.literal('choose_spec'), spec_id: z.string() }),
]);

export const toPullSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('page'),
    language,
    words: z.record(z.enum(pullWordKeys), z.string()),
    page: pullPageSchema,
  }),
  z.object({ kind: z.literal('patch'), patch: patchSchema }),
  /** What became of a comment: its text may leave the box only when it has arrived. */
  z.object({ kind: z.literal('said'), is_accepted: z.boolean() }),
]);

export const fromPullSchema = z.discriminatedUnion('kind', [
  askSnapshotSchema,
  pressSchema,
  z.object({ kind: z.literal('ask_patch'), diff_version: z.number(), path: z.string() }),
  z.object({ kind: z.literal('open_link'), url: z.string().check(z.maxLength(2000)) }),
  z.object({
    kind: z.literal('say'),
    text: z.string().check(z.minLength(1), z.maxLength(commentCharsMax)),
    /** The work is to go back to whoever did it, with this text. */
    asks_for_changes: z.boolean(),
  }),
]);

/** What a page keeps over a reload of the window: enough for the host to find again what the panel is about. */
export const dashboardMemorySchema = z.object({ repository: z.string(), spec_id: z.string() });
export const pullMemorySchema = z.object({ repository: z.string(), number: z.number() });

export type ToDashboard = z.infer<typeof toDashboardSchema>;
export type FromDashboard = z.infer<typeof fromDashboardSchema>;
export type ToPull = z.infer<typeof toPullSchema>;
export type FromPull = z.infer<typeof fromPullSchema>;
export type Press = z.infer<typeof pressSchema>;
export type PanelCommandName = (typeof panelCommands)[number];
