// Brings a slot to a commit and a branch. A new slot is registered under the queue, which takes a moment, and checked out
// outside of it, which takes long. A clean slot that stands on the same tree already only has its refs moved.
import { availableParallelism } from 'node:os';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CommandError, InvariantError, UserError } from '../base/errors.ts';
import { openGit } from '../base/git.ts';
import { readBranch } from '../base/git-branches.ts';
import { isAncestor, updateRef } from '../base/git-verbs.ts';
import { markedFor, openSlotGit, type Grounds, type Slot } from './grounds.ts';
import { readRecord, writeRecord, type SlotRecord } from './record.ts';
import { keep, listChanges } from './save.ts';
import { mendGitFiles, mendPointer } from './scrub.ts';

export interface Target {
  /** Full id of the commit, and its tree. */
  base: string;
  tree: string;
  branch: string | undefined;
  holder: string;
  signal: AbortSignal;
}

/** Makes the working tree of a slot whose record says `making`. */
export async function makeSlot(grounds: Grounds, slot: Slot, { base, signal }: Target): Promise<void> {
  const { beingMade } = grounds;
  beingMade.add(slot.name);
  try {
    const git_dir = await grounds.queue.run(() => addWorktree(grounds, slot, { base, signal }), { signal });
    slot.record = { ...slot.record, git_dir };
    await writeRecord(grounds.home, slot.name, slot.record);
    // Git has copied the sparse checkout of the main worktree, if that has one; a slot holds the whole tree.
    await mendGitFiles(grounds, slot);
    // Alone, a checkout is quicker with all processors; beside others, with one.
    const workers = Math.max(1, Math.floor(Math.min(availableParallelism(), 8) / beingMade.size));
    await openSlotGit(grounds, slot).write(
      ['reset', '--hard', '--quiet', base],
      markedFor(slot, { signal, config: [['checkout.workers', String(workers)]] }),
    );
  } finally {
    beingMade.delete(slot.name);
  }
}

/** So soon after a slot was proven clean, nobody has found the time to change it: a look at every file is spared. */
const provenMs = 5000;

/**
 * Touches only the files that differ. False when somebody has changed files in the slot while it was free: then it has to be
 * restored first.
 */
export async function refreshSlot(
  grounds: Grounds,
  slot: Slot,
  { base, tree, signal, from }: Target & { from: SlotRecord },
): Promise<boolean> {
  await mendPointer(grounds, slot);
  const git = openSlotGit(grounds, slot);
  const isProven = slot.provenAt !== undefined && performance.now() - slot.provenAt < provenMs;
  const isClean = async (): Promise<boolean> => (await listChanges(git, slot)).length === 0;
  try {
    if (from.tree !== undefined && from.tree !== tree) {
      await git.write(['read-tree', '-m', '-u', from.tree, tree], markedFor(slot, { signal }));
    }
  } catch (error) {
    if (error instanceof CommandError && !(await isClean())) return false;
    throw error;
  }
  if (from.base !== base) await git.write(['update-ref', '--no-deref', 'HEAD', base]);
  return isProven || isClean();
}

/** Makes `branch` point to the base and HEAD to the branch. A tip that would be lost is saved. */
export async function checkOutBranch(grounds: Grounds, slot: Slot, { base, branch, signal }: Target): Promise<void> {
  if (branch === undefined) return;
  const { repository, queue } = grounds;
  await queue.run(
    async () => {
      const tip = await readBranch(repository, branch);
      if (tip?.checkedOutAt !== undefined) await takeFrom(grounds, tip.checkedOutAt, { branch, sha: tip.sha });
      if (tip === undefined || tip.sha !== base) {
        if (tip !== undefined && !(await isAncestor(repository, tip.sha, base))) await keep(grounds, slot, tip.sha);
        const moved = await updateRef(repository, `refs/heads/${branch}`, base, tip?.sha ?? null);
        if (moved.kind === 'moved') throw new UserError(`The branch ${branch} was moved by somebody else just now.`);
      }
      await openSlotGit(grounds, slot).write(['symbolic-ref', 'HEAD', `refs/heads/${branch}`]);
    },
    { signal },
  );
}

/** Returns the name that git gave to the git directory. */
async function addWorktree(
  { repository, home }: Grounds,
  slot: Slot,
  { base, signal }: { base: string; signal: AbortSignal },
): Promise<string> {
  // A path that is empty or elsewhere has made git delete what it found there.
  if (dirname(slot.path) !== home || basename(slot.path) === '') throw new InvariantError(`Not a slot: ${slot.path}`);
  await repository.write(
    ['worktree', 'add', '--no-checkout', '--detach', '--quiet', '--', slot.path, base],
    markedFor(slot, { signal, config: [['worktree.useRelativePaths', 'false']] }),
  );
  const pointer = await readFile(join(slot.path, '.git'), 'utf8');
  const gitDir = /^gitdir: (.+)$/m.exec(pointer)?.[1];
  if (gitDir === undefined) throw new InvariantError(`git worktree add wrote no pointer into ${slot.path}`);
  return basename(gitDir);
}

/** An earlier attempt may not have given its slot back yet: that slot keeps its files, on the same commit but detached. */
async function takeFrom(
  { home, commonDir }: Grounds,
  place: string,
  { branch, sha }: { branch: string; sha: string },
): Promise<void> {
  const git_dir = dirname(place) === home ? (await readRecord(home, basename(place)))?.git_dir : undefined;
  if (git_dir === undefined) {
    throw new UserError(`The branch ${branch} is checked out in ${place}.`, {
      hint: 'Switch that working tree to another branch, then retry the task.',
    });
  }
  const gitDir = join(commonDir, 'worktrees', git_dir);
  await openGit({ cwd: gitDir, gitDir }).write(['update-ref', '--no-deref', 'HEAD', sha]);
}
