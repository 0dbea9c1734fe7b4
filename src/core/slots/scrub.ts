// Brings the git files of a slot back to what our record says: the slot's `.git`, and in its git directory the pointers, HEAD,
// and whatever an unfinished operation has left. Runs no git, since until this is done git might be led elsewhere. Only to be
// called when nobody is left in the slot.
import { lstat, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { codeOf, InvariantError, UserError } from '../base/errors.ts';
import { removeTree } from '../base/files.ts';
import { gitDirOf, type Grounds, type Slot } from './grounds.ts';

/** What git itself needs; the rest was left by an operation that was cut short, or was set for this slot alone. */
const kept = /^(?:HEAD|commondir|gitdir|index|logs|refs|reftable|sharedindex\..+)$/;

/** Whether the folder of the slot is there, as a folder. */
export async function isStanding(slot: Slot): Promise<boolean> {
  return (await kindOf(slot.path)) === 'folder';
}

/** Makes it safe to run git in the slot. @throws UserError when its git directory is gone. */
export async function mendGitFiles(grounds: Grounds, slot: Slot): Promise<void> {
  const gitDir = gitDirOf(grounds, slot);
  if ((await kindOf(gitDir)) !== 'folder' || (await kindOf(join(gitDir, 'HEAD'))) === 'missing') {
    throw new UserError(`The git directory of ${slot.name} is gone (${gitDir}).`);
  }
  await throwIfTakenOver(gitDir, slot);
  for (const name of await readdir(gitDir)) {
    if (!kept.test(name)) await removeTree(join(gitDir, name), { inside: gitDir });
  }
  await mendFile(join(gitDir, 'commondir'), '../..\n', gitDir);
  await mendFile(join(gitDir, 'gitdir'), `${join(slot.path, '.git')}\n`, gitDir);
  await mendPointer(grounds, slot);
  await mendHead(join(gitDir, 'HEAD'), slot);
}

/** The slot's own `.git`: a file with one line. What stands in its place is removed, never followed. */
export async function mendPointer(grounds: Grounds, slot: Slot): Promise<void> {
  await mendFile(join(slot.path, '.git'), `gitdir: ${gitDirOf(grounds, slot)}\n`, slot.path);
}

/** Once a slot's git directory was pruned, git may have given its name to a working tree of the user's. */
async function throwIfTakenOver(gitDir: string, slot: Slot): Promise<void> {
  const owner = (await readFile(join(gitDir, 'gitdir'), 'utf8').catch(() => '')).trim();
  if (owner === join(slot.path, '.git') || !isAbsolute(owner) || (await kindOf(owner)) !== 'file') return;
  if ((await readFile(owner, 'utf8')).trim() !== `gitdir: ${gitDir}`) return;
  throw new UserError(`The git directory of ${slot.name} belongs to ${owner} now.`);
}

async function mendHead(path: string, { name, record }: Slot): Promise<void> {
  const head = (await kindOf(path)) === 'file' ? await readFile(path, 'utf8') : '';
  if (/^(?:ref: refs\/\S+|[0-9a-f]{40}|[0-9a-f]{64})\s*$/.test(head)) return;
  if (record.base === undefined) throw new InvariantError(`The slot ${name} has never been brought to a commit.`);
  await rm(path, { recursive: true, force: true });
  await writeFile(path, `${record.base}\n`);
}

async function mendFile(path: string, content: string, inside: string): Promise<void> {
  if ((await kindOf(path)) === 'file' && (await readFile(path, 'utf8')) === content) return;
  await removeTree(path, { inside });
  await writeFile(path, content, { flag: 'wx' });
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'other' | 'missing'> {
  try {
    const found = await lstat(path);
    if (found.isFile()) return 'file';
    return found.isDirectory() ? 'folder' : 'other';
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return 'missing';
    throw error;
  }
}
