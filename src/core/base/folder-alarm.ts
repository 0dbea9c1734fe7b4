// Wakes a waiter when something in a folder changes. The system is asked to say so; where it cannot, or the folder is not there
// yet, time does. A folder that comes, or that another takes the place of, is watched from then on.
import { statSync, watch, type FSWatcher } from 'node:fs';
import { onAbort } from './abort.ts';

export interface FolderAlarm extends Disposable {
  /** Settles with the next change, when the time is up, or when the signal is aborted. A change since the last call counts. */
  changed(waitMs: number): Promise<void>;
  /** Wakes the waiter, as a change would. */
  ring(): void;
}

export function watchFolder(folder: string, signal: AbortSignal): FolderAlarm {
  let isChanged = false;
  let wake = (): void => {};
  let watched: Watched | undefined;
  const ring = (): void => {
    isChanged = true;
    wake();
  };
  const keepWatching = (): void => {
    const ino = inodeOf(folder);
    if (ino === watched?.ino) return;
    watched?.watcher?.close();
    watched = ino === undefined ? undefined : { ino, watcher: watchIfPossible(folder, ring) };
    // What happened in between was not seen.
    if (watched !== undefined) isChanged = true;
  };
  keepWatching();
  isChanged = false;
  const aborting = onAbort(signal, ring);
  return {
    ring,
    async changed(waitMs) {
      keepWatching();
      if (!isChanged && !signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        const timer = setTimeout(resolve, waitMs);
        await promise;
        clearTimeout(timer);
      }
      isChanged = false;
    },
    [Symbol.dispose]() {
      aborting[Symbol.dispose]();
      watched?.watcher?.close();
    },
  };
}

interface Watched {
  ino: number;
  watcher: FSWatcher | undefined;
}

function inodeOf(folder: string): number | undefined {
  try {
    return statSync(folder, { throwIfNoEntry: false })?.ino;
  } catch {
    return undefined;
  }
}

function watchIfPossible(folder: string, ring: () => void): FSWatcher | undefined {
  try {
    // A watcher that fails later costs nothing but time: the poll sees the same.
    return watch(folder, ring).on('error', ring);
  } catch {
    return undefined;
  }
}
