// What the editor's thread and ours say to each other. Both come out of one build, so nothing is parsed here. A repository is sent in
// pieces, and the next piece only when the last one was asked for: the editor's thread is never given more than it can take at once.
import type { Words } from '../../core/base/errors.ts';
import type { RegistryEvent } from '../../core/model/events.ts';
import type { PullState, SlotState, SpecState, State, TaskState } from '../../core/model/state.ts';
import type { Place } from '../../core/necrocode.ts';
import type { CoreName } from './core.ts';

export type ToThread =
  | { kind: 'follow'; id: number; place: Place }
  /** The last piece was taken. */
  | { kind: 'more'; id: number }
  | { kind: 'unfollow'; id: number }
  | { kind: 'call'; id: number; name: CoreName; args: WireArgument[] }
  | { kind: 'abort'; id: number; reason: WireError };

export type FromThread =
  /** It hears: the first that it says. */
  | { kind: 'ready' }
  | { kind: 'piece'; id: number; piece: Piece }
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'failure'; id: number; error: WireError }
  /** A listener of the caller's is told something. */
  | { kind: 'told'; id: number; listener: string; values: unknown[] };

/** What can be cloned of an argument, and the names of its fields that cannot. */
export interface WireArgument {
  value: unknown;
  signals: string[];
  listeners: string[];
}

export interface WireError {
  name: string;
  message: string;
  hint?: string;
  /** What a UserError says in Japanese. */
  ja?: Words;
  stack?: string;
}

/** A state, cut up; then the events that come after it. */
export type Piece =
  | { kind: 'begin'; outline: StateOutline; damage: string | undefined }
  | { kind: 'tasks'; spec_id: string; tasks: TaskState[] }
  | { kind: 'pulls'; pulls: PullState[] }
  | { kind: 'end' }
  | { kind: 'events'; events: RegistryEvent[] };

export interface StateOutline extends Pick<State, 'seq' | 'epoch' | 'at' | 'forge_lost'> {
  specs: Omit<SpecState, 'tasks'>[];
  slots: SlotState[];
  paused_agents: [string, number][];
}

/** One end of the line; a worker's port and a channel inside one thread are both. */
export interface Line {
  postMessage(message: unknown): void;
}
