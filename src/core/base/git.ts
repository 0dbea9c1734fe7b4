// The one file that runs git. Every call is hardened, never prompts, has a timeout and heeds an AbortSignal, and the user's
// configuration is neither read (but for `readUserGitConfig`) nor ever written. Text from outside goes after
// `--end-of-options` or `--`; that is the caller's duty, and most callers want the verbs of `git-verbs.ts`.
import { existsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { simpleGit } from 'simple-git';
import { anySignal, throwIfAborted } from './abort.ts';
import { allowedEnvironment } from './environment.ts';
import { codeOf, CommandError, InvariantError, UserError } from './errors.ts';
import { exec } from './exec.ts';
import { gitEnvironment, hardenedArgs, unsafeLiterals } from './git-environment.ts';
import type { GitConfig, GitPlace } from './git-environment.ts';

export type { GitAuthor, GitConfig } from './git-environment.ts';

export interface GitOptions extends GitPlace {
  /** Aborts every call of this Git, beside the signal of the call itself. */
  signal?: AbortSignal | undefined;
}

export interface ReadOptions {
  signal?: AbortSignal | undefined;
  timeoutMs?: number | undefined;
  /** Other exit statuses throw; `[0]` when not given. */
  okExitCodes?: readonly number[] | undefined;
}

export interface WriteOptions extends ReadOptions {
  /** Written to git's standard input. */
  input?: string | Uint8Array | undefined;
  /** Further variables; configuration goes to `config`. */
  env?: Readonly<Record<string, string>> | undefined;
  /** Configuration for this call alone: in the environment, so that a header with a token is not in the arguments. */
  config?: GitConfig | undefined;
  /** Kept of each stream. */
  outputBytesMax?: number | undefined;
}

export interface GitResult {
  stdout: string;
  stderr: string;
  exitCode: number;
}

export interface Git {
  readonly cwd: string;
  /**
   * A quick question whose answer fits in memory. One that may be answered by silence costs 50 ms more here than through
   * `write`, because simple-git then waits for late output. @throws CommandError, Cancelled, UserError when git is missing.
   */
  readonly read: (args: readonly string[], options?: ReadOptions) => Promise<GitResult>;
  /** Whatever changes something, needs input, or may take long; in a process group of its own. Throws what `read` throws. */
  readonly write: (args: readonly string[], options?: WriteOptions) => Promise<GitResult>;
}

export interface GitVersion {
  major: number;
  minor: number;
  patch: number;
}

const readTimeoutMs = 60_000;
/** A checkout with LFS or a first clone may take this long. */
const writeTimeoutMs = 30 * 60_000;
const lastOutputCharsMax = 4000;

export function openGit(place: GitOptions): Git {
  return {
    cwd: place.cwd,
    read: async (args, options = {}) => {
      assertFolder(place.cwd);
      const signal = anySignal(place.signal, options.signal);
      return readThroughSimpleGit(place, hardenedArgs(args), { ...options, signal });
    },
    write: async (args, options = {}) => {
      assertFolder(place.cwd);
      const signal = anySignal(place.signal, options.signal);
      return writeThroughExec(place, hardenedArgs(args), { ...options, signal });
    },
  };
}

/** A value of the user's own configuration as git sees it in `cwd`; undefined when it is not set. */
export async function readUserGitConfig(cwd: string, key: string): Promise<string | undefined> {
  return (await readUserGitConfigAll(cwd, key)).at(-1);
}

/** @throws UserError when git is missing or older than 2.38, the first with `merge-tree --write-tree`. */
export async function gitVersion(): Promise<GitVersion> {
  const { stdout } = await openGit({ cwd: tmpdir() }).write(['--version']);
  const [, major, minor, patch] = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(stdout) ?? [];
  const version = { major: Number(major ?? 0), minor: Number(minor ?? 0), patch: Number(patch ?? 0) };
  if (version.major > 2 || (version.major === 2 && version.minor >= 38)) return version;
  throw new UserError(`Expected git 2.38 or newer, got: ${stdout.trim()}`, { hint: 'Install a newer git.' });
}

async function readThroughSimpleGit(place: GitPlace, args: string[], options: ReadOptions): Promise<GitResult> {
  throwIfAborted(options.signal);
  const env = gitEnvironment(place, args, { config: await userSafeDirectories(place) });
  const okExitCodes = options.okExitCodes ?? [0];
  const ended: { exitCode?: number; stderr?: string } = {};
  const git = simpleGit({
    baseDir: place.cwd,
    trimmed: false,
    allowEnvironment: Object.keys(env),
    unsafe: unsafeLiterals,
    timeout: { block: options.timeoutMs ?? readTimeoutMs, stdOut: false, stdErr: false },
    ...(options.signal === undefined ? {} : { abort: options.signal }),
    errors: (error, { exitCode, stdErr }) => {
      ended.exitCode = exitCode;
      ended.stderr = Buffer.concat(stdErr).toString('utf8');
      if (okExitCodes.includes(exitCode)) return undefined;
      return error ?? new Error(`git ended with status ${String(exitCode)}`);
    },
  }).env(env);
  try {
    const stdout = await git.raw(args);
    return { stdout, stderr: ended.stderr ?? '', exitCode: ended.exitCode ?? 0 };
  } catch (error) {
    throwIfAborted(options.signal);
    throw toCommandError(place, args, ended, error);
  }
}

async function writeThroughExec(place: GitPlace, args: string[], options: WriteOptions): Promise<GitResult> {
  const config = [...(await userSafeDirectories(place)), ...(options.config ?? [])];
  try {
    const { stdout, stderr, exitCode } = await exec('git', args, {
      cwd: place.cwd,
      env: gitEnvironment(place, args, { config, extra: options.env }),
      input: options.input,
      signal: options.signal,
      timeoutMs: options.timeoutMs ?? writeTimeoutMs,
      okExitCodes: options.okExitCodes ?? [0],
      ...(options.outputBytesMax === undefined ? {} : { outputBytesMax: options.outputBytesMax }),
    });
    if (exitCode === undefined) throw new InvariantError('git was accepted without an exit status');
    return { stdout, stderr, exitCode };
  } catch (error) {
    if (error instanceof CommandError && codeOf(error.cause) === 'ENOENT') throw gitMissing(error);
    throw error;
  }
}

function toCommandError(
  { cwd }: GitPlace,
  args: readonly string[],
  { exitCode, stderr = '' }: { exitCode?: number; stderr?: string },
  cause: unknown,
): Error {
  // Node's spawn error, which simple-git turns into text on its standard error with a negative exit status.
  if (exitCode !== undefined && exitCode < 0 && stderr.includes('ENOENT')) return gitMissing(cause);
  const isTimedOut = cause instanceof Error && 'plugin' in cause && cause.plugin === 'timeout';
  const lastOutput = stderr.slice(-lastOutputCharsMax);
  return new CommandError(
    {
      program: 'git',
      args,
      cwd,
      exitCode: isTimedOut ? undefined : exitCode,
      signal: undefined,
      isTimedOut,
      lastOutput,
    },
    { cause },
  );
}

function gitMissing(cause: unknown): UserError {
  return new UserError('git was not found.', { hint: 'Install git 2.38 or newer and put it on the PATH.', cause });
}

function assertFolder(cwd: string): void {
  if (!existsSync(cwd)) throw new UserError(`The folder ${cwd} does not exist.`);
}

/**
 * Git refuses a repository of another owner unless the user's own configuration names it as safe, and that configuration is
 * off here. So for such a repository, and only then, the user's list is passed on. A blanket `*` would undo the protection.
 */
async function userSafeDirectories({ cwd, gitDir }: GitPlace): Promise<GitConfig> {
  if (ownsAll([cwd, gitDir ?? cwd])) return [];
  const values = await readUserGitConfigAll(tmpdir(), 'safe.directory');
  return values.map((value) => ['safe.directory', value] as const);
}

function ownsAll(paths: readonly string[]): boolean {
  const uid = process.geteuid?.();
  return uid === undefined || paths.every((path) => statSync(path, { throwIfNoEntry: false })?.uid === uid);
}

/** Runs `git config`, which executes nothing that it reads. */
async function readUserGitConfigAll(cwd: string, key: string): Promise<string[]> {
  if (!/^[A-Za-z][\w.-]*$/.test(key)) throw new InvariantError(`Not a configuration key: ${key}`);
  const allow = ['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM', 'SUDO_UID'];
  const env = { ...allowedEnvironment(process.env, { allow }), LC_ALL: 'C' };
  const { stdout } = await exec('git', ['config', '-z', '--get-all', key], {
    ...{ cwd, env, timeoutMs: readTimeoutMs, okExitCodes: [0, 1] },
  }).catch((error: unknown) => {
    if (error instanceof CommandError && codeOf(error.cause) === 'ENOENT') throw gitMissing(error);
    throw error;
  });
  return stdout.split('\0').slice(0, -1);
}
