// A mark on disk that says "somebody is busy here": for people, and for throttling. It is no mutual exclusion, since a stale
// one may be taken over by two at once, so it stands only where a second holder does no harm.
import { rm } from 'node:fs/promises';
import { lock } from 'proper-lockfile';

const staleMs = 20_000;

/** Places the mark at `path`, in place of one that a killed process has left. Call what it returns to take the mark away. */
export async function placeMark(path: string): Promise<() => Promise<void>> {
  await rm(path, { recursive: true, force: true });
  const release = await lock(path, {
    ...{ lockfilePath: path, realpath: false, stale: staleMs },
    // Somebody removed the mark; nothing depended on it.
    onCompromised: () => {},
  });
  return () => release().catch(() => undefined);
}
