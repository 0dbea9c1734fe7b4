// What the dispatcher needs of the rest of the world, in its own words. The folders below provide these shapes without
// knowing this file; the façade puts them together.
import type { Clock } from '../base/clock.ts';
import type { Language } from '../base/text.ts';
import type { Altered } from '../model/alteration.ts';
import type { Finding } from '../model/evidence.ts';
import type { NewEvent, RegistryEvent } from '../model/events.ts';
import type { Forge } from '../model/forge.ts';
import type { Request } from '../model/requests.ts';
import type { Settings } from '../model/settings.ts';
import type { AgentLaunch, Assignment, SlotPlace, SpiritMessage } from '../model/spirit.ts';
import type { State } from '../model/state.ts';
import type { Taskset } from '../model/task.ts';

export interface RegistryPort {
  /** The live projection; changes only through `append`. */
  readonly state: State;
  /** Why nothing can be appended any more, once that is so; only opening the registry anew helps. */
  readonly failure: Error | undefined;
  /** The same after a look at what is on disk. */
  check(): Error | undefined;
  /** Resolves when the events are on disk. Rejects, and writes nothing, when one of them cannot follow. */
  append(events: readonly NewEvent[]): Promise<readonly RegistryEvent[]>;
  /** Folder of an attempt, made when missing: `attempts/<spec>/<task>/<n>`. */
  attemptDir(spec_id: string, task_id: string, attempt: number): string;
  /** Folder of the marks by which verifications wait for each other. */
  readonly testSlotsDir: string;
  /** Requests in the order of their arrival; one is removed from the inbox once `handle` has settled. */
  takeRequests(handle: (request: Request) => Promise<void>): Promise<void>;
}

/** A runner that was launched, or that may have been: enough to find it again after a crash. */
export interface RunnerHandle {
  attempt_dir: string;
  launch: string;
}

export interface Pool {
  readonly name: string;
  /** Resolves when the runner's process exists. */
  launch(assignment: Assignment, options: { signal: AbortSignal }): Promise<RunnerHandle>;
  /** Messages of this launch from a byte offset on; ends after `runner_finished`, or when the signal fires. */
  follow(
    handle: RunnerHandle,
    options: { offset: number; signal: AbortSignal },
  ): AsyncIterable<{ message: SpiritMessage; offset: number }>;
  /** `running`: alive. `exited`: gone, its log tells how it ended. `gone`: gone, and its log has no end. */
  probe(handle: RunnerHandle): Promise<'running' | 'exited' | 'gone'>;
  /** Resolves when the runner and everything that it started are dead. */
  stop(handle: RunnerHandle, options: { graceMs: number }): Promise<void>;
}

export interface AcquiredSlot {
  place: SlotPlace;
  isWarm: boolean;
  durationMs: number;
}

export interface GivenBack {
  rescueRef?: string;
  quarantined?: string;
  /** What was altered in the repository's git directory while the slot was held, be it by its holder or by somebody else. */
  altered?: Altered;
}

export interface SlotPool {
  /** A clean slot on `base` with `branch` checked out there; `branch` is moved to `base` if it exists. */
  acquire(wanted: {
    base: string;
    /** Undefined for a detached slot, as the train uses it. */
    branch: string | undefined;
    /** The path of the slot that is wanted most; any other will do. */
    preferred?: string | undefined;
    holder: string;
    signal: AbortSignal;
  }): Promise<AcquiredSlot>;
  /** Saves what is not committed, cleans, and gives the slot back; or tells why it can no longer be used. */
  release(slot: string): Promise<GivenBack>;
  /** Takes the slot apart. What is in it must not be kept, so nothing is saved. */
  discard(slot: string): Promise<Omit<GivenBack, 'rescueRef'>>;
  /** Tells the pool which slots attempts hold, when a new controller begins. */
  adopt(leased: readonly { slot: string; holder: string }[]): Promise<Pick<GivenBack, 'altered'>>;
}

