// Saves what would be lost when a slot is cleaned: what is not committed becomes a commit, and a commit that no ref holds gets
// one, under `refs/necrocode/rescue/<slot>/<time>`. What some commit holds already is not saved again. Ignored files are not
// saved; a repository made inside the slot is saved as plain files. Nothing in the slot changes but for that.
import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { copyIndex } from '../base/copy-index.ts';
import { InvariantError, UserError } from '../base/errors.ts';
import { joinInside, removeTree } from '../base/files.ts';
import { openGit, type Git } from '../base/git.ts';
import { commitTree, revParse, updateRef } from '../base/git-verbs.ts';
import { gitDirOf, markedFor, openSlotGit, type Grounds, type Slot } from './grounds.ts';

const author = { name: 'NecroCode', email: 'necrocode@localhost' };

/** More than this is left where it is, in quarantine, rather than copied into the user's repository. */
const filesMax = 20_000;
const bytesMax = 512 * 1024 * 1024;
const listBytesMax = 64 * 1024 * 1024;
const nestingMax = 5;
const treesLookedAtMax = 500;

/** Returns the ref, if anything had to be saved. @throws UserError when it is too much, or could not be saved whole. */
export async function saveWork(grounds: Grounds, slot: Slot): Promise<string | undefined> {
  const git = openSlotGit(grounds, slot);
  const head = await revParse(git, 'HEAD^{commit}');
  const isDirty = (await listChanges(git, slot)).length > 0;
  const tree = isDirty ? await snapshot(git, join(gitDirOf(grounds, slot), 'rescue-index'), slot) : undefined;
  if (tree !== undefined && !(await isTreeKept(grounds, slot, { tree, head }))) {
    return saveTree(grounds, slot, tree, head ?? slot.record.base);
  }
  return head === undefined ? undefined : saveCommit(grounds, slot, head);
}

/** The same for a folder that has no git directory any more. */
export async function saveFolder(grounds: Grounds, slot: Slot): Promise<string | undefined> {
  const { base } = slot.record;
  if (base === undefined || (await revParse(grounds.repository, `${base}^{commit}`)) === undefined) {
    throw new UserError(`It is not known which commit ${slot.path} stood on.`);
  }
  const index = join(grounds.home, `.${slot.name}.index`);
  await rm(index, { force: true });
  const git = withIndex(openGit({ cwd: slot.path, gitDir: grounds.commonDir, workTree: slot.path }), index);
  try {
    await rm(join(slot.path, '.git'), { recursive: true, force: true });
    await git.write(['read-tree', base]);
    const isDirty = (await listChanges(git, slot)).length > 0;
    const tree = isDirty ? await addAll(git, slot) : undefined;
    if (tree === undefined || (await isTreeKept(grounds, slot, { tree, head: base }))) return undefined;
    return await saveTree(grounds, slot, tree, base);
  } finally {
    await rm(index, { force: true });
  }
}

/** Gives a commit a rescue ref, unless a ref holds it. */
export async function saveCommit(grounds: Grounds, slot: Slot, commit: string): Promise<string | undefined> {
  // What the slot was brought to is not work that was done in it.
  if (commit === slot.record.base) return undefined;
  const args = [
    'rev-list',
    '--max-count=1',
    commit,
    '--not',
    '--branches',
    '--tags',
    '--remotes',
    '--glob=refs/necrocode/*',
  ];
  const { stdout } = await grounds.repository.write(args);
  return stdout === '' ? undefined : keep(grounds, slot, commit);
}

/** Always gives the commit a rescue ref. */
export async function keep(grounds: Grounds, slot: Slot, commit: string): Promise<string> {
  const time = new Date().toISOString().replaceAll(/[-:.]/g, '');
  for (let tries = 1; tries <= 10; tries += 1) {
    const ref = `refs/necrocode/rescue/${slot.name}/${time}${tries === 1 ? '' : `-${String(tries)}`}`;
    if ((await updateRef(grounds.repository, ref, commit, null)).kind === 'updated') return ref;
  }
  throw new InvariantError(`Ten rescue refs of ${slot.name} bear the time ${time}.`);
}

