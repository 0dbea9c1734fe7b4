// Copies files that git ignores, such as `.env`, from the user's main worktree into a slot: those that `.worktreeinclude` names
// in the patterns of gitignore. Only regular files that lie inside the main worktree are read, no link is followed on either
// side, and a file that is in the slot already stays as it is.
import { constants } from 'node:fs';
import { copyFile, lstat, mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf, UserError } from '../base/errors.ts';
import { joinInside } from '../base/files.ts';
import { openGit } from '../base/git.ts';
import type { Grounds, Slot } from './grounds.ts';

const includeFile = '.worktreeinclude';
const filesMax = 5000;
const fileBytesMax = 64 * 1024 * 1024;

/** What is ours in the main worktree never gets into a slot. */
const ownFiles = /^\.kiro\/(?:registry|artifacts)(?:\/|$)|^\.kiro\/current-task\.md$/;

/** Returns how many files were copied. @throws UserError when the patterns name too many. */
export async function copyIncluded(grounds: Grounds, slot: Slot, signal: AbortSignal): Promise<number> {
  if (!(await isFile(join(grounds.mainWorktree, includeFile)))) return 0;
  const paths = await includedPaths(grounds, signal);
  if (paths.length > filesMax) {
    throw new UserError(`${includeFile} names ${String(paths.length)} files; at most ${String(filesMax)} are copied.`, {
      hint: 'Name the files that the work needs; folders such as node_modules belong to `slots.keep`.',
    });
  }
  let copied = 0;
  for (const path of paths) if (await copyInto(grounds, slot, path)) copied += 1;
  return copied;
}

/** Named by the patterns, untracked, and ignored. */
async function includedPaths({ mainWorktree, commonDir }: Grounds, signal: AbortSignal): Promise<string[]> {
  const git = openGit({ cwd: mainWorktree, gitDir: commonDir, workTree: mainWorktree, signal });
  const named = await git.write(['ls-files', '-z', '--others', '--ignored', `--exclude-from=${includeFile}`]);
  if (named.stdout === '') return [];
  const ignored = await git.write(['check-ignore', '-z', '--stdin'], { input: named.stdout, okExitCodes: [0, 1] });
  return ignored.stdout.split('\0').filter((path) => path !== '' && !ownFiles.test(path));
}

async function copyInto({ mainWorktree }: Grounds, slot: Slot, path: string): Promise<boolean> {
  try {
    const source = join(await joinInside(mainWorktree, dirname(path)), basename(path));
    const found = await lstat(source);
    if (!found.isFile() || found.size > fileBytesMax) return false;
    const folder = await joinInside(slot.path, dirname(path));
    await mkdir(folder, { recursive: true });
    await copyFile(source, join(folder, basename(path)), constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    // It is there, it has just gone, or a link leads elsewhere: in each case it is not ours to copy.
    const isExpected = error instanceof UserError || ['EEXIST', 'ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '');
    if (isExpected) return false;
    throw error;
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isFile() === true;
}
