// The Spirit Protocol: one envelope in, one JSON message per line out. The same in every pool, so that a runner needs
// nothing but its envelope and the controller nothing but the message log, which it can follow again from any offset.
import * as z from 'zod';
import { artifactSchema, usageSchema, verificationSchema } from './evidence.ts';
import { failureSchema } from './failure.ts';
import { specIdSchema, taskIdSchema } from './ids.ts';
import { taskSchema } from './task.ts';

export const protocolVersion = 'spirit/1';

/** What a headless agent prints: the names of the formats that can be read. */
export const headlessFormats = ['kiro', 'claude', 'codex', 'gemini', 'opencode', 'copilot'] as const;

/** Stands for the agent's own id of the conversation. */
export const sessionPlaceholder = '{session}';

/** How a coding agent is spoken to, beyond its launch line. */
export const agentOptionsSchema = z.object({
  /** As the agent names it; one that the agent does not offer is refused. */
  model: z.string().min(1).optional(),
  mode: z.string().min(1).optional(),
  /** Whether it may fetch from the network when it asks; allowed when absent. */
  network: z.enum(['allow', 'deny']).optional(),
  format: z.enum(headlessFormats).optional(),
  /** Where a headless agent is given its prompt: on standard input, or as the last argument. */
  prompt: z.enum(['stdin', 'argument']).optional(),
  /** With these a headless agent goes on in an earlier conversation, whose id stands in for `{session}`; absent where it cannot. */
  resume: z
    .array(z.string())
    .refine((words) => words.some((word) => word.includes(sessionPlaceholder)), {
      error: `a list of arguments with \`${sessionPlaceholder}\` in one of them`,
    })
    .optional(),
  /** Kiro only: the worker starts the MCP servers of its user and its project too, each worker its own. */
  mcp: z.boolean().optional(),
});

/** How a person opens an agent in a terminal of their own. */
export const terminalLineSchema = z.strictObject({
  argv: z.array(z.string()).min(1),
  /** What stands before a first prompt, such as `-i`; none when the prompt stands alone. Absent: it takes no first prompt. */
  prompt: z.array(z.string()).optional(),
  /** What stands before the id of an earlier conversation; absent where the agent cannot take one up by its id. */
  resume: z.array(z.string()).optional(),
});

export const startGapSchema = z.int().min(0).max(60_000);

/** How to talk to a coding agent. Presets and the user's own `agents:` resolve to one of these. */
export const agentLaunchSchema = z.object({
  name: z.string(),
  driver: z.enum(['command', 'playbook', 'acp', 'headless']),
  argv: z.array(z.string()).default([]),
  env: z.record(z.string(), z.string()).default({}),
  /** Variables of the user that only the agent itself may see, such as its own API key. */
  env_allow: z.array(z.string()).optional(),
  options: agentOptionsSchema.optional(),
  /** The least time between two starts of this program, where starts at the same moment trip over each other. */
  start_gap_ms: startGapSchema.optional(),
  /** For a person; absent where the agent has no face of its own, and a shell takes its place. */
  terminal: terminalLineSchema.optional(),
});

/** Where the attempt works. Git is always told both paths; the slot's own `.git` is never trusted. */
export const slotPlaceSchema = z.object({
  name: z.string(),
  /** Absolute path of the working directory. */
  path: z.string(),
  /** Absolute path of the slot's git directory (`<common>/worktrees/<slot>`). */
  git_dir: z.string(),
  /** First port of the range that belongs to this slot, and how many there are. */
  port: z.int().optional(),
  ports: z.int().optional(),
});

/** Twenty-three days: a timer cannot wait longer than 2³¹ ms. */
const timeMsMax = 2_000_000_000;

export const limitsSchema = z.object({
  /** Verification rounds that go back to the agent before the attempt fails. */
  fix_rounds_max: z.int().min(0).max(20).default(2),
  wall_clock_ms: z.int().min(1000).max(timeMsMax).default(3_600_000),
  /** No output, no CPU time and no file change for so long means hung. */
  idle_ms: z.int().min(1000).max(timeMsMax).default(600_000),
  verify_ms: z.int().min(1000).max(timeMsMax).default(1_200_000),
  output_bytes_max: z.int().min(1024).default(5_000_000),
  cost_usd_max: z.number().positive().optional(),
  tokens_max: z.number().positive().optional(),
});

/** A conversation that an agent has had, as far as it takes to go on in it. */
export const conversationSchema = z.object({
  /** The agent's own id of it. */
  session: z.string().min(1).max(200),
  /** The folder in which it was held: agents find it only from there. */
  path: z.string(),
  /** What the agent has counted since its beginning, so that nothing is paid twice. */
  counted: usageSchema.optional(),
});

/** What earlier attempts learned: the next one starts from it instead of from nothing. */
export const earlierWorkSchema = z.object({
  failure: failureSchema,
  /** The commit of the attempt that conflicted; it is laid onto the new base, conflicts left in the tree. */
  commit: z.string().optional(),
  /** In which the commit was made, by the same agent in the same folder: whoever goes on with the one goes on in the other. */
  conversation: conversationSchema.optional(),
});

