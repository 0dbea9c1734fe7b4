// Keeps the number of those who do something heavy at once on a machine low, over all processes: each takes one of a few marks
// in a shared folder. A mark is no mutual exclusion (a stale one may have two holders), and none is needed: one too many is
// only slower. So whoever gets no mark within the time goes on without one.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sleep } from './abort.ts';
import { codeOf } from './errors.ts';

export interface Throttle {
  /** Made when missing. Whoever names the same folder shares the marks. */
  dir: string;
  /** How many may be at it at once. */
  max: number;
}

const pollMs = 200;
const staleMs = 20_000;

/** Disposing gives the mark back. @throws Cancelled when the signal fires first. */
export async function takeTurnOf(
  { dir, max }: Throttle,
  { signal, waitMs }: { signal: AbortSignal; waitMs: number },
): Promise<AsyncDisposable> {
  await mkdir(dir, { recursive: true });
  const until = performance.now() + waitMs;
  while (performance.now() < until) {
    for (let at = 1; at <= max; at += 1) {
      const release = await tryMark(join(dir, String(at)));
      if (release !== undefined) return { [Symbol.asyncDispose]: release };
    }
    await sleep(pollMs, signal);
  }
  return { [Symbol.asyncDispose]: async () => {} };
}

async function tryMark(path: string): Promise<(() => Promise<void>) | undefined> {
  // In a bundle a CommonJS module that is loaded on demand has its default only.
  const { default: lockfile } = await import('proper-lockfile');
  try {
    const release = await lockfile.lock(path, { realpath: false, stale: staleMs, onCompromised: () => {} });
    // A mark that somebody else took as stale is no longer ours to give back.
    return () => release().catch(() => undefined);
  } catch (error) {
    if (codeOf(error) === 'ELOCKED') return undefined;
    throw error;
  }
}
