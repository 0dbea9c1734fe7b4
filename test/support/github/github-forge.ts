// The forge on the test host for GitHub, as the dispatcher gets it, with a repository whose branches a test can push.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { githubPlace, loadGithub } from '../../../src/core/forge/forge.ts';
import { openClient, type Client } from '../../../src/core/forge/github/client.ts';
import type { GithubForge } from '../../../src/core/forge/github/github.ts';
import { githubSettingsSchema } from '../../../src/core/model/settings.ts';
import { testRepository, type TestRepository } from '../repository.ts';
import { githubHost, type GithubHost } from './github-host.ts';

export interface GithubForgeThere extends AsyncDisposable {
  forge: GithubForge;
  /** One of its own, with the same sign-in. */
  client: Client;
  host: GithubHost;
  /** A branch from main with a commit of its own, pushed; its head. */
  branch(name: string): Promise<string>;
}

export async function githubForge(): Promise<GithubForgeThere> {
  const repository = testRepository();
  repository.commit({ 'README.md': 'hello\n' });
  const host = await githubHost({ folder: repository.folder });
  const place = githubPlace(host.remoteUrl, { apiUrl: host.apiUrl });
  assert.ok(place);
  const github = await loadGithub();
  const told = { token: host.tokens.worker, from: 'the test' };
  const signIn = await github.findSignIn({ place, told, onSecret: () => {} });
  assert.ok(signIn);
  await push(repository, host, 'main');
  return {
    host,
    client: openClient({ place, signIn, userAgent: 'necrocode/test' }),
    forge: github.openGithubForge({
      ...{ place, signIn, commonDir: repository.commonDir, folder: `${repository.folder}/forge.git` },
      ...{ settings: githubSettingsSchema.parse({}), template: async () => undefined, version: '0.0.0' },
    }),
    async branch(name) {
      repository.git(['switch', '--quiet', '--create', name, 'main']);
      const head = repository.commit({ [`${name.length}.txt`]: name });
      await push(repository, host, name);
      return head;
    },
    async [Symbol.asyncDispose]() {
      await host[Symbol.asyncDispose]();
      repository[Symbol.dispose]();
    },
  };
}

/** Not waited for synchronously: the host answers in this very process. */
async function push({ mainWorktree: cwd }: TestRepository, host: GithubHost, branch: string): Promise<void> {
  const basic = Buffer.from(`x-access-token:${host.tokens.worker}`).toString('base64');
  const header = `http.extraHeader=Authorization: Basic ${basic}`;
  await promisify(execFile)('git', ['-c', header, 'push', '--quiet', host.remoteUrl, `HEAD:refs/heads/${branch}`], {
    cwd,
  });
}
