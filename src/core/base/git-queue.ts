// A strictly serial queue: one piece of work at a time, in the order of asking. The caller keeps one per repository and sends
// everything through it that touches refs or worktree administration. A piece that fails does not stop the next; one that is
// called off before its turn never runs.
import { cancelledBy, onAbort, throwIfAborted } from './abort.ts';
import { InvariantError } from './errors.ts';

export interface Queue {
  /** @throws Cancelled when `signal` aborts before the turn has come; whatever `work` throws. */
  run<T>(work: () => Promise<T>, options?: { signal?: AbortSignal | undefined }): Promise<T>;
  /** How many wait, the running one left out. */
  readonly waiting: number;
  /** Resolves when nothing runs or waits any more. */
  idle(): Promise<void>;
}

const waitingMaxDefault = 10_000;

export function createQueue({ waitingMax = waitingMaxDefault }: { waitingMax?: number } = {}): Queue {
  const waiting = new Set<() => void>();
  const idlers = new Set<() => void>();
  let isBusy = false;

  /** Hands the turn to whoever has waited longest. */
  const passTurn = (): void => {
    const [next] = waiting;
    if (next !== undefined) {
      waiting.delete(next);
      next();
      return;
    }
    isBusy = false;
    for (const resolve of idlers) resolve();
    idlers.clear();
  };

  const waitForTurn = async (signal: AbortSignal | undefined): Promise<void> => {
    throwIfAborted(signal);
    if (!isBusy) {
      isBusy = true;
      return;
    }
    if (waiting.size >= waitingMax) throw new InvariantError(`More than ${String(waitingMax)} wait in one queue.`);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    waiting.add(resolve);
    // Once the turn was handed over, an abort is the work's own to heed.
    using _listener = onAbort(signal, () => {
      if (waiting.delete(resolve) && signal !== undefined) reject(cancelledBy(signal));
    });
    await promise;
  };

  return {
    async run(work, { signal } = {}) {
      await waitForTurn(signal);
      try {
        return await work();
      } finally {
        passTurn();
      }
    },
    get waiting() {
      return waiting.size;
    },
    async idle() {
      if (!isBusy) return;
      await new Promise<void>((resolve) => idlers.add(resolve));
    },
  };
}
