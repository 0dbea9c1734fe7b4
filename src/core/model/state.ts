// The projection: what is true now, folded from the events. Light on purpose (no texts, no bodies, no logs), so that ten
// thousand tasks open at once; whoever wants the words reads the plan, the artifacts or the events.
import type { Failure } from './failure.ts';
import type { Usage } from './evidence.ts';
import type { TaskNode } from './events.ts';
import type { HeardRemarks } from './pull-sight.ts';
import type { Conversation, PersonReason } from './spirit.ts';

export type TaskStateName =
  'blocked' | 'ready' | 'assigned' | 'running' | 'verifying' | 'review' | 'done' | 'failed' | 'cancelled';

export interface AttemptState {
  attempt: number;
  agent: string;
  agent_instance: string;
  pool: string;
  branch: string;
  base_sha: string;
  assigned_at: number;
  /** What it takes to find the runner again; gone when the attempt has ended. */
  runner?: RunnerState;
  slot?: string;
  started_at?: number;
  /** It is a person's: from the beginning, or since they took it over. */
  is_attended?: boolean;
  /** Present while it waits for a person: since when, why, and what the last check has found. */
  awaits_person?: { since: number; reason: PersonReason; message?: string };
  /** Of the last check: which round, how it ended, which tree. */
  verified?: { round: number; ok: boolean; tree?: string };
  commit?: string;
  /** The first of the files that the commit changes. */
  files?: string[];
  /** The agent's; gone when the task is done. */
  conversation?: Conversation;
  findings?: number;
  blocking_findings?: number;
  /** Present once the runner has ended or is known to be gone. */
  finished_at?: number;
  outcome?: 'succeeded' | 'failed' | 'lost';
  failure?: Failure;
  /** Where what it had not committed is kept. */
  rescue_ref?: string;
}

export interface RunnerState {
  launch: string;
  pid?: number;
  start_time?: string;
  /** Bytes of the message log that events have told so far. */
  offset?: number;
}

export interface TaskState {
  node: TaskNode;
  state: TaskStateName;
  /** When the present state began. */
  since: number;
  /** How it came to be done: by a run, by the plan, or because the plan leaves it out. */
  via?: 'run' | 'plan' | 'skipped';
  attempts: AttemptState[];
  /** How many of the attempts do not count against the limit: a person asked again, or a quota was used up. */
  free_attempts: number;
  not_before?: number;
  /** Why it runs again; goes into the next assignment. */
  retry_of?: Failure;
  failure?: Failure;
  blocked_by?: string[];
  pr?: number;
  merge_sha?: string;
  is_cancel_requested?: boolean;
  usage?: Usage;
  artifacts: number;
}

export interface RunState {
  run_id: string;
  started_at: number;
  state: 'running' | 'paused' | 'finished';
  is_cancel_requested?: boolean;
  base_ref: string;
  base_sha: string;
  /** Where the base stands by now, once it was seen to stand elsewhere; forced when it has lost what the run began on. */
  base_moved?: { sha: string; is_forced: boolean };
  integration_branch: string;
  /** Where the integration branch stands. */
  tip_sha: string;
  delivery: 'integration' | 'direct';
  forge: 'local' | 'github';
  workers: number | 'auto';
  agent: string;
  verify: string[];
  only?: string[] | undefined;
  /** Whether a person does the tasks, if that was said. */
  interactive?: boolean | undefined;
  /** Trees that passed verification; the newest last, at most 200. */
  verified_trees: string[];
  /** The pull request that the train holds at this moment. */
  integrating?: number;
  finished_at?: number;
  outcome?: 'completed' | 'failed' | 'cancelled';
  final_pr?: number;
  /** What was found altered in git's own files, the newest last: the first names, how many, and who had a slot meanwhile. */
  altered?: { at: number; count: number; names: string[]; holders: string[] }[];
}

