// The test host for GitHub, and a client of it that has asked nothing yet.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { githubPlace } from '../../../src/core/forge/forge.ts';
import { openClient, type Client } from '../../../src/core/forge/github/client.ts';
import { githubHost, type GithubHost, type GithubHostOptions } from './github-host.ts';

export interface GithubClientThere extends AsyncDisposable {
  host: GithubHost;
  client: Client;
}

interface GithubClientOptions extends Omit<GithubHostOptions, 'folder'> {
  /** As on github.com: the API has no path of its own. */
  isAtRoot?: boolean;
}

export async function githubClient({ isAtRoot, ...options }: GithubClientOptions = {}): Promise<GithubClientThere> {
  const folder = mkdtempSync(join(tmpdir(), 'necrocode-client-'));
  const host = await githubHost({ folder, ...options });
  const apiUrl = isAtRoot === true ? new URL(host.apiUrl).origin : host.apiUrl;
  const place = githubPlace(host.remoteUrl, { apiUrl });
  assert.ok(place !== undefined);
  const signIn = { token: async () => host.tokens.worker, forget: () => undefined };
  return {
    host,
    client: openClient({ place, signIn, userAgent: 'necrocode/test' }),
    async [Symbol.asyncDispose]() {
      await host[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
