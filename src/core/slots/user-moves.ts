// Where the user's own working trees have been lately, from the logs of their HEADs: the main one, and linked ones that are no
// slots. A ref that stands where one of them has been brought to was moved by a person.
import { open, readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Grounds } from './grounds.ts';

const tailBytesMax = 64 * 1024;
/** Logs tell whole seconds. */
const secondMs = 1000;

/** The commits that they have been brought to since then; empty where no logs are kept. */
export async function readUserMoves(
  { commonDir, home }: Pick<Grounds, 'commonDir' | 'home'>,
  since: number,
): Promise<Set<string>> {
  const worktrees = join(commonDir, 'worktrees');
  const linked = await readdir(worktrees).catch(() => []);
  const gitDirs = await Promise.all(
    linked.map(async (name) => {
      const pointer = await readFile(join(worktrees, name, 'gitdir'), 'utf8').catch(() => '');
      return pointer.trim() === '' || pointer.startsWith(home + sep) ? undefined : join(worktrees, name);
    }),
  );
  const places = [commonDir, ...gitDirs.filter((gitDir) => gitDir !== undefined)];
  const logs = await Promise.all(places.map((place) => readTail(join(place, 'logs', 'HEAD'))));
  return new Set(logs.flatMap((log) => movesIn(log, since - secondMs)));
}

/** `<old> <new> <who> <seconds> <zone>\t<what>`, one line each (git-reflog(1)). */
function movesIn(log: string, since: number): string[] {
  return log.split('\n').flatMap((line) => {
    const [, sha, seconds] = /^[0-9a-f]+ ([0-9a-f]+) [^\t]*? (\d+) [+-]\d{4}(?:\t|$)/.exec(line) ?? [];
    return sha !== undefined && Number(seconds) * 1000 >= since ? [sha] : [];
  });
}

async function readTail(path: string): Promise<string> {
  try {
    await using file = await open(path, 'r');
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(size, tailBytesMax));
    await file.read(bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8');
  } catch {
    return '';
  }
}
