// A copy of a git index that can be trusted as far as its original. Git takes a file for unchanged when size and second fit, and
// looks into it only when it may have changed after the index was written (see "racy git" in git's technical documentation).
// A copy that looks newer than it is would switch that second look off, and changes would be missed.
import { copyFile, stat, utimes } from 'node:fs/promises';

/** @throws what `copyFile` throws, such as ENOENT when there is no index. */
export async function copyIndex(from: string, to: string): Promise<void> {
  const { atime, mtimeMs } = await stat(from);
  await copyFile(from, to);
  // A moment too early costs a look into some files; a moment too late costs their changes.
  await utimes(to, atime, Math.floor(mtimeMs / 1000));
}
