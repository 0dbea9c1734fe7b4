// Folders and repositories for the tests of the base: real, temporary, and gone when the scope that made them ends.
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGit, type Git } from '../../../../src/core/base/git.ts';

export interface Folder extends AsyncDisposable {
  path: string;
}

export interface Repository extends Folder {
  git: Git;
}

export const author = { name: 'Test Author', email: 'author@example.org' };

export async function temporaryFolder(): Promise<Folder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'necrocode-base-')));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** An empty repository on the branch `main`. */
export async function temporaryRepository(): Promise<Repository> {
  const folder = await temporaryFolder();
  const git = openGit({ cwd: folder.path, author });
  await git.write(['init', '--quiet', '--initial-branch=main']);
  return { ...folder, git };
}
