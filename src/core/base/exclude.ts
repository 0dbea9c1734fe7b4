// Tells git to ignore paths through `info/exclude` of the repository, which belongs to this machine alone, so that no branch
// ever carries the rule. Lines that are there stay byte for byte; each pattern is added once.
import { readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, InvariantError } from './errors.ts';
import { ensureFolder, publishFile } from './files.ts';

/** @param commonDir git's common directory (`git rev-parse --git-common-dir`), which all worktrees share. */
export async function excludeFromGit(commonDir: string, patterns: readonly string[]): Promise<void> {
  const bad = patterns.find((pattern) => pattern.trim() === '' || /[\n\r\0]/.test(pattern));
  if (bad !== undefined) throw new InvariantError(`Not a pattern for info/exclude: ${JSON.stringify(bad)}`);
  const path = await targetOf(join(await ensureFolder(join(commonDir, 'info')), 'exclude'));
  const { bytes, mode } = await readExclude(path);
  const present = new Set(bytes.toString('utf8').split(/\r?\n/));
  const missing = [...new Set(patterns)].filter((pattern) => !present.has(pattern));
  if (missing.length === 0) return;
  const isOpenEnded = bytes.length > 0 && bytes.at(-1) !== 0x0a;
  const added = `${isOpenEnded ? '\n' : ''}${missing.map((pattern) => `${pattern}\n`).join('')}`;
  await publishFile(path, Buffer.concat([bytes, Buffer.from(added, 'utf8')]), { mode });
}

/** Where a link points, so that renaming over it does not put a file in the link's place. */
async function targetOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return path;
    throw error;
  }
}

async function readExclude(path: string): Promise<{ bytes: Buffer; mode: number }> {
  try {
    return { bytes: await readFile(path), mode: (await stat(path)).mode & 0o777 };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { bytes: Buffer.alloc(0), mode: 0o644 };
    throw error;
  }
}
