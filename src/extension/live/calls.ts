// The asking side of the line: a call of the core becomes a message, its answer the promise's end. Signals and listeners stay here;
// the other side is told of the one and tells the other.
import { onAbort } from '../../core/base/abort.ts';
import { coreNames, type Core, type CoreName } from './core.ts';
import { errorFromWire, errorToWire } from './wire-errors.ts';
import type { FromThread, ToThread, WireArgument } from './wire.ts';

export interface Calls {
  core: Core;
  /** Takes what answers a call. */
  take(message: Exclude<FromThread, { kind: 'piece' | 'ready' }>): void;
  /** Nobody will answer any more. */
  fail(error: Error): void;
}

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
  listeners: ReadonlyMap<string, (...values: unknown[]) => unknown>;
}

export function createCalls(post: (message: ToThread) => void): Calls {
  const waiting = new Map<number, Waiting>();
  let last = 0;

  const call = async (name: CoreName, given: readonly unknown[]): Promise<unknown> => {
    const id = (last += 1);
    const { args, signals, listeners } = splitArguments(given);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    waiting.set(id, { resolve, reject, listeners });
    post({ kind: 'call', id, name, args });
    const listening = signals.map((signal) =>
      onAbort(signal, () => post({ kind: 'abort', id, reason: errorToWire(signal.reason) })),
    );
    try {
      return await promise;
    } finally {
      waiting.delete(id);
      for (const one of listening) one[Symbol.dispose]();
    }
  };

  const remote = coreNames.map((name) => [name, (...given: unknown[]) => call(name, given)]);
  return {
    core: Object.fromEntries(remote) as Core,
    take(message) {
      const asker = waiting.get(message.id);
      if (message.kind === 'answer') asker?.resolve(message.value);
      else if (message.kind === 'failure') asker?.reject(errorFromWire(message.error));
      else asker?.listeners.get(message.listener)?.(...message.values);
    },
    fail(error) {
      for (const { reject } of waiting.values()) reject(error);
    },
  };
}

function splitArguments(given: readonly unknown[]) {
  const signals: AbortSignal[] = [];
  const listeners = new Map<string, (...values: unknown[]) => unknown>();
  const args = given.map((value): WireArgument => {
    const argument: WireArgument = { value, signals: [], listeners: [] };
    if (!isPlainObject(value)) return argument;
    const kept: Record<string, unknown> = {};
    for (const [key, field] of Object.entries(value)) {
      if (field instanceof AbortSignal) {
        signals.push(field);
        argument.signals.push(key);
      } else if (typeof field === 'function') {
        listeners.set(key, field as (...values: unknown[]) => unknown);
        argument.listeners.push(key);
      } else {
        kept[key] = field;
      }
    }
    return { ...argument, value: kept };
  });
  return { args, signals, listeners };
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
