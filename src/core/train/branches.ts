// Moves branches, under the queue and by compare-and-swap. Which branches are ours shows in their names; a name of another
// kind here is our own bug. One of ours that the user has checked out is left alone, or their tree would seem changed.
import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { InvariantError, UserError } from '../base/errors.ts';
import { readBranch, type BranchTip } from '../base/git-branches.ts';
import { assertBranchName, updateRef } from '../base/git-verbs.ts';
import type { Git } from '../base/git.ts';
import type { Queue } from '../base/git-queue.ts';
import { isOwnBranch } from '../model/ids.ts';

export interface Tracks {
  /** Git on the repository, without a working tree. */
  git: Git;
  /** The repository's one queue for whatever touches refs. */
  queue: Queue;
  /** Folder below which working trees are ours: a branch checked out there may be moved. */
  slotsRoot: string;
}

const triesMax = 5;

export async function readTip({ git }: Tracks, branch: string): Promise<BranchTip | undefined> {
  return readBranch(git, branch);
}

/** Wherever it stands, it stands on `commit` afterwards. */
export async function setOwnBranch(tracks: Tracks, branch: string, commit: string): Promise<void> {
  await tracks.queue.run(async () => {
    for (let tries = 1; tries <= triesMax; tries += 1) {
      const tip = await ownTip(tracks, branch);
      if (tip?.sha === commit) return;
      if ((await updateRef(tracks.git, refOf(branch), commit, tip?.sha ?? null)).kind === 'updated') return;
    }
    throw new UserError(`The branch ${branch} is being moved by somebody else all the time.`);
  });
}

export async function deleteOwnBranch(tracks: Tracks, branch: string): Promise<void> {
  await tracks.queue.run(async () => {
    for (let tries = 1; tries <= triesMax; tries += 1) {
      const tip = await ownTip(tracks, branch);
      if (tip === undefined) return;
      if ((await updateRef(tracks.git, refOf(branch), null, tip.sha)).kind === 'updated') return;
    }
    throw new UserError(`The branch ${branch} is being moved by somebody else all the time.`);
  });
}

export async function moveOwnBranch(
  tracks: Tracks,
  branch: string,
  { to, from }: { to: string; from: string },
): Promise<boolean> {
  return tracks.queue.run(async () => {
    const tip = await ownTip(tracks, branch);
    return tip?.sha === from && (await updateRef(tracks.git, refOf(branch), to, from)).kind === 'updated';
  });
}

export async function moveUserBranch(
  tracks: Tracks,
  branch: string,
  { to, from }: { to: string; from: string },
): Promise<boolean> {
  return tracks.queue.run(async () => {
    const tip = await readTip(tracks, branch);
    if (tip?.sha !== from || tip.checkedOutAt !== undefined) return false;
    return (await updateRef(tracks.git, refOf(branch), to, from)).kind === 'updated';
  });
}

async function ownTip(tracks: Tracks, branch: string): Promise<BranchTip | undefined> {
  if (!isOwnBranch(branch)) throw new InvariantError(`The branch ${branch} is not ours to move.`);
  const tip = await readTip(tracks, assertBranchName(branch));
  const place = tip?.checkedOutAt;
  if (place === undefined) return tip;
  const slotsRoot = await realpath(tracks.slotsRoot).catch(() => tracks.slotsRoot);
  if (place.startsWith(slotsRoot + sep)) return tip;
  throw new UserError(`The branch ${branch} is checked out in ${place}.`, {
    hint: 'Switch that working tree to another branch; the run goes on by itself.',
  });
}

function refOf(branch: string): string {
  return `refs/heads/${branch}`;
}
