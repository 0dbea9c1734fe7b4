// Speaks to GitHub's API through octokit: spaced writes, few retries, conditional reads that cost nothing while nothing has changed, and
// errors that say what a person can do, or when to come back. The credential is asked for with every request, because it may
// have been renewed; it is in no message.
import { AsyncLocalStorage } from 'node:async_hooks';
import { Octokit, RequestError } from 'octokit';
import { anySignal } from '../../base/abort.ts';
import { UserError } from '../../base/errors.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { graphErrorOf } from './graph-error.ts';
import { isLoopback, type GithubPlace } from './remote.ts';
import type { SignIn } from './sign-in.ts';

export interface ClientOptions {
  place: GithubPlace;
  signIn: Pick<SignIn, 'token' | 'forget'>;
  userAgent: string;
  /** Of a person who waits for the answer: ends all calls, and nothing is tried again. */
  signal?: AbortSignal | undefined;
}

export interface Client {
  /** `owner` and `repo`, which every call wants. */
  repo: { owner: string; repo: string };
  /**
   * One call, its errors translated. `what` completes "GitHub …" for people; `purpose` is the key of the task that it is for, and absent
   * where it only reads. @throws Unavailable, UserError, RequestError
   */
  ask<T>(what: string, call: (octokit: Octokit) => Promise<T>, purpose?: string): Promise<T>;
  /** All calls of this work end with the signal, and nothing is tried again: somebody waits for it. */
  until<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

interface Asking {
  purpose?: string | undefined;
  until?: AbortSignal | undefined;
}

/** A wait that octokit sits out by itself; a longer one is told, so that nothing else has to wait too. */
const ownWaitSMax = 5;
const retriesMax = 2;
/** Answers, not accidents: asked again at once, the server says the same. The plugin by itself would ask again after most of them. */
export const doNotRetry = [400, 401, 403, 404, 405, 406, 409, 410, 412, 413, 415, 422, 429, 451];
/** Three for each of two hundred pull requests, and the list of them. */
const keptAnswersMax = 1000;
const answerMsMax = 60_000;
const networkWaitMs = 15_000;
const limitWaitMs = 60_000;
const signInWaitMs = 60_000;

export const signInHint =
  'Sign in again with `gh auth login`, or set a new GITHUB_TOKEN; then `necrocode pause` and `necrocode execute`. `necrocode doctor` shows which sign-in is used.';

export function openClient({ place, signIn, userAgent, signal }: ClientOptions): Client {
  const asking = new AsyncLocalStorage<Asking>();
  const octokit = new Octokit({
    ...{ baseUrl: place.apiUrl, userAgent },
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    retry: { retries: signal === undefined ? retriesMax : 0, doNotRetry },
    throttle: throttling(place),
    request: {
      fetch: (input: string, init?: RequestInit) =>
        fetchInTime(input, init, anySignal(signal, asking.getStore()?.until)),
    },
  });
  const kept = new Map<string, Kept>();
  octokit.hook.wrap('request', async (request, options) => {
    const { purpose, until } = asking.getStore() ?? {};
    if (until !== undefined) options.request.retries = 0;
    const token = await signIn.token(purpose);
    options.headers.authorization = `token ${token}`;
    try {
      if (options.method !== 'GET') return await request(options);
      return await askAgain(kept, octokit.request.endpoint(options).url, options, request);
    } catch (error) {
      if (!(error instanceof RequestError) || error.status !== 401) throw error;
      // It may have been renewed meanwhile: once more with what there is now.
      signIn.forget(token);
      const next = await signIn.token(purpose);
      if (next === token) throw error;
      options.headers.authorization = `token ${next}`;
      return request(options);
    }
  });
  return {
    repo: { owner: place.owner, repo: place.name },
    async ask(what, call, purpose) {
      try {
        return await asking.run({ ...asking.getStore(), purpose }, () => call(octokit));
      } catch (error) {
        throw translated(what, error);
      }
    },
    until: (until, work) => asking.run({ until }, work),
  };
}

/** Spaced as GitHub asks for; what it wants to be waited for longer than a moment is told to the caller instead. */
export function throttling({ apiUrl }: GithubPlace) {
  const patience = (retryAfterS: number, _options: object, _octokit: object, retryCount: number): boolean =>
    retryAfterS <= ownWaitSMax && retryCount < 1;
  return {
    ...(isLoopback(new URL(apiUrl).hostname) ? unspaced : {}),
    fallbackSecondaryRateRetryAfter: limitWaitMs / 1000,
    onRateLimit: patience,
    onSecondaryRateLimit: patience,
  };
}

interface Kept {
  etag: string;
  answer: Awaited<ReturnType<Octokit['request']>>;
}

interface Options {
  headers: Record<string, string | number | undefined>;
}

/** What was read before is asked for with its ETag; "not modified" does not count against the limit. */
async function askAgain<A extends Kept['answer'], O extends Options>(
  kept: Map<string, Kept>,
  key: string,
  options: O,
  request: (options: O) => A | Promise<A>,
): Promise<A> {
  const known = kept.get(key);
  if (known !== undefined) options.headers['if-none-match'] = known.etag;
  try {
    const answer = await request(options);
    const { etag } = answer.headers;
    kept.delete(key);
    if (etag !== undefined) kept.set(key, { etag, answer });
    const oldest = kept.keys().next().value;
    if (kept.size > keptAnswersMax && oldest !== undefined) kept.delete(oldest);
    return answer;
  } catch (error) {
    if (known !== undefined && error instanceof RequestError && error.status === 304) return known.answer as A;
    throw error;
  }
}

/** Octokit has no time limit of its own. */
async function fetchInTime(input: string, init: RequestInit = {}, signal?: AbortSignal): Promise<Response> {
  return fetch(input, { ...init, signal: anySignal(signal, AbortSignal.timeout(answerMsMax)) });
}

const ignore = (): void => undefined;

/** Nobody has to be spared on this machine. The shape is that of the limiter's groups. */
const atOnce = {
  key: () => ({ schedule: (_job: object, run: (...args: unknown[]) => unknown, ...args: unknown[]) => run(...args) }),
};
const unspaced = { write: atOnce, notifications: atOnce, search: atOnce };

function translated(what: string, error: unknown): unknown {
  if (isOutOfTime(error)) {
    return new Unavailable(`${what}: GitHub does not answer.`, { waitMs: networkWaitMs, cause: error });
  }
  const graph = graphErrorOf(error);
  if (graph?.limit !== undefined)
    return limited(what, graph.headers, { isUsedUp: graph.limit === 'hour', cause: error });
  if (!(error instanceof RequestError)) return error;
  const { status, message, response } = error;
  if (status === 429 || (status === 403 && /rate limit/i.test(message))) {
    const headers = response?.headers ?? {};
    return limited(what, headers, { isUsedUp: headers['x-ratelimit-remaining'] === '0', cause: error });
  }
  if (status >= 500)
    return new Unavailable(`${what}: GitHub does not answer.`, { waitMs: networkWaitMs, cause: error });
  if (status === 401) {
    return new Unavailable(`${what}: GitHub does not accept the sign-in any more.`, {
      waitMs: signInWaitMs,
      hint: signInHint,
      cause: error,
    });
  }
  if (status === 403) {
    return new UserError(`${what}: the sign-in may not do this (${message}).`, {
      hint: 'It needs the permissions "contents" and "pull requests" (read and write) for this repository.',
      cause: error,
    });
  }
  return error;
}

/** It says when to come back, or the hour that is used up ends; else a minute is enough. */
function limited(
  what: string,
  headers: Options['headers'],
  { isUsedUp, cause }: { isUsedUp: boolean; cause: unknown },
): Unavailable {
  const retryAfter = Number(headers['retry-after']);
  const resetAt = Number(headers['x-ratelimit-reset']) * 1000;
  const untilReset = isUsedUp && resetAt > 0 ? resetAt - Date.now() : limitWaitMs;
  const waitMs = Math.max(1000, retryAfter > 0 ? retryAfter * 1000 : untilReset);
  return new Unavailable(`${what}: GitHub wants to be asked less often.`, { waitMs, cause });
}

function isOutOfTime(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}