/** Branch work in the user's repository; nothing here touches a checked-out tree. */
export interface Repository {
  /** What a run starts from: the named branch, else what is checked out. Throws a UserError that says what is missing. */
  base(name: string | undefined): Promise<{ ref: string; sha: string }>;
  /** Moves a branch of ours to a commit; creates it when missing. */
  setBranch(branch: string, commit: string): Promise<void>;
  /** `HEAD` stands for what is checked out. */
  branchSha(branch: string): Promise<string | undefined>;
  deleteBranch(branch: string): Promise<void>;
  /** In memory: `tip` + `head`. A fast-forward gives `head` itself. */
  merge(wanted: {
    tip: string;
    head: string;
    message: string;
  }): Promise<
    { kind: 'merged'; commit: string; tree: string } | { kind: 'conflict'; files: string[]; evidence: string }
  >;
  /** Compare-and-swap; false when the branch does not stand on `from` any more. */
  moveBranch(branch: string, to: string, from: string): Promise<boolean>;
  /** Moves a branch that belongs to the user; false, and untouched, while it is checked out anywhere or has moved. */
  moveBase(branch: string, to: string, from: string): Promise<boolean>;
  /** Whether the second holds the first; a commit that was never brought here is held by none. */
  isAncestor(commit: string, of: string): Promise<boolean>;
  treeOf(commit: string): Promise<string>;
  /** Every pair of these commits that does not merge. */
  forecast(
    heads: readonly { task_id: string; commit: string }[],
  ): Promise<{ tasks: [string, string]; files: string[] }[]>;
  /** Author for commits, from the user's git configuration. */
  author(): Promise<{ name: string; email: string }>;
  /** Two lines for the next agent: what a merged task changed. */
  describeChange(commit: string): Promise<string>;
}

export interface Forges {
  /** Where the pull requests of a new run will be. @throws UserError when what is asked for, here or by the settings, cannot be had. */
  preferred(asked?: Forge['kind']): Forge['kind'];
  /** What a person who starts a run should know about it. */
  readonly notes: readonly string[];
  /** @throws Unavailable when there is no way to it at the moment. */
  of(kind: Forge['kind']): Forge;
}

export interface PullTexts {
  title: string;
  body: string;
}

export interface Deliveries {
  /** Heuristics over the diff of one commit. */
  review(wanted: { assignment: Assignment; commit: string }): Promise<Finding[]>;
  describePull(wanted: {
    assignment: Assignment;
    commit: string;
    findings: Finding[];
    state: State;
  }): Promise<PullTexts>;
  /** `conflicts`: files in which the base, as it stands now, does not merge with the work. */
  describeFinalPull(wanted: { state: State; spec_id: string; conflicts?: readonly string[] }): PullTexts;
}

export interface CleanUp {
  /** One character in the user's tasks.md; nothing when the plan has no such file. */
  tick(spec_id: string, task_id: string): Promise<void>;
}

export interface Plans {
  /** The immutable copy of the plan that a run works from. Throws when it is missing or damaged. */
  read(spec_id: string, version: number, sha256: string): Promise<Taskset>;
  /** Reads tasks.json as it stands, checks it against the rules and keeps an immutable copy. UserError when it is not valid. */
  take(spec_id: string): Promise<{ taskset: Taskset; sha256: string }>;
}

export interface Agents {
  /**
   * Looks which agent a run would take, and why others that it prefers cannot be used.
   * @throws UserError when no such agent is known, or none can be used.
   */
  choose(name: string): Promise<{ agent: AgentLaunch; reasons: readonly Readonly<Record<Language, string>>[] }>;
  /** The agent of an attempt, by what the last look has found. @throws UserError like `choose`. */
  resolve(name: string): Promise<AgentLaunch>;
  /** Absolute path of the playbook of a skill, if the repository has one. */
  playbook(name: string | undefined, skill: string | undefined): Promise<string | undefined>;
  /** See `World`. */
  readonly quotas?: ReadonlyMap<string, string>;
}

export interface Ports {
  clock: Clock;
  settings: Settings;
  registry: RegistryPort;
  pools: ReadonlyMap<string, Pool>;
  slots: SlotPool;
  repository: Repository;
  forges: Forges;
  deliveries: Deliveries;
  cleanUp: CleanUp;
  plans: Plans;
  agents: Agents;
  /** What works here, but otherwise than a person may expect, one sentence each. @throws UserError that names what slots cannot do. */
  checkRepository(): Promise<string[]>;
  /** Folder of an attempt's artifacts, made when missing. */
  artifactsDir(spec_id: string, task_id: string, attempt: number): string;
  /** What went wrong inside, for the controller's own log; never throws. */
  report(error: unknown, what: string): void;
}
