// The attempts that this controller has in hand: which it follows, when each was last heard, and how to let go of one.
// It lives and dies with the controller; a new one fills it again by adoption.
import type { Clock } from '../base/clock.ts';

interface Member {
  abort: AbortController;
  lastHeardMs: number;
  /** Settles when nobody follows the attempt any more. */
  ended: Promise<void>;
}

export interface Crew {
  /** Runs `follow` as the attempt's one follower. The signal fires when the attempt is let go. */
  enlist(key: string, follow: (signal: AbortSignal) => Promise<void>): Promise<void>;
  heard(key: string): void;
  followed(): ReadonlySet<string>;
  silent(leaseMs: number): ReadonlySet<string>;
  /** Until it is disposed nobody can follow the attempt: whoever ends it must not be overtaken by somebody who adopts it. */
  bar(key: string): Disposable;
  barred(): ReadonlySet<string>;
  /** Stops following and waits until the follower has let go. */
  letGo(key: string, reason: unknown): Promise<void>;
  letAllGo(reason: unknown): Promise<void>;
}

export function createCrew(clock: Clock): Crew {
  const members = new Map<string, Member>();
  /** Several may end the same attempt, the second less patiently. */
  const bars = new Map<symbol, string>();

  const letGo = async (key: string, reason: unknown) => {
    const member = members.get(key);
    if (member === undefined) return;
    member.abort.abort(reason);
    await member.ended;
  };

  return {
    async enlist(key, follow) {
      if (members.has(key) || [...bars.values()].includes(key)) return;
      const abort = new AbortController();
      const done = follow(abort.signal);
      const ended = done.then(
        () => undefined,
        () => undefined,
      );
      const member = { abort, lastHeardMs: clock.monotonic(), ended };
      members.set(key, member);
      try {
        await done;
      } finally {
        if (members.get(key) === member) members.delete(key);
      }
    },
    heard(key) {
      const member = members.get(key);
      if (member !== undefined) member.lastHeardMs = clock.monotonic();
    },
    followed: () => new Set(members.keys()),
    silent(leaseMs) {
      const oldest = clock.monotonic() - leaseMs;
      return new Set([...members].filter(([, member]) => member.lastHeardMs < oldest).map(([key]) => key));
    },
    bar(key) {
      const bar = Symbol(key);
      bars.set(bar, key);
      return { [Symbol.dispose]: () => bars.delete(bar) };
    },
    barred: () => new Set(bars.values()),
    letGo,
    async letAllGo(reason) {
      await Promise.all([...members.keys()].map((key) => letGo(key, reason)));
    },
  };
}
