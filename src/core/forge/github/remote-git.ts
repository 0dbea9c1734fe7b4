// Branches to and from GitHub, by git itself. The credential exists in the environment of the one git process that needs it. That
// process reads no configuration that an agent could have written: it runs in a bare repository of ours, which has the user's
// objects and nothing else of theirs. Only our own branches are ever pushed, and each only from where it was last seen.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError, InvariantError, UserError } from '../../base/errors.ts';
import { openGit, type Git, type GitConfig } from '../../base/git.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { isOwnBranch } from '../../model/ids.ts';
import { signInHint } from './client.ts';
import { isLoopback, type GithubPlace } from './remote.ts';
import type { SignIn } from './sign-in.ts';

export interface RemoteGitOptions {
  place: GithubPlace;
  /** Of the user's repository: its objects are read, and what is fetched is added to them. */
  commonDir: string;
  /** Folder of our own for the bare repository. */
  folder: string;
  signIn: Pick<SignIn, 'token' | 'forget'>;
}

export interface RemoteGit {
  /** @throws Moved when the branch stands elsewhere than `expected`; undefined means that it must not be there yet. */
  push(wanted: {
    branch: string;
    sha: string;
    expected: string | undefined;
    /** The key of the task that it is for. */
    purpose: string;
    signal?: AbortSignal;
  }): Promise<void>;
  /** Where the branch stands there, its commits brought here; undefined when there is none. `known` are commits that need not come again. */
  fetch(branch: string, options: { known: readonly string[]; signal?: AbortSignal }): Promise<string | undefined>;
  /** Our own branches there, at most `branchesMax`. */
  list(signal?: AbortSignal): Promise<{ branch: string; sha: string }[]>;
  /** Gone already is as good. @throws Moved */
  remove(branch: string, expected: string, purpose: string): Promise<void>;
}

/** The branch stands elsewhere than whoever wanted to move it had seen. */
export class Moved extends Error {
  override readonly name = 'Moved';
}

const timeoutMs = 10 * 60_000;
const againMs = 15_000;
const branchesMax = 10_000;
const signInWaitMs = 60_000;

export function openRemoteGit({ place, commonDir, folder, signIn }: RemoteGitOptions): RemoteGit {
  let opened: Git | undefined;
  /** With the credential; asked for anew, once, when it is refused. */
  async function speak(args: readonly string[], { purpose, signal }: Speaking): Promise<string> {
    opened ??= makeBare(folder, place);
    const token = await signIn.token(purpose);
    const attempt = async (git: Git, shown: string) => {
      const { stdout } = await git.write(args, {
        ...{ config: credentialConfig(place, shown), timeoutMs, signal },
        env: { GIT_OBJECT_DIRECTORY: join(commonDir, 'objects'), GIT_SHALLOW_FILE: join(commonDir, 'shallow') },
      });
      return stdout;
    };
    try {
      return await attempt(opened, token);
    } catch (error) {
      if (!(error instanceof CommandError) || !refusedSignIn.test(error.lastOutput)) throw error;
      signIn.forget(token);
      const next = await signIn.token(purpose);
      if (next === token) throw error;
      return await attempt(opened, next);
    }
  }
  return {
    async push({ branch, sha, expected, purpose, signal }) {
      assertOwn(branch);
      const lease = `--force-with-lease=refs/heads/${branch}:${expected ?? ''}`;
      const args = ['push', '--quiet', '--no-verify', lease, '--end-of-options', place.gitUrl];
      await speak([...args, `${sha}:refs/heads/${branch}`], { purpose, signal }).catch((error: unknown) => {
        throw translated(`pushing ${branch}`, error);
      });
    },
    async fetch(branch, { known, signal }) {
      const kept = `refs/remotes/origin/${branch}`;
      const tips = known.map((sha) => `--negotiation-tip=${sha}`);
      const args = [
        'fetch',
        '--quiet',
        '--no-tags',
        '--no-write-fetch-head',
        ...tips,
        '--end-of-options',
        place.gitUrl,
      ];
      try {
        await speak([...args, `+refs/heads/${branch}:${kept}`], { signal });
        return readFileSync(join(folder, kept), 'utf8').trim();
      } catch (error) {
        if (isNoSuchBranch(error)) return undefined;
        throw translated(`fetching ${branch}`, error);
      }
    },
    async list(signal) {
      const patterns = ['refs/heads/necrocode/*', 'refs/heads/feature/task-*'];
      const args = ['ls-remote', '--quiet', '--refs', '--end-of-options', place.gitUrl, ...patterns];
      const listed = await speak(args, { signal }).catch((error: unknown) => {
        throw translated('listing the branches', error);
      });
      return listed.split('\n').slice(0, branchesMax).flatMap(branchOfLine);
    },
    async remove(branch, expected, purpose) {
      assertOwn(branch);
      const lease = `--force-with-lease=refs/heads/${branch}:${expected}`;
      const args = ['push', '--quiet', '--no-verify', lease, '--end-of-options', place.gitUrl, `:refs/heads/${branch}`];
      await speak(args, { purpose }).catch((error: unknown) => {
        if (!isNoSuchBranch(error)) throw translated(`deleting ${branch}`, error);
      });
    },
  };
}

