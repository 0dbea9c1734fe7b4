// Every setting, in one schema: the JSON schema, the settings page and the docs are checked against it.
// `.kiro/necrocode.yaml` (project), `~/.kiro/necrocode.yaml` (user), the editor, flags; later wins.
import * as z from 'zod';
import { problemOfCommandLine } from '../base/command-line.ts';
import { agentOptionsSchema, limitsSchema, startGapSchema, terminalLineSchema } from './spirit.ts';

/** A line that can be run without a shell; what only a shell could do is refused before anybody relies on it. */
const commandLineSchema = z.string().superRefine((line, context) => {
  const message = problemOfCommandLine(line);
  if (message !== undefined) context.addIssue({ code: 'custom', message, params: { what: 'command' } });
});

/** Whether the issue's message speaks about a command line, in sentences of its own. */
export function isCommandIssue(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'custom' && issue.params?.['what'] === 'command';
}

const workersSchema = z.union([z.int().min(1).max(64), z.literal('auto')]);

const poolSchema = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('process'), max_concurrency: z.int().min(1).max(64).optional() }),
  z.looseObject({
    type: z.literal('docker'),
    image: z.string(),
    max_concurrency: z.int().min(1).max(256).optional(),
    mount_repo_pool: z.boolean().default(true),
  }),
  z.looseObject({
    type: z.literal('kubernetes'),
    namespace: z.string(),
    job_template: z.string().optional(),
    max_concurrency: z.int().min(1).max(1000).optional(),
  }),
  z.looseObject({ type: z.literal('ssh'), host: z.string(), max_concurrency: z.int().min(1).max(64).optional() }),
]);

const skillSchema = z.looseObject({
  pool: z.string().optional(),
  agent: z.string().optional(),
  playbook: z.string().optional(),
  /** Words in a title or description that mean this skill, in any language. */
  keywords: z.array(z.string()).optional(),
});

const agentSchema = z.looseObject({
  /** That of the preset with this name, else `command`. */
  driver: z.enum(['command', 'playbook', 'acp', 'headless']).optional(),
  argv: z.array(z.string()).min(1).optional(),
  env: z.record(z.string(), z.string()).default({}),
  /** Variables that only the agent itself may see, such as its own API key. */
  env_allow: z.array(z.string()).optional(),
  options: agentOptionsSchema.optional(),
  /** The least time between two starts of its program. */
  start_gap_ms: startGapSchema.optional(),
  /** How a person opens it in a terminal. */
  terminal: terminalLineSchema.optional(),
  /** Its attempts are a person's, unless the run says otherwise. */
  interactive: z.boolean().optional(),
  max_concurrency: z.int().min(1).max(64).optional(),
});

export const endpointUrlSchema = z
  .url({ protocol: /^https?$/, error: 'an http or https address' })
  .refine((url) => !URL.canParse(url) || new URL(url).password === '', {
    error: 'an address without a password in it',
  });

export const slotSettingsSchema = z.strictObject({
  /** Where slots live; `~/.kiro/workspaces` when absent. */
  root: z.string().optional(),
  /** Ignored folders that survive cleaning. */
  keep: z.array(z.string()).default(['node_modules', '.venv', 'target']),
  /** Run once in a slot that has just been brought to a commit, such as `npm ci --prefer-offline`. */
  setup: z.array(commandLineSchema).default([]),
  teardown: z.array(commandLineSchema).default([]),
  port_base: z.int().min(1024).max(65_000).default(20_000),
  ports_per_slot: z.int().min(0).max(100).default(10),
  /** A slot is recycled after so many uses. */
  uses_max: z.int().min(1).default(50),
  /** `leave_empty` works in a repository with submodules, without their contents. */
  submodules: z.enum(['refuse', 'leave_empty']).default('refuse'),
});

export const retrySettingsSchema = z.strictObject({
  /** Attempts per task, conflicts included, before it fails for good. */
  attempts_max: z.int().min(1).max(20).default(3),
  backoff_ms: z.int().min(0).default(10_000),
  backoff_max_ms: z.int().min(0).default(300_000),
});

