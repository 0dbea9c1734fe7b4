// The facts that the registry records. One schema per event type; an event is checked when it is appended, so that replay
// may trust its checksum. Secrets never get here: text is redacted before it becomes an event.
import * as z from 'zod';
import { alteredSchema } from './alteration.ts';
import { artifactSchema, findingSchema, usageSchema, verificationSchema } from './evidence.ts';
import { failureSchema } from './failure.ts';
import { taskIdSchema } from './ids.ts';
import { conversationSchema, personReasons } from './spirit.ts';
import { plannedStatusSchema } from './task.ts';

/** What scheduling and lists need of a task; its texts stay in the plan (`plans/<spec>/<version>.json`). */
export const taskNodeSchema = z.object({
  id: taskIdSchema,
  title: z.string().max(500),
  kind: z.enum(['work', 'checkpoint']),
  status: plannedStatusSchema,
  dependencies: z.array(taskIdSchema),
  required_skill: z.string().optional(),
  priority: z.int(),
  files: z.array(z.string()).max(200),
  estimate_minutes: z.number().optional(),
});

const by = z.string().max(200);
const reason = z.string().max(4000);
const sha = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/);
/** Where the runner's message log stands behind the message that this event tells: following goes on from there. */
const told = { offset: z.int().min(0).optional() };
const pullFields = {
  number: z.int().min(1),
  title: z.string().max(500).optional(),
  body: z.string().max(32_000).optional(),
  head_sha: sha.optional(),
};

