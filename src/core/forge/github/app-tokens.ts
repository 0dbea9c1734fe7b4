// Tokens of a GitHub App: one for each purpose, good for an hour, for this repository alone, and for no more than branches and pull
// requests. What is only looked at is read with a token that cannot write. Each is renewed before it expires.
import { App, Octokit, RequestError } from 'octokit';
import { UserError, messageOf } from '../../base/errors.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { doNotRetry, throttling } from './client.ts';
import type { GithubPlace } from './remote.ts';

export interface AppOptions {
  place: GithubPlace;
  id: number;
  privateKey: string;
  /** Hears of every token before it is used. */
  onSecret: (secret: string) => void;
}

export interface AppTokens {
  /** `purpose` is the key of a task; without one the token can only read. */
  token(purpose?: string): Promise<string>;
  forget(token: string): void;
}

interface Minted {
  token: string;
  expiresAt: number;
}

const writing = { contents: 'write', pull_requests: 'write' } as const;
const [read] = ['read' as const];
const reading = { contents: read, pull_requests: read, issues: read, checks: read, statuses: read, actions: read };
const reader = 'reading';
const renewBeforeMs = 5 * 60_000;
const keptMax = 200;

export function openApp({ place, id, privateKey, onSecret }: AppOptions): AppTokens {
  const base = Octokit.defaults({
    baseUrl: place.apiUrl,
    throttle: throttling(place),
    retry: { retries: 1, doNotRetry },
  });
  const app = new App({ appId: id, privateKey, Octokit: base });
  const kept = new Map<string, Minted>();
  let installation: number | undefined;

  async function mint(purpose: string): Promise<Minted> {
    installation ??= await ask(place, async () => {
      const { owner, name: repo } = place;
      const { data } = await app.octokit.request('GET /repos/{owner}/{repo}/installation', { owner, repo });
      return data.id;
    });
    const installation_id = installation;
    const { data } = await ask(place, () =>
      app.octokit.request('POST /app/installations/{installation_id}/access_tokens', {
        installation_id,
        repositories: [place.name],
        permissions: purpose === reader ? reading : writing,
      }),
    );
    onSecret(data.token);
    return { token: data.token, expiresAt: Date.parse(data.expires_at) };
  }

  return {
    async token(purpose = reader) {
      const known = kept.get(purpose);
      if (known !== undefined && known.expiresAt - Date.now() > renewBeforeMs) return known.token;
      const minted = await mint(purpose);
      kept.delete(purpose);
      kept.set(purpose, minted);
      const oldest = kept.keys().next().value;
      if (kept.size > keptMax && oldest !== undefined) kept.delete(oldest);
      return minted.token;
    },
    forget(token) {
      for (const [purpose, minted] of kept) if (minted.token === token) kept.delete(purpose);
    },
  };
}

async function ask<T>({ owner, name }: GithubPlace, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof RequestError)) {
      throw new UserError(`The GitHub App cannot sign in: ${messageOf(error)}`, {
        hint: 'github.app.key_file must be the private key that GitHub gave for github.app.id.',
        cause: error,
      });
    }
    if (error.status >= 500) throw new Unavailable('GitHub does not answer the App.', { waitMs: 15_000, cause: error });
    throw new UserError(`The GitHub App gets no token for ${owner}/${name} (${error.message}).`, {
      hint: 'Install it on this repository, with the permissions Contents and Pull requests (read and write), Checks, Commit statuses and Actions (read).',
      cause: error,
    });
  }
}