export interface SpecState {
  spec_id: string;
  title: string;
  taskset_version: number;
  planner: string;
  plan_sha256: string;
  /** The issue on GitHub that it was planned from. */
  issue?: number;
  tasks: Map<string, TaskState>;
  run?: RunState;
  forecast: { tasks: [string, string]; files: string[] }[];
}

export interface SlotState {
  slot: string;
  path: string;
  state: 'leased' | 'free' | 'quarantined';
  spec_id?: string;
  task_id?: string;
  attempt?: number;
  reason?: string;
}

export interface PullState {
  number: number;
  spec_id: string;
  task_id?: string;
  title: string;
  head: string;
  base: string;
  head_sha?: string;
  state: 'open' | 'merged' | 'closed';
  is_final: boolean;
  url?: string;
  opened_at: number;
  merge_sha?: string;
  /** Who has merged it, where it was not the train. */
  merged_by?: string;
  /** The tree that came out was proven before it landed. */
  is_proven?: true;
  /** Of its present head. */
  checks: { name: string; state: 'pending' | 'success' | 'failure' }[];
  /** Since when it has its present head, where that is later than its opening. */
  head_since?: number;
  comments: number;
  /** Why the forge did not merge it when it was asked last. */
  held?: string;
  /** The remarks heard from the forge, by kind. */
  heard?: HeardRemarks;
  /** Remarks that wait for an answer there: the next commit of the task gives it. */
  asks?: string[];
  findings: number;
}

export interface State {
  seq: number;
  epoch: number;
  at: number;
  specs: Map<string, SpecState>;
  slots: Map<string, SlotState>;
  pulls: Map<number, PullState>;
  /** Agents that must rest, by name: until when. */
  paused_agents: Map<string, number>;
  /** Present while the forge cannot be reached. */
  forge_lost?: { since: number; reason: string; hint?: string | undefined };
}

export const stateFormatVersion = 1;

export function emptyState(): State {
  return { seq: 0, epoch: 0, at: 0, specs: new Map(), slots: new Map(), pulls: new Map(), paused_agents: new Map() };
}

/** The projection as plain JSON; `fromSnapshot(toSnapshot(s))` equals `s`. */
export function toSnapshot(state: State): unknown {
  return {
    format: stateFormatVersion,
    ...state,
    specs: [...state.specs.values()].map((spec) => ({ ...spec, tasks: [...spec.tasks.values()] })),
    slots: [...state.slots.values()],
    pulls: [...state.pulls.values()],
    paused_agents: [...state.paused_agents],
  };
}

interface Snapshot extends Omit<State, 'specs' | 'slots' | 'pulls' | 'paused_agents'> {
  specs: (Omit<SpecState, 'tasks'> & { tasks: TaskState[] })[];
  slots: SlotState[];
  pulls: PullState[];
  paused_agents: [string, number][];
}

/** Reads back what `toSnapshot` made. The caller has checked its digest: the shape is trusted, not parsed again. */
export function fromSnapshot(snapshot: unknown): State {
  const { seq, epoch, at, specs, slots, pulls, paused_agents, forge_lost } = snapshot as Snapshot;
  return {
    seq,
    epoch,
    at,
    specs: new Map(
      specs.map((spec) => [spec.spec_id, { ...spec, tasks: new Map(spec.tasks.map((t) => [t.node.id, t])) }]),
    ),
    slots: new Map(slots.map((slot) => [slot.slot, slot])),
    pulls: new Map(pulls.map((pull) => [pull.number, pull])),
    paused_agents: new Map(paused_agents),
    ...(forge_lost === undefined ? {} : { forge_lost }),
  };
}

export const terminalStates: ReadonlySet<TaskStateName> = new Set(['done', 'failed', 'cancelled']);

export function isTerminal(task: TaskState): boolean {
  return terminalStates.has(task.state);
}

/** The attempt that has a runner, or is about to get one. */
export function liveAttempt(task: TaskState): AttemptState | undefined {
  const last = task.attempts.at(-1);
  return last !== undefined && last.finished_at === undefined ? last : undefined;
}
