// Turns the working tree of a slot into a git tree, through an index of the attempt's own. The slot's refs, HEAD and index are
// never written and its `.git` is never read: whatever an agent did to them, committed or not, ends up in the same one tree.
import { existsSync } from 'node:fs';
import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { copyIndex } from '../base/copy-index.ts';
import { codeOf, CommandError } from '../base/errors.ts';
import { removeTree } from '../base/files.ts';
import type { Git, GitResult, WriteOptions } from '../base/git.ts';
import { AttemptFailed } from './attempt-failed.ts';
import { isNeverCommitted } from './policy.ts';

export interface TreeChange {
  path: string;
  /** As git writes them; `000000` is absent, `120000` a symbolic link, `160000` a repository of its own. */
  oldMode: string;
  newMode: string;
  oldSha: string;
  newSha: string;
}

export interface StagedTree {
  tree: string;
  /** Against the base, without what was put back. */
  changes: TreeChange[];
  /** Paths that were put back to the base. */
  dropped: string[];
}

/** Disposing removes the index. */
export interface Staging extends AsyncDisposable {
  /** The tree of the working tree as it is now. What is put back is put back on disk too. */
  stage(): Promise<StagedTree>;
  /** Brings the working tree to another tree; files that git does not know stay. */
  checkOut(tree: string): Promise<void>;
  /** What differs from the last staged tree, as one text to compare: it changes when a file does. */
  fingerprint(signal: AbortSignal): Promise<string>;
}

const submoduleMode = '160000';
const nestingMax = 5;
/** Files unknown to git that are looked at for changes. */
const unknownMax = 500;

export async function openStaging(
  git: Git,
  { base, gitDir, dir }: { base: string; gitDir: string; dir: string },
): Promise<Staging> {
  const index = join(dir, 'index');
  const run = (args: readonly string[], options: WriteOptions = {}): Promise<GitResult> =>
    git.write(args, { ...options, env: { GIT_INDEX_FILE: index } });
  // The slot's index knows which files are unchanged; without it every file would be read again.
  await copyIndex(join(gitDir, 'index'), index).catch(ignoreMissing);
  await run(['read-tree', '--reset', base]);

  const stage = async (): Promise<StagedTree> => {
    if (!existsSync(git.cwd)) {
      throw new AttemptFailed({ kind: 'agent_error', message: 'The agent has removed its own working folder.' });
    }
    await absorbRepositories(run, git.cwd);
    await addAll(run);
    const all = await listChanges(run, base);
    const isDropped = ({ path, oldMode, newMode }: TreeChange): boolean =>
      isNeverCommitted(path) || (newMode === submoduleMode && oldMode !== submoduleMode);
    const dropped = all.filter(isDropped);
    await putBack(run, dropped);
    const { stdout } = await run(['write-tree']);
    return {
      tree: stdout.trim(),
      changes: all.filter((change) => !isDropped(change)),
      dropped: dropped.map(({ path }) => path),
    };
  };

  return {
    stage,
    checkOut: async (tree) => {
      await run(['read-tree', '--reset', '-u', tree]);
    },
    fingerprint: async (signal) => {
      const options = { signal, okExitCodes: [0, 1] };
      const { stdout: changed } = await run(['diff-files', '-p', '--no-color'], options);
      const { stdout: unknown } = await run(['ls-files', '-z', '--others', '--exclude-standard'], options);
      const seen = await Promise.all(
        unknown
          .split('\0')
          .slice(0, unknownMax)
          .map((path) => timeOf(join(git.cwd, path))),
      );
      return [changed, unknown, ...seen].join('\0');
    },
    [Symbol.asyncDispose]: () => rm(index, { force: true }),
  };
}

/** The text of a blob; empty when git cannot show it. */
export async function readBlob(git: Git, sha: string): Promise<string> {
  const { stdout, exitCode } = await git.write(['cat-file', 'blob', sha], { okExitCodes: [0, 128] });
  return exitCode === 0 ? stdout : '';
}

type Run = (args: readonly string[], options?: WriteOptions) => Promise<GitResult>;

/** A tool that ran `git init` in a new folder would hide that folder's files from the commit; they are part of the work. */
async function absorbRepositories(run: Run, root: string): Promise<void> {
  for (let depth = 0; depth < nestingMax; depth += 1) {
    const { stdout } = await run(['ls-files', '-z', '--others', '--exclude-standard']);
    // Git lists the files one by one and does not look into a repository: only those end in a slash.
    const repositories = stdout.split('\0').filter((path) => path.endsWith('/'));
    if (repositories.length === 0) return;
    for (const path of repositories) await removeTree(join(root, path, '.git'), { inside: root });
  }
}

async function addAll(run: Run): Promise<void> {
  try {
    await run(['add', '--all', '--', '.']);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const message = `The change cannot be read: ${error.lastOutput.trim()}`;
    throw new AttemptFailed({ kind: 'agent_error', message }, { cause: error });
  }
}

async function listChanges(run: Run, base: string): Promise<TreeChange[]> {
  const { stdout } = await run(['diff-index', '--cached', '--raw', '-z', '--no-renames', '--no-abbrev', base]);
  const fields = stdout.split('\0');
  const changes: TreeChange[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [oldMode = '', newMode = '', oldSha = '', newSha = ''] = (fields[at] ?? '').replace(/^:/, '').split(' ');
    changes.push({ path: fields[at + 1] ?? '', oldMode, newMode, oldSha, newSha });
  }
  return changes;
}

async function putBack(run: Run, dropped: readonly TreeChange[]): Promise<void> {
  if (dropped.length === 0) return;
  const lines = dropped.map(
    ({ oldMode, oldSha, path }) => `${oldMode === '000000' ? '0' : oldMode} ${oldSha}\t${path}\0`,
  );
  await run(['update-index', '--replace', '-z', '--index-info'], { input: lines.join('') });
  const known = dropped.filter(({ oldMode }) => oldMode !== '000000').map(({ path }) => `${path}\0`);
  if (known.length > 0) await run(['checkout-index', '--force', '-z', '--stdin'], { input: known.join('') });
}

async function timeOf(path: string): Promise<string> {
  const found = await lstat(path).catch(() => undefined);
  return found === undefined ? '' : `${String(found.mtimeMs)} ${String(found.size)}`;
}

function ignoreMissing(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error;
}
