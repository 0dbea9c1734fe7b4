// The questions and changes that every part of the project asks of git, as small functions over `Git`. Revisions are passed
// behind `--end-of-options`, so that none is taken for an option. A ref moves only by compare-and-swap.
import { CommandError, InvariantError, UserError } from './errors.ts';
import type { Git } from './git.ts';

export type RefUpdate = { kind: 'updated' } | { kind: 'moved'; current: string | undefined };

export type MergeOutcome =
  { kind: 'clean'; tree: string } | { kind: 'conflict'; tree: string; files: string[]; messages: string };

export type ChangeStatus = 'added' | 'modified' | 'deleted' | 'type_changed';

export interface FileChange {
  file: string;
  status: ChangeStatus;
  /** Both 0 for a binary file. */
  insertions: number;
  deletions: number;
  isBinary: boolean;
}

export interface Ref {
  ref: string;
  sha: string;
}

const shaPattern = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** The object that `rev` names (`main`, `HEAD^{tree}`, …), or undefined when there is none. */
export async function revParse(git: Git, rev: string): Promise<string | undefined> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', rev];
  const { stdout, exitCode } = await git.write(args, { okExitCodes: [0, 1] });
  return exitCode === 0 ? stdout.trim() : undefined;
}

/**
 * Moves a ref from `oldSha` to `newSha`; `null` as the old one means that the ref must not exist yet, as the new one that it is
 * deleted. `moved` when somebody else was faster; whatever else goes wrong throws.
 */
export async function updateRef(
  git: Git,
  ref: string,
  newSha: string | null,
  oldSha: string | null,
): Promise<RefUpdate> {
  const zeros = '0'.repeat((newSha ?? oldSha ?? '').length);
  const [next, previous] = [newSha ?? zeros, oldSha ?? zeros];
  if (!ref.startsWith('refs/') || !shaPattern.test(next) || !shaPattern.test(previous)) {
    throw new InvariantError(`Not a ref update: ${ref} from ${String(oldSha)} to ${String(newSha)}`);
  }
  try {
    await git.write(newSha === null ? ['update-ref', '-d', ref, previous] : ['update-ref', ref, next, previous]);
    return { kind: 'updated' };
  } catch (error) {
    if (!(error instanceof CommandError) || error.isTimedOut) throw error;
    const current = await revParse(git, ref);
    if (current === (oldSha ?? undefined)) throw error;
    return { kind: 'moved', current };
  }
}

/** Whether `ancestor` is `descendant` or one of its ancestors. */
export async function isAncestor(git: Git, ancestor: string, descendant: string): Promise<boolean> {
  const args = ['merge-base', '--is-ancestor', '--end-of-options', ancestor, descendant];
  const { exitCode } = await git.write(args, { okExitCodes: [0, 1] });
  return exitCode === 0;
}

/** Whether the two have a commit in common; without one git does not merge them. */
export async function isRelated(git: Git, one: string, other: string): Promise<boolean> {
  const { exitCode } = await git.write(['merge-base', '--end-of-options', one, other], { okExitCodes: [0, 1] });
  return exitCode === 0;
}

/** Merges two commits in memory. No ref and no working tree is touched; `tree` of a conflict holds the conflict markers. */
export async function mergeTree(git: Git, ours: string, theirs: string): Promise<MergeOutcome> {
  const args = ['merge-tree', '--write-tree', '--name-only', '--messages', '-z', '--end-of-options', ours, theirs];
  const { stdout, stderr, exitCode } = await git.write(args, { okExitCodes: [0, 1] });
  const [tree = '', ...rest] = stdout.split('\0');
  // Status 1 also means that one of the two is no commit; then there is no tree.
  if (!shaPattern.test(tree)) throw commandFailed(git, args, exitCode, stderr);
  if (exitCode === 0) return { kind: 'clean', tree };
  // The conflicted files end with an empty entry; what follows is `count, path…, kind, text` per message.
  const filesEnd = rest.indexOf('');
  const files = [...new Set(rest.slice(0, filesEnd))];
  return { kind: 'conflict', tree, files, messages: readMessages(rest.slice(filesEnd + 1)) };
}

