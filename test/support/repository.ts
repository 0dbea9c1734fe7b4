// A user's repository for tests: real git in a temporary folder whose path has a space and Japanese in it. What the user has
// is told by `userState`, so that a test can say that nothing of it was touched.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

export interface TestRepository extends Disposable {
  /** Holds everything that the test makes. */
  folder: string;
  mainWorktree: string;
  commonDir: string;
  /** Folder for slots. */
  root: string;
  /** Runs git as a user would, in the main worktree unless told otherwise; the output without its last line break. */
  git: (args: readonly string[], cwd?: string) => string;
  /** Writes files and commits them on what is checked out. Returns the commit. */
  commit(files: Readonly<Record<string, string>>): string;
  /** A commit on `base` that no branch points to. */
  commitOn: (base: string, files: Readonly<Record<string, string | null>>) => string;
  /** What must not change: HEAD, index, state of the files, config. */
  userState(): { head: string; status: string; config: string; branches: string };
}

const identity = {
  GIT_AUTHOR_NAME: 'User',
  GIT_AUTHOR_EMAIL: 'user@example.org',
  GIT_COMMITTER_NAME: 'User',
  GIT_COMMITTER_EMAIL: 'user@example.org',
};

export function runGit(args: readonly string[], cwd: string, env: Record<string, string> = {}): string {
  return execFileSync('git', args, {
    ...{ cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 1024 * 1024 },
    env: { ...process.env, ...identity, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', ...env },
  }).replace(/\n$/, '');
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

export function testRepository({ initArgs = [] }: { initArgs?: readonly string[] } = {}): TestRepository {
  const { path: folder, [Symbol.dispose]: dispose } = temporaryFolder();
  const mainWorktree = join(folder, 'my プロジェクト');
  mkdirSync(mainWorktree);
  const git = (args: readonly string[], cwd = mainWorktree): string => runGit(args, cwd);
  git(['init', '--quiet', '--initial-branch=main', ...initArgs]);
  const indexFile = join(folder, 'other-index');

  return {
    ...{ folder, mainWorktree, git, [Symbol.dispose]: dispose },
    commonDir: join(mainWorktree, '.git'),
    root: join(folder, 'slots スロット'),
    commit: (files) => {
      writeFiles(mainWorktree, files);
      git(['add', '--all']);
      git(['commit', '--quiet', '--message', 'A change']);
      return git(['rev-parse', 'HEAD']);
    },
    commitOn: (base, files) => {
      const run = (args: readonly string[]) => runGit(args, mainWorktree, { GIT_INDEX_FILE: indexFile });
      run(['read-tree', base]);
      for (const [name, content] of Object.entries(files)) {
        if (content === null) run(['rm', '--cached', '--quiet', '--', name]);
        else {
          const scratch = join(folder, 'scratch');
          writeFileSync(scratch, content);
          const blob = run(['hash-object', '-w', scratch]);
          run(['update-index', '--add', '--cacheinfo', `100644,${blob},${name}`]);
        }
      }
      return run(['commit-tree', '-p', base, '-m', 'A change elsewhere', run(['write-tree'])]);
    },
    userState: () => ({
      head: readFileSync(join(mainWorktree, '.git', 'HEAD'), 'utf8'),
      status: git(['status', '--porcelain', '--branch']),
      config: readFileSync(join(mainWorktree, '.git', 'config'), 'utf8'),
      branches: git(['for-each-ref', 'refs/heads/main', 'refs/heads/user', 'refs/tags', 'refs/remotes']),
    }),
  };
}
