// What a forge is: the place where pull requests live. The one that lives in the registry has the first part; one elsewhere, such as GitHub,
// has both. The dispatcher speaks to it in these words, and the adapters are made to them.
import type { HeardRemarks, PullSight } from './pull-sight.ts';

export interface Forge {
  readonly kind: 'local' | 'github';
  /** Opens, or finds, the pull request of a branch. Idempotent. */
  open(wanted: {
    head: string;
    base: string;
    title: string;
    /** Our part of it: what people write beside it is theirs. */
    body: string;
    /** The key of the task, or of the spec, that it is for. */
    purpose: string;
  }): Promise<{ number: number; url?: string }>;
  update(number: number, change: PullChange, purpose: string): Promise<void>;
  /** Says something on the pull request; once for each `key`. */
  say(number: number, said: SaidThere): Promise<void>;
  /** What only a forge elsewhere has. Without it pull requests live in the registry, and nothing else has to be told. */
  readonly remote?: RemoteForge;
}

export interface PullChange {
  title?: string;
  /** Our part of the body. */
  body?: string;
  isDraft?: boolean;
}

export interface SaidThere {
  /** The remark that is answered; the conversation in general when absent. */
  to?: string | undefined;
  /** The same is said once, however often it is asked for. */
  key: string;
  text: string;
  /** What the remark asked for is done: its thread is closed. */
  isResolved?: boolean | undefined;
  purpose: string;
}

/** Everything here may throw Unavailable. `purpose` is the key of the task that something is done for. */
export interface RemoteForge {
  /** Sentences on what will be otherwise than a person may expect. @throws UserError when it cannot work at all. */
  preflight(wanted: { base: string; delivery: 'integration' | 'direct' }): Promise<string[]>;
  /** Where a branch stands there, its commits brought here; undefined when it is not there. `known` are commits of ours near it. */
  fetch(branch: string, options: { known: readonly string[]; signal: AbortSignal }): Promise<string | undefined>;
  /** Compare-and-swap; `moved` when the branch stands elsewhere than `expected`. Undefined means that it must not be there. */
  push(wanted: {
    branch: string;
    sha: string;
    expected: string | undefined;
    purpose: string;
    signal: AbortSignal;
  }): Promise<'pushed' | 'moved'>;
  /** How it was merged already, if it was. */
  landed(number: number): Promise<{ sha: string } | undefined>;
  merge(wanted: {
    number: number;
    /** What was verified: any other head is refused. */
    headSha: string;
    title: string;
    purpose: string;
  }): Promise<Landing>;
  /** Lets the forge merge it by itself as soon as everything that it requires is there. */
  mergeWhenReady(number: number, purpose: string): Promise<void>;
  /** In the order of `watched`; one that the forge does not have is left out. `hurry` ends it for somebody who waits. */
  look(watched: readonly Watched[], hurry?: AbortSignal): Promise<PullSight[]>;
  /** Why the failing checks of a commit fail. */
  failingLog(headSha: string): Promise<string>;
  /** Deletes a branch of ours there, unless it has moved. */
  deleteBranch(branch: string, expected: string, purpose: string): Promise<void>;
}

/** A pull request that is looked at, and what is known of it. */
export interface Watched {
  number: number;
  /** Its address: one that is elsewhere is left out. */
  url?: string | undefined;
  /** These remarks are known. */
  heard?: HeardRemarks | undefined;
  /** Of its head. */
  checks: readonly { state: string }[];
}

export type Landing = { kind: 'merged'; sha: string } | MergeRefusal;

/** Why a merge was refused: in `message`, the forge's own words. */
export interface MergeRefusal {
  kind: 'refused';
  reason: 'head_moved' | 'conflict' | 'checks' | 'method' | 'queued' | 'closed' | 'not_mergeable';
  message: string;
}