export const eventDataSchemas = {
  ControllerStarted: z.object({ pid: z.int(), version: z.string() }),
  ControllerStopped: z.object({ reason }),
  RequestRefused: z.object({
    request_id: z.string(),
    message: reason,
    hint: reason.optional(),
    /** The same in Japanese. */
    ja: z.object({ message: reason, hint: reason.optional() }).optional(),
  }),

  /** The answer to a request that needs no event of its own, or comes after those that it caused. */
  RequestAccepted: z.object({
    request_id: z.string(),
    message: reason.optional(),
    ja: reason.optional(),
    /** What will be otherwise than a person may expect, one sentence each. */
    notes: z.array(reason).max(100).optional(),
  }),

  SpecPlanned: z.object({
    taskset_version: z.int().min(1),
    title: z.string().max(500),
    planner: z.string(),
    tasks: z.int(),
    /** Digest of `plans/<spec>/<version>.json`. */
    plan_sha256: z.string().length(64),
    /** Number of the issue on GitHub that the plan was made from. */
    issue: z.int().min(1).optional(),
  }),
  TaskCreated: z.object({ taskset_version: z.int(), node: taskNodeSchema }),
  /** A later taskset changed the node, or dropped it. */
  TaskUpdated: z.object({
    taskset_version: z.int(),
    node: taskNodeSchema.optional(),
    is_removed: z.boolean().optional(),
  }),

  RunStarted: z.object({
    /** Full ref name of the base, or `HEAD` when it is detached. */
    base_ref: z.string(),
    base_sha: sha,
    /** Where the integration branch stands: the base, or what an earlier run has left there. */
    tip_sha: sha,
    integration_branch: z.string(),
    delivery: z.enum(['integration', 'direct']),
    forge: z.enum(['local', 'github']),
    workers: z.union([z.int(), z.literal('auto')]),
    agent: z.string(),
    verify: z.array(z.string()),
    only: z.array(taskIdSchema).optional(),
    /** Whether a person does the tasks, if that was said. */
    interactive: z.boolean().optional(),
  }),
  RunPaused: z.object({ by }),
  /** Going on may change how many work, and who; work that is under way is not touched. */
  RunResumed: z.object({
    by,
    workers: z.union([z.int(), z.literal('auto')]).optional(),
    agent: z.string().optional(),
    interactive: z.boolean().optional(),
  }),
  RunFinished: z.object({ outcome: z.enum(['completed', 'failed', 'cancelled']), final_pr: z.int().optional() }),

  TaskReady: z.object({
    /** Present when the task was tried before: why it runs again. */
    retry_of: failureSchema.optional(),
    /** Earliest start, milliseconds since the epoch. */
    not_before: z.number().optional(),
    /** True when the try before does not count against the task's attempts. */
    is_free: z.boolean().optional(),
  }),
  TaskAssigned: z.object({
    agent: z.string(),
    pool: z.string(),
    skill: z.string().optional(),
    branch: z.string(),
    base_sha: sha,
    launch: z.string(),
    /** A person does the work; the runner only prepares, waits and proves. */
    is_attended: z.boolean().optional(),
  }),
  TaskBlocked: z.object({ by: z.array(taskIdSchema), reason }),
  TaskFailed: z.object({ failure: failureSchema }),
  TaskCompleted: z.object({ merge_sha: sha.optional(), pr: z.int().optional() }),
  TaskCancelled: z.object({ reason }),
  RetryRequested: z.object({ by }),
  CancelRequested: z.object({ by }),

  SlotAllocated: z.object({ slot: z.string(), path: z.string(), is_warm: z.boolean(), duration_ms: z.number() }),
  SlotReleased: z.object({ slot: z.string(), rescue_ref: z.string().optional() }),
  SlotQuarantined: z.object({ slot: z.string(), reason }),
  /** What slots share with the user is not as it was before somebody worked in one; nothing was undone. */
  RepositoryAltered: alteredSchema,

  RunnerStarted: z.object({ ...told, pid: z.int(), start_time: z.string(), launch: z.string() }),
  RunnerFinished: z.object({
    ...told,
    outcome: z.enum(['succeeded', 'failed']),
    failure: failureSchema.optional(),
    commit: sha.optional(),
    tree: sha.optional(),
    files: z.array(z.string()).max(2000).optional(),
    insertions: z.int().optional(),
    deletions: z.int().optional(),
    /** The agent's, in which a later attempt of the task may go on. */
    conversation: conversationSchema.optional(),
  }),
  RunnerLost: z.object({ reason }),
  /** The attempt waits for a person, and goes on only when one has spoken. */
  PersonAwaited: z.object({
    ...told,
    reason: z.enum(personReasons),
    failure: failureSchema.optional(),
    session: z.string().max(200).optional(),
  }),
  PersonAnswered: z.object({ ...told, verdict: z.enum(['done', 'fail']), by }),
  VerificationStarted: z.object({ ...told, round: z.int() }),
  VerificationFinished: z.object({ ...told, verification: verificationSchema }),
  ArtifactStored: z.object({ ...told, artifact: artifactSchema }),
  AgentUsageReported: z.object({ ...told, usage: usageSchema }),
  AgentPaused: z.object({ agent: z.string(), until: z.number(), reason }),

  ReviewFinished: z.object({ findings: z.array(findingSchema).max(200) }),
  PROpened: z.object({
    ...pullFields,
    title: z.string().max(500),
    head: z.string(),
    base: z.string(),
    url: z.string().optional(),
    /** The spec's own pull request at the end of a run. */
    is_final: z.boolean().optional(),
  }),
  PRUpdated: z.object({
    ...pullFields,
    comment: z
      .object({
        by,
        text: z.string().max(16_000),
        /** By which the forge knows it, such as `thread:12`: it is heard once. */
        id: z.string().max(64).optional(),
        file: z.string().max(1000).optional(),
        line: z.int().optional(),
        /** It wants something of the agent, and an answer. */
        asks_changes: z.boolean().optional(),
      })
      .optional(),
    /** Comments, by their ids, that were answered on the forge. */
    answered: z.array(z.string().max(64)).max(200).optional(),
  }),
  PRMerged: z.object({ number: z.int(), merge_sha: sha, by: by.optional() }),
  PRClosed: z.object({ number: z.int(), reason, by: by.optional() }),
  CIStatusChanged: z.object({
    number: z.int(),
    state: z.enum(['pending', 'success', 'failure']),
    name: z.string(),
  }),

  /** The branch that a run delivers to has got commits of others, or was led elsewhere. */
  BaseMoved: z.object({
    from: sha,
    sha,
    is_forced: z.boolean().optional(),
    /** The base that the run began on, where the run has a branch of its own to deliver to. */
    base: z.string().max(1000).optional(),
  }),
  /** The forge does not answer, or not to us; told once, until it does again. */
  ForgeLost: z.object({ reason, hint: reason.optional() }),
  ForgeBack: z.object({}),

  ConflictForecast: z.object({
    /** Pairs of live branches that do not merge; the whole matrix, replacing the one before. */
    pairs: z
      .array(z.object({ tasks: z.tuple([taskIdSchema, taskIdSchema]), files: z.array(z.string()).max(50) }))
      .max(500),
  }),
  ConflictDetected: z.object({
    number: z.int().optional(),
    tip: sha,
    head: sha,
    files: z.array(z.string()).max(500),
  }),
  IntegrationStarted: z.object({ number: z.int(), tip: sha, head: sha }),
  IntegrationFinished: z.object({
    number: z.int(),
    outcome: z.enum(['merged', 'conflict', 'verify_failed', 'interrupted']),
    merge_sha: sha.optional(),
    /** The tree that was proven, also where it was not merged after all. */
    tree: sha.optional(),
    is_verification_skipped: z.boolean().optional(),
    verification: verificationSchema.optional(),
    failure: failureSchema.optional(),
    /** Why the forge does not merge it yet. */
    reason: reason.optional(),
  }),
} as const;

export type EventType = keyof typeof eventDataSchemas;
export type EventData<T extends EventType> = z.infer<(typeof eventDataSchemas)[T]>;
export type TaskNode = z.infer<typeof taskNodeSchema>;

export const eventTypes = Object.keys(eventDataSchemas) as readonly EventType[];

/** Which thing an event is about; fields that do not apply are left out. */
export interface EventSubject {
  run_id?: string;
  spec_id?: string;
  task_id?: string;
  attempt?: number;
  agent_instance?: string;
}

/** An event as it is handed to the registry, before it has a place in the log. */
export type NewEvent<T extends EventType = EventType> = {
  [K in T]: EventSubject & { type: K; data: EventData<K> };
}[T];

/** An event with its place in the log. `seq` is dense; `epoch` names the owner that wrote it. */
export type RegistryEvent<T extends EventType = EventType> = NewEvent<T> & { seq: number; epoch: number; at: number };

const subjectSchema = z.object({
  run_id: z.string().max(64).optional(),
  spec_id: z.string().max(64).optional(),
  task_id: taskIdSchema.optional(),
  attempt: z.int().min(1).optional(),
  agent_instance: z.string().max(100).optional(),
});

/** Checks an event before it is written. Throws a ZodError that names the field. */
export function parseNewEvent(event: NewEvent): NewEvent {
  subjectSchema.parse(event);
  eventDataSchemas[event.type].parse(event.data);
  return event;
}
