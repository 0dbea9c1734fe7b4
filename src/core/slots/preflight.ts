// Looks at a repository before anything is made in it: finds its main worktree from wherever it was asked, and refuses by name
// what slots cannot do, with the way out. What works, but otherwise than a person may expect, comes back as warnings.
import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { CommandError, UserError } from '../base/errors.ts';
import { gitVersion, openGit, type Git } from '../base/git.ts';
import { revParse } from '../base/git-verbs.ts';

export interface CheckedRepository {
  mainWorktree: string;
  /** Git's common directory, links resolved. */
  commonDir: string;
  /** Full name of the branch that is checked out, or `HEAD` when it is detached. */
  headRef: string;
  /** Absent while nothing was ever committed. */
  headSha?: string;
  /** One sentence each. */
  warnings: string[];
}

export interface CheckOptions {
  /** `leave_empty`: their folders stay empty in slots. */
  submodules?: 'refuse' | 'leave_empty';
}

/** @throws UserError that names what is missing or cannot be worked with. */
export async function checkRepository(
  cwd: string,
  { submodules = 'refuse' }: CheckOptions = {},
): Promise<CheckedRepository> {
  await gitVersion();
  const { mainWorktree, commonDir } = await locate(cwd);
  const git = openGit({ cwd: mainWorktree, gitDir: commonDir });
  const headSha = await revParse(git, 'HEAD^{commit}');
  const contents =
    headSha === undefined
      ? []
      : [...(await checkSubmodules(git, headSha, submodules)), ...(await checkFilters(git, headSha))];
  const warnings = [...contents, ...(await checkShape(git))];
  const { stdout } = await git.write(['symbolic-ref', '--quiet', 'HEAD'], { okExitCodes: [0, 1] });
  return {
    mainWorktree,
    commonDir,
    headRef: stdout.trim() || 'HEAD',
    ...(headSha === undefined ? {} : { headSha }),
    warnings,
  };
}

async function locate(cwd: string): Promise<{ mainWorktree: string; commonDir: string }> {
  const git = openGit({ cwd });
  // A bare repository would not even be found otherwise, and is to be refused by its name.
  const ask = ['rev-parse', '--path-format=absolute', '--is-bare-repository', '--absolute-git-dir', '--git-common-dir'];
  const config = [['safe.bareRepository', 'all']] as const;
  const { stdout } = await git.write(ask, { config }).catch((error: unknown) => {
    throw error instanceof CommandError ? notFound(cwd, error) : error;
  });
  const [isBare, gitDir = '', common = ''] = stdout.split('\n');
  const commonDir = await realpath(common);
  if ((await isBareCommonDir(commonDir)) && (isBare === 'true' || basename(commonDir) !== '.git'))
    throw bare(commonDir);
  if (basename(commonDir) === '.git') return { mainWorktree: dirname(commonDir), commonDir };
  if ((await realpath(gitDir)) === commonDir) {
    const { stdout: top } = await git.write(['rev-parse', '--show-toplevel'], { okExitCodes: [0, 128] });
    if (top.trim() !== '') return { mainWorktree: await realpath(top.trim()), commonDir };
  }
  throw new UserError(`The main working tree of ${commonDir} cannot be found from ${cwd}.`, {
    hint: 'Run the command in the main working tree of the repository.',
    ja: {
      message: `${commonDir} のメインの作業ツリーが ${cwd} から見つかりません。`,
      hint: 'リポジトリのメインの作業ツリーで実行してください。',
    },
  });
}

async function isBareCommonDir(commonDir: string): Promise<boolean> {
  const git = openGit({ cwd: commonDir, gitDir: commonDir });
  const { stdout } = await git.write(['config', '--type=bool', '--get', 'core.bare'], { okExitCodes: [0, 1] });
  return stdout.trim() === 'true';
}

function bare(commonDir: string): UserError {
  return new UserError(`${commonDir} is a bare repository; it has no working tree.`, {
    hint: 'Clone it, and run the command in the clone.',
    ja: {
      message: `${commonDir} はベアリポジトリで、作業ツリーがありません。`,
      hint: 'クローンして、その中で実行してください。',
    },
  });
}

function notFound(cwd: string, cause: CommandError): UserError {
  const words = cause.lastOutput.trim();
  if (/not a git repository/.test(words)) {
    return new UserError(`${cwd} is not in a git repository.`, {
      hint: 'Make one: git init',
      ja: { message: `${cwd} は git リポジトリの中ではありません。`, hint: '作成: git init' },
      cause,
    });
  }
  return new UserError(`git cannot work in ${cwd}: ${words.replace(/^fatal: /, '')}`, { cause });
}

async function checkSubmodules(git: Git, headSha: string, wish: 'refuse' | 'leave_empty'): Promise<string[]> {
  const { stdout } = await git.write(['ls-tree', '-r', '-z', '--format=%(objecttype) %(path)', headSha], {
    outputBytesMax: 256 * 1024 * 1024,
  });
  const paths = stdout.split('\0').flatMap((entry) => (entry.startsWith('commit ') ? [entry.slice(7)] : []));
  if (paths.length === 0) return [];
  const named = `${paths.slice(0, 5).join(', ')}${paths.length > 5 ? ', …' : ''}`;
  if (wish === 'leave_empty') return [`Submodules stay empty in slots: ${named}.`];
  throw new UserError(`The repository has submodules (${named}), which slots do not check out.`, {
    hint: 'Set `slots.submodules: leave_empty` to work without their contents.',
    ja: {
      message: `このリポジトリにはサブモジュール(${named})があり、スロットには取り出されません。`,
      hint: '中身なしで作業するには `slots.submodules: leave_empty` を設定してください。',
    },
  });
}

async function checkFilters(git: Git, headSha: string): Promise<string[]> {
  const args = ['grep', '-h', '-I', '-o', '-E', 'filter=(lfs|git-crypt)', headSha, '--', ':(glob)**/.gitattributes'];
  const { stdout } = await git.write(args, { okExitCodes: [0, 1] });
  if (stdout.includes('filter=git-crypt')) {
    throw new UserError('The repository is encrypted with git-crypt, whose files cannot be checked out in slots.', {
      hint: 'Work in a repository without git-crypt.',
      ja: {
        message: 'このリポジトリは git-crypt で暗号化されており、スロットに取り出せません。',
        hint: 'git-crypt を使わないリポジトリで作業してください。',
      },
    });
  }
  if (!stdout.includes('filter=lfs')) return [];
  return ['Files of Git LFS stay pointers in slots; tasks must not change them.'];
}

async function checkShape(git: Git): Promise<string[]> {
  const warnings: string[] = [];
  const { stdout: shallow } = await git.write(['rev-parse', '--is-shallow-repository']);
  if (shallow.trim() === 'true') warnings.push('The clone is shallow: merges can only use the history that is there.');
  if (await isSet(git, 'core.sparseCheckout')) warnings.push('The checkout is sparse; slots hold the whole tree.');
  const { stdout: promisor } = await git.write(['config', '--get', 'extensions.partialClone'], { okExitCodes: [0, 1] });
  if (promisor !== '')
    warnings.push(`The clone is partial: files that are missing are fetched from ${promisor.trim()}.`);
  return warnings;
}

async function isSet(git: Git, key: string): Promise<boolean> {
  const { stdout } = await git.write(['config', '--type=bool', '--get', key], { okExitCodes: [0, 1] });
  return stdout.trim() === 'true';
}
