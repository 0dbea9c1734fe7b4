// The working side of the line: follows registries and carries out calls of the core. Runs on a thread of its own, or, where none can
// be started, beside the rest of the extension. Everything heavy is loaded by the first call that needs it.
import * as facade from '../../core/necrocode.ts';
import { coreNames, type CoreName } from './core.ts';
import { piecesOf } from './pieces.ts';
import { errorFromWire, errorToWire } from './wire-errors.ts';
import type { FromThread, ToThread, WireArgument } from './wire.ts';

export interface Server {
  take(message: ToThread): void;
  /** Ends everything that is under way. */
  stop(): void;
}

interface Following {
  stop: AbortController;
  more: () => void;
}

export function serve(post: (message: FromThread) => void): Server {
  const followings = new Map<number, Following>();
  const calls = new Map<number, AbortController>();

  const follow = async (id: number, place: facade.Place, following: Following): Promise<void> => {
    const { signal } = following.stop;
    for await (const update of facade.followState(place, { signal })) {
      for (const piece of piecesOf(update)) {
        if (signal.aborted) return;
        const taken = new Promise<void>((resolve) => (following.more = resolve));
        post({ kind: 'piece', id, piece });
        await taken;
      }
    }
  };

  const call = async ({ id, name, args }: Extract<ToThread, { kind: 'call' }>): Promise<void> => {
    const stop = new AbortController();
    calls.set(id, stop);
    try {
      if (!coreNames.includes(name)) throw new Error(`${name} is not offered.`);
      const tell =
        (listener: string) =>
        (...values: unknown[]) =>
          post({ kind: 'told', id, listener, values });
      const value = await carryOut(
        name,
        args.map((argument) => wholeArgument(argument, stop.signal, tell)),
      );
      post({ kind: 'answer', id, value });
    } catch (error) {
      post({ kind: 'failure', id, error: errorToWire(error) });
    } finally {
      calls.delete(id);
    }
  };

  return {
    take(message) {
      switch (message.kind) {
        case 'follow': {
          const following = { stop: new AbortController(), more: () => {} };
          followings.set(message.id, following);
          // Following reports damage and never ends by itself; what else may come is our own bug, and ends the thread.
          follow(message.id, message.place, following).catch(rethrowLater);
          break;
        }
        case 'more':
          followings.get(message.id)?.more();
          break;
        case 'unfollow':
          endFollowing(followings, message.id);
          break;
        case 'call':
          call(message).catch(rethrowLater);
          break;
        case 'abort':
          calls.get(message.id)?.abort(errorFromWire(message.reason));
          break;
      }
    },
    stop() {
      for (const id of followings.keys()) endFollowing(followings, id);
      for (const each of calls.values()) each.abort();
    },
  };
}

function endFollowing(followings: Map<number, Following>, id: number): void {
  const following = followings.get(id);
  followings.delete(id);
  following?.stop.abort();
  following?.more();
}

function carryOut(name: CoreName, args: readonly unknown[]): Promise<unknown> {
  // The caller's types have been checked where it calls; on the line they are values only.
  const work = facade[name] as (...given: readonly unknown[]) => Promise<unknown>;
  return work(...args);
}

function wholeArgument(
  { value, signals, listeners }: WireArgument,
  signal: AbortSignal,
  tell: (listener: string) => (...values: unknown[]) => void,
): unknown {
  if (signals.length === 0 && listeners.length === 0) return value;
  return {
    ...(value as object),
    ...Object.fromEntries(signals.map((name) => [name, signal])),
    ...Object.fromEntries(listeners.map((name) => [name, tell(name)])),
  };
}

function rethrowLater(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}
