// What a branch stands on and which working tree, if any, has it checked out. A branch that is checked out somewhere must not
// be moved behind that tree's back, so whoever moves one asks here first.
import type { Git } from './git.ts';

export interface BranchTip {
  sha: string;
  /** Absolute path of the working tree that has it checked out. */
  checkedOutAt?: string;
}

/** Undefined when there is no such local branch. */
export async function readBranch(git: Git, branch: string): Promise<BranchTip | undefined> {
  const ref = `refs/heads/${branch}`;
  const { stdout } = await git.write([
    'for-each-ref',
    '--format=%(refname)%00%(objectname)%00%(worktreepath)',
    '--',
    ref,
  ]);
  // A prefix matches too: `a` finds `a/b` when there is no `a`.
  const fields = stdout
    .split('\n')
    .map((line) => line.split('\0'))
    .find(([name]) => name === ref);
  const [, sha, checkedOutAt = ''] = fields ?? [];
  if (sha === undefined) return undefined;
  return checkedOutAt === '' ? { sha } : { sha, checkedOutAt };
}