/** Writes a commit that no ref points to yet; author and committer are those of `git`. */
export async function commitTree(
  git: Git,
  { tree, parents, message }: { tree: string; parents: readonly string[]; message: string },
): Promise<string> {
  for (const sha of [tree, ...parents])
    if (!shaPattern.test(sha)) throw new InvariantError(`Not an object name: ${sha}`);
  const args = ['commit-tree', ...parents.flatMap((parent) => ['-p', parent]), '-F', '-', tree];
  const { stdout } = await git.write(args, { input: message });
  return stdout.trim();
}

/** What changed between two trees or commits, file by file; a rename is a deletion and an addition. */
export async function diffNumstat(git: Git, from: string, to: string): Promise<FileChange[]> {
  const args = ['diff-tree', '-r', '-z', '--raw', '--numstat', '--no-renames', '--end-of-options', from, to];
  const { stdout } = await git.read(args);
  const entries = stdout.split('\0').slice(0, -1);
  const statuses = new Map<string, ChangeStatus>();
  const changes: FileChange[] = [];
  for (let at = 0; at < entries.length; at += 1) {
    const entry = entries[at] ?? '';
    if (entry.startsWith(':')) statuses.set(entries[(at += 1)] ?? '', toStatus(entry.at(-1)));
    else changes.push(readNumstat(entry, statuses));
  }
  return changes;
}

/** The refs below a prefix such as `refs/heads/feature/`, in order of name. */
export async function listRefs(git: Git, prefix: string): Promise<Ref[]> {
  if (!prefix.startsWith('refs/')) throw new InvariantError(`Not a prefix of refs: ${prefix}`);
  const { stdout } = await git.write(['for-each-ref', '--format=%(objectname) %(refname)', '--', prefix]);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => ({ sha: line.slice(0, line.indexOf(' ')), ref: line.slice(line.indexOf(' ') + 1) }));
}

/** The name itself, when it is one that git and every file system accept. @throws UserError. */
export function assertBranchName(name: string): string {
  const isPlain = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$/.test(name) && name !== 'HEAD';
  const isForbidden = /\.\.|\/\/|\/[.-]|[./]$|\.(?:lock)?(?:\/|$)/.test(name);
  if (isPlain && !isForbidden) return name;
  throw new UserError(
    `Expected a branch name of letters, digits, \`.\`, \`_\`, \`-\` and \`/\`, got ${JSON.stringify(name)}`,
    {
      hint: 'It begins with a letter or digit, has at most 200 characters, and no part of it begins with a dot or ends in `.lock`.',
    },
  );
}

function commandFailed(git: Git, args: readonly string[], exitCode: number, lastOutput: string): CommandError {
  return new CommandError({
    ...{ program: 'git', args, cwd: git.cwd, exitCode, lastOutput },
    ...{ signal: undefined, isTimedOut: false },
  });
}

function readMessages(fields: readonly string[]): string {
  const messages: string[] = [];
  for (let at = 0; at < fields.length;) {
    const paths = Number(fields[at]);
    messages.push(fields[at + paths + 2] ?? '');
    at += paths + 3;
  }
  return messages.join('');
}

function toStatus(letter: string | undefined): ChangeStatus {
  if (letter === 'A') return 'added';
  if (letter === 'D') return 'deleted';
  return letter === 'T' ? 'type_changed' : 'modified';
}

function readNumstat(entry: string, statuses: ReadonlyMap<string, ChangeStatus>): FileChange {
  const [insertions = '', deletions = '', ...path] = entry.split('\t');
  const file = path.join('\t');
  const isBinary = insertions === '-';
  const [added, removed] = isBinary ? [0, 0] : [Number(insertions), Number(deletions)];
  return { file, status: statuses.get(file) ?? 'modified', insertions: added, deletions: removed, isBinary };
}
