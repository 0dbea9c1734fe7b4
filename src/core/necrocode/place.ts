// Where a repository keeps its things. Found from git's common directory, so that every worktree of a repository leads to
// the same registry. Reads a few small files, at once, and starts no process: `status` must not take longer than
// a blink, and the way to another thread and back is half of one.
import { existsSync, readFileSync, realpathSync, statSync, type Stats } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UserError, codeOf } from '../base/errors.ts';
import { registryPaths } from '../registry/registry.ts';

export interface Place {
  mainWorktree: string;
  /** Git's common directory: `<main worktree>/.git`. */
  commonDir: string;
  registryDir: string;
  artifactsDir: string;
  /** What the editor's own settings say about it; wins over the files. It goes with the place wherever settings are read. */
  editorSettings?: Record<string, unknown>;
  /** The editor's own sign-in to the forge. It is in memory only, and goes with the place as the settings do. */
  signIn?: ToldSignIn;
}

/** A token, and where it comes from, in words for people. */
export interface ToldSignIn {
  token: string;
  from: string;
}

/** Throws a UserError when `cwd` is in no repository that has a working tree. */
export function locate(cwd: string): Place {
  const commonDir = realpathSync.native(findCommonDir(resolve(cwd)));
  if (!commonDir.endsWith(`${'/'}.git`) && !commonDir.endsWith('\\.git')) {
    throw new UserError(`The repository of ${cwd} keeps its git directory apart (${commonDir}).`, {
      hint: 'NecroCode works in a repository whose .git folder stands in its main working tree.',
      ja: {
        message: `${cwd} のリポジトリは git ディレクトリが別の場所にあります(${commonDir})。`,
        hint: 'メインの作業ツリーに .git フォルダーがあるリポジトリで使ってください。',
      },
    });
  }
  const mainWorktree = dirname(commonDir);
  const { dir, artifacts } = registryPaths(mainWorktree);
  return { mainWorktree, commonDir, registryDir: dir, artifactsDir: artifacts };
}

function findCommonDir(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    const found = commonDirAt(folder);
    if (found !== undefined) return found;
    if (dirname(folder) === folder) {
      throw new UserError(`${start} is not in a git repository.`, {
        hint: 'Make one with `git init`, or change into one.',
        ja: {
          message: `${start} は git リポジトリの中ではありません。`,
          hint: '`git init` で作成するか、リポジトリの中に移動してください。',
        },
      });
    }
  }
}

/** `.git` is a folder in the main worktree, and a file that names a folder in every other. */
function commonDirAt(folder: string): string | undefined {
  const dotGit = join(folder, '.git');
  const found = statIfThere(dotGit);
  if (found === undefined) return undefined;
  if (found.isDirectory()) return isGitDir(dotGit) ? dotGit : undefined;
  const named = /^gitdir: (.+)$/m.exec(readFileSync(dotGit, 'utf8'))?.[1]?.trim();
  if (named === undefined) return undefined;
  const gitDir = resolve(folder, named);
  const common = readIfPossible(join(gitDir, 'commondir'));
  return common === undefined ? gitDir : resolve(gitDir, common.trim());
}

function statIfThere(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw new UserError(`${path} cannot be read.`, { cause: error });
  }
}

function isGitDir(path: string): boolean {
  return existsSync(join(path, 'HEAD'));
}

function readIfPossible(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