interface Speaking {
  purpose?: string | undefined;
  signal?: AbortSignal | undefined;
}

function branchOfLine(line: string): { branch: string; sha: string }[] {
  const { sha, branch } = /^(?<sha>[0-9a-f]{40,64})\trefs\/heads\/(?<branch>\S+)$/.exec(line)?.groups ?? {};
  return sha === undefined || branch === undefined || !isOwnBranch(branch) ? [] : [{ branch, sha }];
}

/** Whatever stands in the plan: no branch of the user's is ever pushed. */
function assertOwn(branch: string): void {
  if (!isOwnBranch(branch)) throw new InvariantError(`${branch} is no branch of ours to push.`);
}

/** Written anew each time: nobody else's configuration has a say in where the credential goes. */
function makeBare(folder: string, place: GithubPlace): Git {
  mkdirSync(join(folder, 'refs'), { recursive: true, mode: 0o700 });
  mkdirSync(join(folder, 'objects'), { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, 'HEAD'), 'ref: refs/heads/none\n');
  writeFileSync(join(folder, 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = true\n', { mode: 0o600 });
  const isPlainHttpAllowed = isLoopback(new URL(place.gitUrl).hostname);
  return openGit({ cwd: folder, gitDir: folder, isPlainHttpAllowed });
}

function credentialConfig(place: GithubPlace, token: string): GitConfig {
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  const key = `http.${new URL(place.gitUrl).origin}/.extraHeader`;
  return [
    [key, ''],
    [key, `Authorization: Basic ${basic}`],
    ['http.followRedirects', 'false'],
  ];
}

function isNoSuchBranch(error: unknown): boolean {
  return error instanceof CommandError && /couldn't find remote ref|remote ref does not exist/.test(error.lastOutput);
}

const away =
  /could not resolve host|timed out|connection (?:reset|refused)|failed to connect|couldn't connect|returned error: (?:429|5\d\d)|unexpected disconnect|hung up|early EOF|empty reply|SSL_ERROR|recv failure/i;
const refusedSignIn =
  /returned error: 401|authentication failed|could not read (?:username|password)|invalid username/i;
const mayNot =
  /returned error: 403|permission .*denied|write access .* not granted|GH00\d|GH013|protected branch|repository not found/i;

function translated(what: string, error: unknown): unknown {
  if (!(error instanceof CommandError)) return error;
  const { lastOutput, isTimedOut } = error;
  if (/stale info|fetch first|non-fast-forward/.test(lastOutput)) return new Moved(`${what}: it stands elsewhere now.`);
  if (refusedSignIn.test(lastOutput)) {
    const message = `${what}: GitHub does not accept the sign-in any more.`;
    return new Unavailable(message, { waitMs: signInWaitMs, hint: signInHint, cause: error });
  }
  if (mayNot.test(lastOutput)) {
    return new UserError(`${what}: GitHub refuses it (${lastLine(lastOutput)}).`, {
      hint: 'The sign-in needs write access to the contents of this repository, and branches below necrocode/ must not be protected against it.',
      cause: error,
    });
  }
  if (isTimedOut || away.test(lastOutput))
    return new Unavailable(`${what}: GitHub does not answer.`, { waitMs: againMs, cause: error });
  return error;
}

function lastLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.findLast((line) => line !== '')?.slice(0, 300) ?? '';
}