export const assignmentSchema = z.object({
  protocol: z.literal(protocolVersion),
  /** `issue_assignment`: do the task. `tree_verification`: only verify the tree that the slot stands on. */
  type: z.enum(['issue_assignment', 'tree_verification']),
  agent_instance: z.string(),
  spec_id: specIdSchema,
  /** The user's name for the work, such as `login-ui`; the slug of the title where the plan has none. */
  issue_id: z.string(),
  task_id: taskIdSchema,
  attempt: z.int().min(1),
  payload: z.object({
    task: taskSchema,
    dependencies: z.array(taskIdSchema).default([]),
    /** Text for `.kiro/current-task.md`: requirement and design extracts, what the dependencies changed. */
    context: z.string().default(''),
    /** Full commit id that the slot stands on. */
    base: z.string(),
    branch: z.string(),
    /** Absolute path of the playbook's file, outside the slot: what an agent can write is never followed. */
    playbook: z.string().optional(),
    agent: agentLaunchSchema,
    /** A person does the work, with the agent's help or without: nothing is started, and the person is waited for. */
    is_attended: z.boolean().optional(),
    verify: z.array(z.string()).default([]),
    /** Run before each verification, such as a formatter; a failure is only noted. */
    format: z.array(z.string()).default([]),
    limits: limitsSchema.prefault({}),
    slot: slotPlaceSchema,
    /** Absolute path where artifacts go: `.kiro/artifacts/<spec>/<task>/<n>/`. */
    artifacts_dir: z.string(),
    /** Absolute path of the attempt's folder: `messages.jsonl`, `output.log`. */
    attempt_dir: z.string(),
    /** Author of the commit: `Name <mail>`, taken from the user's git configuration. */
    author: z.object({ name: z.string(), email: z.string() }),
    earlier: earlierWorkSchema.optional(),
    language: z.enum(['en', 'ja']).default('en'),
    /** Names of environment variables that the agent may see beyond the fixed allow-list. */
    env_allow: z.array(z.string()).default([]),
    /** How many verifications may run at once on this machine, and the folder of the marks that count them. */
    test_slots: z.object({ dir: z.string(), max: z.int().min(1).max(64) }).optional(),
    /** Changes from launch to launch of the same attempt: an older runner that sees another value ends itself. */
    launch: z.string(),
  }),
});

const stamp = { at: z.number() };

/** Why a person is waited for: it was meant so from the beginning, they took the attempt over, or a check said no. */
export const personReasons = ['attended', 'taken_over', 'refused'] as const;

/** What a person says to a runner, one line of JSON each in the attempt's folder; a runner heeds the words of its own launch. */
export const personWordSchema = z.object({
  id: z.string().min(1).max(64),
  at: z.number(),
  launch: z.string(),
  by: z.string().max(200),
  kind: z.enum(['take_over', 'done', 'fail']),
  /** Why it is given up. */
  reason: z.string().max(1000).optional(),
});

export const spiritMessageSchema = z.discriminatedUnion('type', [
  z.object({
    ...stamp,
    type: z.literal('runner_started'),
    pid: z.int(),
    start_time: z.string(),
    launch: z.string(),
  }),
  z.object({ ...stamp, type: z.literal('step_started'), step: z.string(), round: z.int().default(1) }),
  /** Also the heartbeat: at least one every ten seconds while the runner lives. */
  z.object({ ...stamp, type: z.literal('progress'), text: z.string().optional() }),
  z.object({ ...stamp, type: z.literal('agent_update'), text: z.string() }),
  /** From now on the attempt is a person's: the runner waits until one speaks (`personWordSchema`). */
  z.object({
    ...stamp,
    type: z.literal('person_awaited'),
    reason: z.enum(personReasons),
    /** What the last check has found. */
    failure: failureSchema.optional(),
    /** The agent's own id of the conversation that the person took over. */
    session: z.string().max(200).optional(),
  }),
  z.object({
    ...stamp,
    type: z.literal('person_answered'),
    /** Of the word that is answered to. */
    word: z.string(),
    verdict: z.enum(['done', 'fail']),
    by: z.string().max(200),
  }),
  z.object({ ...stamp, type: z.literal('usage'), usage: usageSchema }),
  z.object({ ...stamp, type: z.literal('verification'), verification: verificationSchema }),
  z.object({ ...stamp, type: z.literal('artifact'), artifact: artifactSchema }),
  z.object({
    ...stamp,
    type: z.literal('committed'),
    /** Full id of the one commit of the attempt, whose parent is the base; a checkpoint commits nothing. */
    commit: z.string(),
    tree: z.string(),
    files: z.array(z.string()).max(2000),
    insertions: z.int(),
    deletions: z.int(),
  }),
  z.object({
    ...stamp,
    type: z.literal('runner_finished'),
    outcome: z.enum(['succeeded', 'failed']),
    failure: failureSchema.optional(),
    /** The agent's, where it has told an id. */
    conversation: conversationSchema.optional(),
  }),
]);

export type HeadlessFormat = (typeof headlessFormats)[number];
export type AgentOptions = z.infer<typeof agentOptionsSchema>;
export type TerminalLine = z.infer<typeof terminalLineSchema>;
export type AgentLaunch = z.infer<typeof agentLaunchSchema>;
export type SlotPlace = z.infer<typeof slotPlaceSchema>;
export type Limits = z.infer<typeof limitsSchema>;
export type Conversation = z.infer<typeof conversationSchema>;
export type EarlierWork = z.infer<typeof earlierWorkSchema>;
export type Assignment = z.infer<typeof assignmentSchema>;
export type PersonReason = (typeof personReasons)[number];
export type PersonWord = z.infer<typeof personWordSchema>;
export type SpiritMessage = z.infer<typeof spiritMessageSchema>;
export type SpiritMessageType = SpiritMessage['type'];
