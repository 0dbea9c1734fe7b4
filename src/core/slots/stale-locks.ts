// Lock files that a git which was killed has left in a repository. Git never takes them away by itself and refuses every command that
// needs the same lock, so a person has to be told. Only looks; slots have their own locks cleaned when they are given back.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface StaleLock {
  /** Absolute path. */
  path: string;
  ageMs: number;
}

/** No command of git's holds one of these for so long. */
const ageMsMax = 5 * 60_000;
const refsMax = 50_000;

/** In git's own folder and below its refs. */
export async function findStaleLocks(commonDir: string, now: number): Promise<StaleLock[]> {
  const refs = await readdir(join(commonDir, 'refs'), { recursive: true }).catch(() => []);
  const names = [
    ...(await readdir(commonDir).catch(() => [])),
    ...refs.slice(0, refsMax).map((name) => join('refs', name)),
  ].filter((name) => name.endsWith('.lock'));
  const locks: StaleLock[] = [];
  for (const name of names) {
    const path = join(commonDir, name);
    const found = await stat(path).catch(() => undefined);
    const ageMs = found === undefined ? 0 : now - found.mtimeMs;
    if (found?.isFile() === true && ageMs > ageMsMax) locks.push({ path, ageMs });
  }
  return locks;
}
