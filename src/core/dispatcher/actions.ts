// What `decide` may ask for. An action is data with a key; the loop performs it once, and does not ask twice while an
// action of the same key is under way. Everything an action needs beyond its fields stands in the state.
import type { NewEvent } from '../model/events.ts';
import type { Failure } from '../model/failure.ts';
import type { Settings } from '../model/settings.ts';

export type Action =
  /** Facts that follow from the state alone: a task became ready, failed for good, is blocked by a failure. */
  | { kind: 'append'; key: string; events: NewEvent[] }
  /** Give a ready task to a runner: slot, assignment, launch. */
  | ({
      kind: 'start_attempt';
      key: string;
      agent: string;
      agent_instance: string;
      pool: string;
      skill?: string;
      /** A person does the work. */
      is_attended?: true;
    } & OfAttempt)
  /** An attempt is recorded as live but nobody follows it (a new controller): find out, adopt it or record its loss. */
  | ({ kind: 'adopt_attempt'; key: string } & OfAttempt)
  /** No sign of life for longer than the lease: look for the runner, record its loss if it is gone. */
  | ({ kind: 'probe_attempt'; key: string } & OfAttempt)
  /** End the whole process tree of an attempt and record why. */
  | ({ kind: 'stop_attempt'; key: string; failure: Failure } & OfAttempt)
  /** A verified commit waits in its slot: branch, artifacts, review, pull request. */
  | ({ kind: 'deliver_attempt'; key: string } & OfAttempt)
  /** The train takes the next pull request: merge onto the tip, verify the combined tree, move the branch. */
  | { kind: 'integrate'; key: string; spec_id: string; number: number }
  /** The pull requests on a forge elsewhere have not been looked at for a while: what people and checks say there. */
  | { kind: 'observe_forge'; key: string }
  /** An attempt has settled and its slot is still leased. */
  | { kind: 'release_slot'; key: string; slot: string }
  /** The set of live branches changed: merge them pairwise in memory and publish what does not fit. */
  | { kind: 'forecast_conflicts'; key: string; spec_id: string }
  /** Nothing of the run can move any more: open the final pull request, clean up, record the outcome. */
  | { kind: 'finish_run'; key: string; spec_id: string; outcome: 'completed' | 'failed' | 'cancelled' };

/** Which attempt something is about. */
export interface OfAttempt {
  spec_id: string;
  task_id: string;
  attempt: number;
}

export type ActionKind = Action['kind'];

export function attemptKey({ spec_id, task_id, attempt }: OfAttempt): string {
  return `${spec_id}/${task_id}/${attempt}`;
}

/** What the world looks like beside the state: everything that `decide` may know and no event tells. */
export interface World {
  /** Milliseconds since the epoch. */
  now: number;
  capacity: Capacity;
  settings: Settings;
  /** Keys of the actions under way. */
  inFlight: ReadonlySet<string>;
  /** Attempts (`attemptKey`) whose messages this controller follows. */
  followed: ReadonlySet<string>;
  /** Followed attempts that have been silent for longer than the lease, by a clock that never jumps. */
  silent: ReadonlySet<string>;
  /** It is time to look at the pull requests elsewhere. */
  isForgeDue: boolean;
  /** Specs whose conflict forecast is older than their branches. */
  forecastDue: ReadonlySet<string>;
  /** What an agent uses up, by its name: those with the same value rest together. Others have a quota of their own. */
  quotas?: ReadonlyMap<string, string> | undefined;
}

export interface Capacity {
  /** Attempts at once over all pools and runs, when a run says `auto`. */
  workersAuto: number;
  /** Attempts at once by pool. */
  pools: ReadonlyMap<string, { max: number }>;
}
