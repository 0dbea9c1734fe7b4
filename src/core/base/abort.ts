// Waiting that can be called off. A signal that aborts becomes `Cancelled` here and nowhere else, the first reason wins,
// and no timer or listener outlives the wait that made it.
import { Cancelled, messageOf } from './errors.ts';

/** The error of a signal that has aborted: its own `Cancelled` when it carries one, else one that says why. */
export function cancelledBy(signal: AbortSignal): Cancelled {
  const reason: unknown = signal.reason;
  return reason instanceof Cancelled ? reason : new Cancelled(messageOf(reason), { cause: reason });
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw cancelledBy(signal);
}

/** Calls `listener` once when the signal aborts, at once if it has; disposing takes the listener off again. */
export function onAbort(signal: AbortSignal | undefined, listener: () => void): Disposable {
  if (signal?.aborted === true) listener();
  else signal?.addEventListener('abort', listener, { once: true });
  return { [Symbol.dispose]: () => signal?.removeEventListener('abort', listener) };
}

/** @throws Cancelled when the signal aborts first. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  throwIfAborted(signal);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  using _listener = onAbort(signal, () =>
    reject(signal === undefined ? new Cancelled('aborted') : cancelledBy(signal)),
  );
  try {
    await promise;
  } finally {
    clearTimeout(timer);
  }
}

/** Whether the promise settles, either way, within `ms`. The promise itself goes on; a rejection stays its owner's to see. */
export async function settlesWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const { promise: tooLate, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ms);
  const settled = promise.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([settled, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** One signal that aborts with the first of those given; the ones left undefined are left out. */
export function anySignal(...signals: readonly (AbortSignal | undefined)[]): AbortSignal {
  return AbortSignal.any(signals.filter((signal) => signal !== undefined));
}

/** Runs `work` with a signal that aborts after `ms` or with `signal`. The work is expected to heed it: its own end is awaited. */
export async function withDeadline<T>(
  { ms, what, signal }: { ms: number; what: string; signal?: AbortSignal | undefined },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new Cancelled(`${what} took longer than ${String(ms)} ms`)), ms);
  try {
    return await work(anySignal(signal, deadline.signal));
  } finally {
    clearTimeout(timer);
  }
}
