// Trying again, with exponential back-off and full jitter. What may be tried again is the caller's table over error classes
// and codes; this file never looks at a message. It is meant for infrastructure (a lost host, a 5xx), not for work.
import { sleep, throwIfAborted } from './abort.ts';

export interface Backoff {
  baseMs: number;
  maxMs: number;
  /** From 0 up to but not including 1. */
  random?: () => number;
}

export interface RetryOptions extends Backoff {
  /** How often `work` runs at most, the first time included. */
  attemptsMax: number;
  isRetryable: (error: unknown) => boolean;
  signal?: AbortSignal | undefined;
}

/** A random wait between nothing and `baseMs · 2^(attempt-1)`, capped by `maxMs`; `attempt` counts the failures so far, from 1. */
export function backoffMs(attempt: number, { baseMs, maxMs, random = Math.random }: Backoff): number {
  const ceilingMs = Math.min(maxMs, baseMs * 2 ** Math.min(attempt - 1, 52));
  return Math.floor(random() * ceilingMs);
}

/** Runs `work` until it succeeds. The last error is thrown as it is. @throws Cancelled when the signal aborts between attempts. */
export async function retry<T>(work: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    throwIfAborted(options.signal);
    try {
      return await work(attempt);
    } catch (error) {
      if (attempt >= options.attemptsMax || !options.isRetryable(error)) throw error;
    }
    await sleep(backoffMs(attempt, options), options.signal);
  }
}
