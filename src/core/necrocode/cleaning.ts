// `necrocode clean`: puts away what finished runs have left. What goes and what stays is planned first and can be shown without
// doing it; work that is not merged is never thrown away. Done under the registry's lock, so that no controller is surprised.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../base/errors.ts';
import { openGit, type Git } from '../base/git.ts';
import { readBranch } from '../base/git-branches.ts';
import { listRefs, updateRef } from '../base/git-verbs.ts';
import { describeReason, performCleanUp, planCleanUp, type AttemptDir } from '../cleanup/cleanup.ts';
import type { Language } from '../base/text.ts';
import { registryPaths } from '../registry/registry.ts';
import { cleanRemote } from './cleaning-remote.ts';
import type { Place } from './place.ts';
import { readState } from './reading.ts';
import { cleanReviewWorktrees } from './review-worktrees.ts';
import { ownRepository } from './slots.ts';

export interface CleaningLine {
  what: string;
  reason: string;
  outcome: 'removed' | 'kept' | 'failed';
}

const keepDays = 14;

/** With `dryRun`, `removed` means that it would be. Throws a UserError while a controller is at work. */
export async function clean(
  place: Place,
  { dryRun, language }: { dryRun: boolean; language: Language },
): Promise<CleaningLine[]> {
  await using _lock = dryRun ? undefined : await ownRepository(place);
  const git = openGit({ cwd: place.mainWorktree, gitDir: place.commonDir });
  const root = registryPaths(place.mainWorktree).attempts;
  const remains = { branches: await ownBranches(git), slots: [], attemptDirs: await findAttemptDirs(root) };
  const state = await readState(place);
  const plan = planCleanUp(state, { ...remains, now: Date.now(), keepDays });
  const going = [
    ...plan.deleteBranches.map(({ branch, reason }) => ({ what: branch, reason })),
    ...plan.removeDirs.map(({ path, reason }) => ({ what: path, reason })),
  ];
  const hands = {
    root,
    deleteBranch: (branch: string, sha: string) => deleteUnlessInUse(git, branch, sha),
    releaseSlot: async () => {},
  };
  const problems = dryRun ? [] : (await performCleanUp(plan, hands)).problems;
  const failed = new Map(problems.map(({ what, message }) => [what, message]));
  const reviews = await cleanReviewWorktrees(place, state, { dryRun, language });
  const there = await cleanRemote({ place, state, dryRun, language });
  return [
    ...going.map(({ what, reason }): CleaningLine => {
      const message = failed.get(what);
      if (message !== undefined) return { what, reason: message, outcome: 'failed' };
      return { what, reason: describeReason(reason, language), outcome: 'removed' };
    }),
    ...reviews,
    ...there,
    ...plan.kept.map(({ what, reason }) => ({
      what,
      reason: describeReason(reason, language),
      outcome: 'kept' as const,
    })),
  ];
}

/** A branch that a working tree has checked out stays: deleting it would pull the ground from under that tree. */
async function deleteUnlessInUse(git: Git, branch: string, sha: string): Promise<boolean> {
  const place = (await readBranch(git, branch))?.checkedOutAt;
  if (place !== undefined) throw new UserError(`It is checked out in ${place}.`);
  return (await updateRef(git, `refs/heads/${branch}`, null, sha)).kind === 'updated';
}

async function ownBranches(git: Git): Promise<{ branch: string; sha: string }[]> {
  const refs = await Promise.all(
    ['refs/heads/feature/', 'refs/heads/necrocode/'].map((prefix) => listRefs(git, prefix)),
  );
  return refs
    .flat()
    .map(({ ref, sha }) => ({ branch: ref.slice('refs/heads/'.length), sha }))
    .filter(({ branch }) => branch.startsWith('necrocode/') || branch.startsWith('feature/task-'));
}

async function findAttemptDirs(root: string): Promise<AttemptDir[]> {
  const dirs: AttemptDir[] = [];
  for (const spec_id of await namesIn(root)) {
    for (const task_id of await namesIn(join(root, spec_id))) {
      for (const name of await namesIn(join(root, spec_id, task_id))) {
        const path = join(root, spec_id, task_id, name);
        const found = await stat(path).catch(() => undefined);
        const attempt = Number(name);
        if (found === undefined || !Number.isInteger(attempt)) continue;
        dirs.push({ path, spec_id, task_id, attempt, changed_at: found.mtimeMs });
      }
    }
  }
  return dirs;
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
