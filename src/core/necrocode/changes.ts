// What a change consists of, for those who look at it: the two commits between which it lies, its files, and how each of them
// reads on either side. Read from git's objects, so that it is the same whatever stands in any working tree. Everything is
// bounded: an editor has to show it.
import { CommandError, InvariantError } from '../base/errors.ts';
import { openGit, type Git } from '../base/git.ts';
import { diffNumstat, type FileChange } from '../base/git-verbs.ts';
import type { PullState } from '../model/state.ts';
import type { Place } from './place.ts';

export interface Changes {
  /** Full ids of the commits before and after. */
  base: string;
  head: string;
  /** A rename is a deletion and an addition. */
  files: FileChange[];
  /** How many more files there are. */
  filesLeftOut: number;
}

export type FileAt = { kind: 'text'; text: string } | { kind: 'binary' | 'too_large' | 'missing' };

export type PullBranches = Pick<PullState, 'base' | 'head' | 'head_sha' | 'merge_sha'>;

const filesMax = 2000;
const textBytesMax = 4 * 1024 * 1024;
const headerBytesMax = 1024;
/** Git itself calls a file binary when it finds a NUL so near its beginning. */
const binarySearchChars = 8000;

const commitPattern = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** The files that differ between two commits. */
export async function listChanged(place: Place, base: string, head: string): Promise<Changes> {
  const files = await diffNumstat(gitOf(place), asCommit(base), asCommit(head));
  return { base, head, files: files.slice(0, filesMax), filesLeftOut: Math.max(0, files.length - filesMax) };
}

/** What a pull request proposes, or did propose. Undefined when its commits are no longer there. */
export async function changesOfPull(place: Place, pull: PullBranches): Promise<Changes | undefined> {
  const sides = await sidesOfPull(gitOf(place), pull);
  return sides === undefined ? undefined : listChanged(place, sides.base, sides.head);
}

/** From where the two branches parted to the head; a merged one is compared with what it was merged into. */
export async function sidesOfPull(git: Git, pull: PullBranches): Promise<{ base: string; head: string } | undefined> {
  const head = pull.head_sha ?? pull.head;
  const bases = pull.merge_sha === undefined ? [pull.base] : [`${pull.merge_sha}^1`, pull.base];
  for (const base of bases) {
    try {
      const parted = await git.write(['merge-base', '--end-of-options', base, head]);
      const tip = await git.write(['rev-parse', '--verify', '--end-of-options', `${head}^{commit}`]);
      return { base: parted.stdout.trim(), head: tip.stdout.trim() };
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
    }
  }
  return sidesSinceEmpty(git, head);
}

/** Into a branch without a commit all is proposed that came since the empty commit with which the run began. */
async function sidesSinceEmpty(git: Git, head: string): Promise<{ base: string; head: string } | undefined> {
  try {
    const { stdout } = await git.write(['rev-list', '--max-parents=0', '--end-of-options', head]);
    const [root = '', ...others] = stdout.trim().split('\n');
    const { stdout: files } = await git.write(['ls-tree', '--end-of-options', root]);
    const tip = await git.write(['rev-parse', '--verify', '--end-of-options', `${head}^{commit}`]);
    return others.length > 0 || files !== '' ? undefined : { base: root, head: tip.stdout.trim() };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return undefined;
  }
}

/** A file as a commit has it; missing, too, when there is no such commit. */
export async function readFileAt(place: Place, commit: string, path: string): Promise<FileAt> {
  const { stdout } = await gitOf(place).write(['cat-file', '--batch', '-z'], {
    input: `${asCommit(commit)}:${path}\0`,
    outputBytesMax: 2 * (textBytesMax + headerBytesMax),
  });
  const [header, size] = /^[0-9a-f]+ blob (\d+)\n/.exec(stdout) ?? [];
  if (header === undefined) return { kind: 'missing' };
  if (Number(size) > textBytesMax) return { kind: 'too_large' };
  // Behind the content stands a line end of git's own.
  const text = stdout.slice(header.length, -1);
  return text.slice(0, binarySearchChars).includes('\0') ? { kind: 'binary' } : { kind: 'text', text };
}

function gitOf({ mainWorktree, commonDir }: Place): Git {
  return openGit({ cwd: mainWorktree, gitDir: commonDir });
}

function asCommit(id: string): string {
  if (!commitPattern.test(id)) throw new InvariantError(`Not a commit id: ${JSON.stringify(id.slice(0, 100))}`);
  return id;
}
