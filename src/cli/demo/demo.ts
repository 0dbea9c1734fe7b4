// Makes the repository of `necrocode demo`: a small chat server under git, with playbooks that know how the rest of it is
// built. It only seeds; planning and executing are the command's. What is in the folder afterwards is the user's to keep.
import { cp, mkdir, mkdtemp, readdir, realpath, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { codeOf, UserError } from '../../core/base/errors.ts';
import { openGit, readUserGitConfig, type GitAuthor } from '../../core/base/git.ts';
import type { Language } from '../../core/base/text.ts';
import { demoSentences, demoTitles } from './chat-app.ts';

export interface SeedOptions {
  /** Folder of what is to be built: `examples/chat-app`, shipped as `demo` beside the programs. */
  contentDir: string;
  /** An empty folder, or one that is still to be made; a fresh one among the temporary files when absent. */
  dir?: string | undefined;
  language: Language;
}

export interface SeededDemo {
  /** Absolute path of the repository. */
  dir: string;
  /** What to plan in it: the playbooks know the tasks that come of this sentence. */
  sentence: string;
}

const fallbackAuthor: GitAuthor = { name: 'NecroCode demo', email: 'demo@necrocode.invalid' };

/** The finished work is for the playbooks alone: no slot may find it in its tree. */
const ignored = ['node_modules/', '*.local.json', '.kiro/playbooks/solutions/'];

/** @throws UserError when the folder holds anything, or is none. */
export async function seedDemo({ contentDir, dir: wanted, language }: SeedOptions): Promise<SeededDemo> {
  const dir = wanted === undefined ? await freshFolder() : await emptyFolder(resolve(wanted));
  await cp(join(contentDir, 'repository'), dir, { recursive: true });
  await cp(join(contentDir, 'kiro'), join(dir, '.kiro'), { recursive: true });
  await writeFile(join(dir, '.gitignore'), ignored.map((line) => `${line}\n`).join(''));
  await writeFile(join(dir, '.kiro', 'necrocode.yaml'), `language: ${language}\n`, { flag: 'a' });
  await layOutSolutions(contentDir, { to: join(dir, '.kiro', 'playbooks', 'solutions'), language });
  await commitAll(dir);
  return { dir, sentence: demoSentences[language] };
}

async function freshFolder(): Promise<string> {
  return realpath(await mkdtemp(join(tmpdir(), 'necrocode-demo-')));
}

async function emptyFolder(dir: string): Promise<string> {
  const hint = 'Name a folder that does not exist yet, or leave --dir out.';
  try {
    await mkdir(dir, { recursive: true });
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOTDIR')
      throw new UserError(`${dir} is no folder.`, { hint, cause: error });
    throw error;
  }
  if ((await readdir(dir)).length > 0)
    throw new UserError(`${dir} is not empty, and the demo replaces nothing.`, { hint });
  return realpath(dir);
}

/** `<title>/first` is what a first turn writes, faults included; `<title>/fix` is the finished work. */
async function layOutSolutions(
  contentDir: string,
  { to, language }: { to: string; language: Language },
): Promise<void> {
  for (const [name, titles] of Object.entries(demoTitles)) {
    const solution = join(contentDir, 'solutions', name);
    const draft = join(contentDir, 'drafts', name);
    const folder = join(to, titles[language]);
    await cp(solution, join(folder, 'fix'), { recursive: true });
    await cp(solution, join(folder, 'first'), { recursive: true });
    if (existsSync(draft)) await cp(draft, join(folder, 'first'), { recursive: true });
  }
}

async function commitAll(dir: string): Promise<void> {
  const [name = fallbackAuthor.name, email = fallbackAuthor.email] = await Promise.all(
    ['user.name', 'user.email'].map((key) => readUserGitConfig(dir, key)),
  );
  const git = openGit({ cwd: dir, author: { name, email } });
  await git.write(['init', '--quiet', '--initial-branch=main']);
  await git.write(['add', '--all']);
  await git.write(['commit', '--quiet', '-m', 'Begin a chat app']);
}
