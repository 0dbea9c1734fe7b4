// Says in a few lines what a commit changed, for the agent of a task that builds on it.
import type { Git } from '../base/git.ts';
import { diffNumstat, revParse, type FileChange } from '../base/git-verbs.ts';

const filesShownMax = 4;

/** Two to six lines: the size of the change, then its largest files. */
export async function describeChange(git: Git, commit: string): Promise<string> {
  const parent = (await revParse(git, `${commit}^1`)) ?? (await emptyTree(git));
  const changes = await diffNumstat(git, parent, commit);
  if (changes.length === 0) return 'No file changed.\nThe commit is empty.';
  const largest = [...changes].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, filesShownMax);
  const left = changes.length - largest.length;
  return [
    `${plural(changes.length)} changed, +${String(sum(changes, 'insertions'))} −${String(sum(changes, 'deletions'))} lines`,
    ...largest.map(describeFile),
    ...(left === 0 ? [] : [`… and ${String(left)} more`]),
  ].join('\n');
}

function describeFile({ file, status, insertions, deletions, isBinary }: FileChange): string {
  const size = isBinary ? 'binary' : `+${String(insertions)} −${String(deletions)}`;
  return `- ${file} (${status.replace('_', ' ')}, ${size})`;
}

function sizeOf({ insertions, deletions }: FileChange): number {
  return insertions + deletions;
}

function sum(changes: readonly FileChange[], key: 'insertions' | 'deletions'): number {
  return changes.reduce((total, change) => total + change[key], 0);
}

function plural(files: number): string {
  return files === 1 ? '1 file' : `${String(files)} files`;
}

/** Its name depends on the hash that the repository uses. */
async function emptyTree(git: Git): Promise<string> {
  return (await git.write(['hash-object', '-t', 'tree', '-w', '--stdin'], { input: '' })).stdout.trim();
}
