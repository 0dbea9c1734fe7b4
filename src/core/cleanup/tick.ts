// Ticks a box in a file that belongs to the user, who may be editing it at this very moment. The file is replaced at once or
// not at all, keeps its mode and its links, and is looked at again right before: what was saved meanwhile is never lost, the
// edit is made again on top of it. What the edit is, the caller knows; here it is only held to one character.
import { randomBytes } from 'node:crypto';
import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf, InvariantError } from '../base/errors.ts';

/** `busy`: it changed each time that we looked, and was left to whoever writes it. */
export type TickOutcome = 'ticked' | 'unchanged' | 'missing' | 'busy';

export interface Tick {
  /** Absolute path. */
  file: string;
  /** The new bytes, or undefined when there is nothing to change. Called again when the file has changed meanwhile. */
  edit: (bytes: Buffer) => Buffer | undefined;
}

const triesMax = 5;
/** A no-break space in a box has two bytes, a character of any script at most four. */
const characterBytesMax = 4;

/** @throws InvariantError when the edit changes more than one character. */
export async function tickTask({ file, edit }: Tick): Promise<TickOutcome> {
  const path = await realpath(file).catch(undefinedIfMissing);
  if (path === undefined) return 'missing';
  for (let tries = 0; tries < triesMax; tries += 1) {
    const before = await readFile(path).catch(undefinedIfMissing);
    if (before === undefined) return 'missing';
    const after = edit(before);
    if (after === undefined || after.equals(before)) return 'unchanged';
    assertOneCharacter(before, after);
    if (await replaceIfSame(path, before, after)) return 'ticked';
  }
  return 'busy';
}

/** False, with nothing changed, when the file no longer holds `before`. */
async function replaceIfSame(path: string, before: Buffer, after: Buffer): Promise<boolean> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeLike(path, temporary, after);
    const now = await readFile(path).catch(undefinedIfMissing);
    if (now?.equals(before) !== true) return false;
    await rename(temporary, path);
    return true;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writeLike(model: string, path: string, bytes: Buffer): Promise<void> {
  const { mode } = await stat(model);
  await using file = await open(path, 'wx', 0o600);
  await file.writeFile(bytes);
  // Said again, because the process's mask was taken off when the file was made.
  await file.chmod(mode & 0o777);
  await file.sync();
}

function assertOneCharacter(before: Buffer, after: Buffer): void {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  let [endBefore, endAfter] = [before.length, after.length];
  while (endBefore > start && endAfter > start && before[endBefore - 1] === after[endAfter - 1]) {
    endBefore -= 1;
    endAfter -= 1;
  }
  if (Math.max(endBefore, endAfter) - start > characterBytesMax) {
    throw new InvariantError('Ticking a box changes one character, and this edit changes more.');
  }
}

function undefinedIfMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
}