export const plannerSettingsSchema = z.strictObject({
  /** Who plans from a sentence when nobody says it: `auto` takes a model where there is a key, else an agent, else templates. */
  kind: z.enum(['auto', 'openai', 'agent', 'offline']).default('auto'),
  /** The language model that plans. */
  model: z.string().min(1).max(200).default('gpt-5.5'),
  /** Any compatible endpoint, such as `http://127.0.0.1:11434/v1`; `OPENAI_BASE_URL` or OpenAI's own when absent. User scope only. */
  base_url: endpointUrlSchema.optional(),
  /** Estimated tokens of repository and documents that one question may hold. */
  context_tokens_max: z.int().min(2000).max(1_000_000).default(32_000),
  /** How often an answer that breaks the rules goes back, in each stage. */
  repairs_max: z.int().min(0).max(10).default(2),
  /** The API that the endpoint speaks. */
  wire: z.enum(['responses', 'chat']).default('responses'),
});

export const githubSettingsSchema = z.strictObject({
  /** The remote whose repository gets the pull requests. */
  remote: z.string().min(1).max(100).default('origin'),
  /** Of a GitHub Enterprise, such as `https://ghe.example.org/api/v3`. User scope only. */
  api_url: endpointUrlSchema.optional(),
  /** Signs in as a GitHub App instead of as a person. User scope only. */
  app: z.strictObject({ id: z.int().min(1), key_file: z.string().min(1) }).optional(),
  merge_method: z.enum(['merge', 'squash', 'rebase']).default('merge'),
  labels: z.array(z.string().min(1).max(50)).max(20).default(['necrocode']),
  /** `wait`: the train waits for the checks of a pull request, and a failing one goes back to its agent. */
  checks: z.enum(['wait', 'ignore']).default('wait'),
  /** How long a new commit may be without any check before it counts as having none. */
  checks_grace_ms: z.int().min(0).max(3_600_000).default(20_000),
  /** Under `direct` delivery: GitHub merges a pull request by itself as soon as everything that it requires is there. */
  auto_merge: z.boolean().default(false),
  /** What becomes of a task whose pull request somebody has closed without merging it. */
  on_close: z.enum(['cancel', 'retry']).default('cancel'),
  /** The shortest and the longest time between two looks at the pull requests. */
  poll_ms: z.int().min(200).default(10_000),
  poll_max_ms: z.int().min(200).default(60_000),
});

export const settingsSchema = z.strictObject({
  workers: workersSchema.default('auto'),
  agent: z.string().default('auto'),
  /** A person does the tasks: each attempt is prepared, waits for them, and is proven like any other. */
  interactive: z.boolean().default(false),
  delivery: z.enum(['integration', 'direct']).default('integration'),
  forge: z.enum(['auto', 'local', 'github']).default('auto'),
  github: githubSettingsSchema.prefault({}),
  /** The branch that a run starts from and is meant for; the checked-out branch when absent. */
  base: z.string().optional(),
  verify: z.array(commandLineSchema).default([]),
  format: z.array(commandLineSchema).default([]),
  /** Verifications that may run at once; half of the workers when absent. */
  test_slots: z.int().min(1).max(64).optional(),
  pools: z.record(z.string(), poolSchema).default({ local: { type: 'process' } }),
  skills: z.record(z.string(), skillSchema).default({}),
  agents: z.record(z.string(), agentSchema).default({}),
  slots: slotSettingsSchema.prefault({}),
  limits: limitsSchema.prefault({}),
  retry: retrySettingsSchema.prefault({}),
  planner: plannerSettingsSchema.prefault({}),
  /** Milliseconds without a sign of life after which a runner is looked for. */
  lease_ms: z.int().min(1000).default(30_000),
  /** Environment variables that agents may see beyond the fixed allow-list. */
  env_allow: z.array(z.string()).default([]),
  /** Run optional tasks too. */
  optional_tasks: z.boolean().default(false),
  /** Lines changed in one task before review says that it is large. */
  review_lines_max: z.int().min(1).default(800),
  language: z.enum(['en', 'ja']).optional(),
});

export type Settings = z.infer<typeof settingsSchema>;
export type PoolSettings = z.infer<typeof poolSchema>;
export type GithubSettings = z.infer<typeof githubSettingsSchema>;
export type SlotSettings = z.infer<typeof slotSettingsSchema>;
export type AgentSettings = z.infer<typeof agentSchema>;
export type SkillSettings = z.infer<typeof skillSchema>;
export type PlannerSettings = z.infer<typeof plannerSettingsSchema>;
export type RetrySettings = z.infer<typeof retrySettingsSchema>;
/** `auto` or 1 to 64. */
export type Workers = z.infer<typeof workersSchema>;
