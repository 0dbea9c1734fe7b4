// Where a repository keeps its things. Found from git's common directory, so that every worktree of a repository leads to
// the same registry. Reads a few small files and starts no process: `status` must not take longer than a blink.
import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UserError, codeOf } from '../base/errors.ts';
import { registryPaths } from '../registry/registry.ts';

export interface Place {
  mainWorktree: string;
  /** Git's common directory: `<main worktree>/.git`. */
  commonDir: string;
  registryDir: string;
  artifactsDir: string;
}

/** Throws a UserError when `cwd` is in no repository that has a working tree. */
export async function locate(cwd: string): Promise<Place> {
  const commonDir = await realpath(await findCommonDir(resolve(cwd)));
  if (!commonDir.endsWith(`${'/'}.git`) && !commonDir.endsWith('\\.git')) {
    throw new UserError(`The repository of ${cwd} keeps its git directory apart (${commonDir}).`, {
      hint: 'NecroCode works in a repository whose .git folder stands in its main working tree.',
    });
  }
  const mainWorktree = dirname(commonDir);
  const { dir, artifacts } = registryPaths(mainWorktree);
  return { mainWorktree, commonDir, registryDir: dir, artifactsDir: artifacts };
}

async function findCommonDir(start: string): Promise<string> {
  for (let folder = start; ; folder = dirname(folder)) {
    const found = await commonDirAt(folder);
    if (found !== undefined) return found;
    if (dirname(folder) === folder) {
      throw new UserError(`${start} is not in a git repository.`, {
        hint: 'Make one with `git init`, or change into one.',
      });
    }
  }
}

/** `.git` is a folder in the main worktree, and a file that names a folder in every other. */
async function commonDirAt(folder: string): Promise<string | undefined> {
  const dotGit = join(folder, '.git');
  const found = await stat(dotGit).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw new UserError(`${dotGit} cannot be read.`, { cause: error });
  });
  if (found === undefined) return undefined;
  if (found.isDirectory()) return (await isGitDir(dotGit)) ? dotGit : undefined;
  const named = /^gitdir: (.+)$/m.exec(await readFile(dotGit, 'utf8'))?.[1]?.trim();
  if (named === undefined) return undefined;
  const gitDir = resolve(folder, named);
  const common = await readFile(join(gitDir, 'commondir'), 'utf8').catch(() => undefined);
  return common === undefined ? gitDir : resolve(gitDir, common.trim());
}

async function isGitDir(path: string): Promise<boolean> {
  return (await stat(join(path, 'HEAD')).catch(() => undefined)) !== undefined;
}
