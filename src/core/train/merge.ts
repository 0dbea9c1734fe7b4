// Merges two commits without a working tree. What does not merge comes back as the files and an excerpt of the conflicts, so
// that whoever owns the change sees what it ran into. No ref is moved: the merge commit hangs in the air until somebody does.
import { InvariantError } from '../base/errors.ts';
import { openGit, type Git, type GitAuthor } from '../base/git.ts';
import { commitTree, isAncestor, isRelated, mergeTree, revParse } from '../base/git-verbs.ts';
import { findConflictHunks } from './hunks.ts';

export interface WantedMerge {
  /** Full ids of commits. */
  tip: string;
  head: string;
  message: string;
}

export type MergeResult =
  /** A fast-forward gives `head` itself. */
  { kind: 'merged'; commit: string; tree: string } | { kind: 'conflict'; files: string[]; evidence: string };

const evidenceBytesMax = 8 * 1024;
const evidenceFilesMax = 20;
const blobBytesMax = 4 * 1024 * 1024;

export async function mergeInMemory(
  { git, mainWorktree, commonDir, author }: { git: Git; mainWorktree: string; commonDir: string; author: GitAuthor },
  { tip, head, message }: WantedMerge,
): Promise<MergeResult> {
  if (await isAncestor(git, tip, head)) {
    const tree = await revParse(git, `${head}^{tree}`);
    if (tree === undefined) throw new InvariantError(`There is no commit ${head}.`);
    return { kind: 'merged', commit: head, tree };
  }
  // A branch that somebody has begun anew.
  if (!(await isRelated(git, tip, head))) {
    return { kind: 'conflict', files: [], evidence: 'The two share no history.' };
  }
  const merge = await mergeTree(git, tip, head);
  if (merge.kind === 'conflict') {
    const evidence = await describeConflict(git, merge, { tip, head });
    return { kind: 'conflict', files: merge.files, evidence };
  }
  const committer = openGit({ cwd: mainWorktree, gitDir: commonDir, author });
  const commit = await commitTree(committer, { tree: merge.tree, parents: [tip, head], message });
  return { kind: 'merged', commit, tree: merge.tree };
}

async function describeConflict(
  git: Git,
  { tree, files, messages }: { tree: string; files: readonly string[]; messages: string },
  { tip, head }: { tip: string; head: string },
): Promise<string> {
  const parts = [
    messages
      .split('\n')
      .filter((line) => line.startsWith('CONFLICT'))
      .join('\n'),
  ];
  for (const file of files.slice(0, evidenceFilesMax)) {
    const text = await readBlob(git, `${tree}:${file}`);
    const hunks = text === undefined ? '' : findConflictHunks(text);
    if (hunks !== '')
      parts.push(`--- ${file}\n${hunks.replaceAll(tip, 'integrated so far').replaceAll(head, 'this task')}`);
  }
  return cutToBytes(parts.filter((part) => part !== '').join('\n\n'), evidenceBytesMax);
}

/** Undefined when the path is not a text file of that tree. */
async function readBlob(git: Git, name: string): Promise<string | undefined> {
  const { stdout, exitCode } = await git.write(['cat-file', 'blob', name], {
    ...{ okExitCodes: [0, 128], outputBytesMax: blobBytesMax },
  });
  return exitCode !== 0 || stdout.includes('\0') ? undefined : stdout;
}

function cutToBytes(text: string, bytesMax: number): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= bytesMax) return text;
  const note = '\n… (cut)';
  return new TextDecoder('utf-8', { ignoreBOM: true })
    .decode(bytes.subarray(0, bytesMax - Buffer.byteLength(note)), { stream: true })
    .concat(note);
}