/** Paths that differ from HEAD, untracked ones too; a repository inside ends with a slash. */
export async function listChanges(git: Git, slot: Slot): Promise<string[]> {
  const args = ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all'];
  const { stdout } = await git.write(args, markedFor(slot, { outputBytesMax: listBytesMax }));
  if (stdout.length >= listBytesMax / 2) throw tooMuch(slot);
  return stdout
    .split('\0')
    .slice(0, -1)
    .map((entry) => entry.slice(3));
}

/** The tree of everything in the slot, by way of an index of its own: the slot's index stays as it is. */
async function snapshot(git: Git, index: string, slot: Slot): Promise<string> {
  try {
    await copyIndex(join(index, '..', 'index'), index);
    return await addAll(withIndex(git, index), slot);
  } finally {
    await rm(index, { force: true });
  }
}

async function addAll(git: Git, slot: Slot): Promise<string> {
  for (let pass = 1; ; pass += 1) {
    const changes = await listChanges(git, slot);
    await throwIfTooMuch(changes, slot);
    const nested = changes.filter((path) => path.endsWith('/'));
    if (nested.length === 0 || pass > nestingMax) break;
    for (const path of nested) {
      const folder = await joinInside(slot.path, path);
      await removeTree(join(folder, '.git'), { inside: slot.path });
    }
  }
  const { exitCode, stderr } = await git.write(
    ['add', '--all', '--ignore-errors', '--', '.'],
    markedFor(slot, { okExitCodes: [0, 1] }),
  );
  if (exitCode !== 0) throw new UserError(`Not all of ${slot.path} could be saved: ${stderr.trim().slice(-500)}`);
  return (await git.write(['write-tree'])).stdout.trim();
}

async function throwIfTooMuch(changes: readonly string[], slot: Slot): Promise<void> {
  if (changes.length > filesMax) throw tooMuch(slot);
  let bytes = 0;
  for (const path of changes) {
    bytes += (await lstat(join(slot.path, path)).catch(() => undefined))?.size ?? 0;
    if (bytes > bytesMax) throw tooMuch(slot);
  }
}

function tooMuch({ path }: Slot): UserError {
  return new UserError(`${path} holds more than ${String(filesMax)} changed files, or more than 512 MB of them.`);
}

/** Whether a commit made since the slot's base, on any ref, has exactly this tree: delivered work, most often. */
async function isTreeKept(
  { repository }: Grounds,
  { record }: Slot,
  { tree, head }: { tree: string; head: string | undefined },
): Promise<boolean> {
  if (tree === record.tree) return true;
  if (head !== undefined && (await revParse(repository, `${head}^{tree}`)) === tree) return true;
  const since = record.base === undefined ? [] : ['--not', record.base];
  const { stdout } = await repository.write([
    ...['rev-list', '--no-commit-header', '--format=%T', `--max-count=${String(treesLookedAtMax)}`],
    ...['--branches', '--glob=refs/necrocode/*', ...since],
  ]);
  return stdout.split('\n').includes(tree);
}

async function saveTree(grounds: Grounds, slot: Slot, tree: string, parent: string | undefined): Promise<string> {
  const git = openGit({ cwd: grounds.mainWorktree, gitDir: grounds.commonDir, author });
  const message = `What was not committed in ${slot.name}\n\n${slot.record.holder ?? ''}\n`;
  return keep(grounds, slot, await commitTree(git, { tree, parents: parent === undefined ? [] : [parent], message }));
}

function withIndex(git: Git, index: string): Git {
  return {
    cwd: git.cwd,
    read: (args, options) => git.write(args, { ...options, env: { GIT_INDEX_FILE: index } }),
    write: (args, options) => git.write(args, { ...options, env: { ...options?.env, GIT_INDEX_FILE: index } }),
  };
}
