// A user whose repository has its remote on the test host for GitHub, signed in by GITHUB_TOKEN, with their first commit pushed.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { runGit } from '../repository.ts';
import { testRun, type RunOptions, type TestRun } from '../runs.ts';
import { githubHost, type GithubHost } from './github-host.ts';

export interface GithubRun extends AsyncDisposable {
  run: TestRun;
  host: GithubHost;
  /** Settings of the user: GitHub's and the given ones. */
  settings(settings?: Settings): void;
  pulls(): Promise<Pull[]>;
  /** A check run for the present head of a pull request. */
  check(number: number, conclusion: 'success' | 'failure' | 'pending', output?: object): Promise<void>;
  /** Everything that was said on a pull request, reviews and lines included. */
  said(number: number): Promise<string[]>;
}

type Settings = Record<string, unknown> & { github?: Record<string, unknown> };

const pullSchema = z.looseObject({
  number: z.int(),
  state: z.string(),
  title: z.string(),
  body: z.string().nullable(),
  draft: z.boolean(),
  merged: z.boolean().optional(),
  head: z.looseObject({ ref: z.string(), sha: z.string() }),
  base: z.looseObject({ ref: z.string() }),
});
export type Pull = z.infer<typeof pullSchema>;
const saidSchema = z.array(z.looseObject({ body: z.string().nullish() }));

export interface GithubRunOptions extends RunOptions {
  settings?: Settings;
  withApp?: boolean;
  withoutGraph?: boolean;
}

export async function githubRun({ withApp, withoutGraph, ...options }: GithubRunOptions = {}): Promise<GithubRun> {
  const folder = mkdtempSync(join(tmpdir(), 'necrocode-github-'));
  const host = await githubHost({
    folder,
    ...(withApp === undefined ? {} : { withApp }),
    ...(withoutGraph === undefined ? {} : { withoutGraph }),
  });
  const run = await testRun({
    ...options,
    // The stand-in for GitHub keeps no time zones.
    env: { GITHUB_TOKEN: host.tokens.worker, TZ: 'UTC', ...options.env },
    prepare(repository) {
      process.env['TZ'] = 'UTC';
      runGit(['config', 'user.name', 'Alice'], repository.mainWorktree);
      repository.commit({ 'README.md': 'hello\n', ...options.files });
      runGit(['remote', 'add', 'origin', host.remoteUrl], repository.mainWorktree);
    },
  });
  await pushMain(run.repository.mainWorktree, host);
  const settings = ({ github = {}, ...more }: Settings = {}): void =>
    run.settings({
      github: { api_url: host.apiUrl, checks_grace_ms: 0, poll_ms: 200, poll_max_ms: 1000, ...github },
      ...more,
    });
  settings(options.settings);
  return {
    ...{ run, host, settings },
    pulls: async () => z.array(pullSchema).parse(await host.as('worker', 'GET', '/pulls?state=all&per_page=100')),
    async check(number, conclusion, output = {}) {
      const { head } = pullSchema.parse(await host.as('worker', 'GET', `/pulls/${number}`));
      const done = conclusion === 'pending' ? { status: 'in_progress' } : { status: 'completed', conclusion };
      await host.as('worker', 'POST', '/check-runs', { name: 'ci', head_sha: head.sha, ...done, output });
    },
    async said(number) {
      const places = [`/issues/${number}/comments`, `/pulls/${number}/comments`, `/pulls/${number}/reviews`];
      const answers = await Promise.all(places.map((place) => host.as('worker', 'GET', `${place}?per_page=100`)));
      return answers.flatMap((answer) => saidSchema.parse(answer).map(({ body }) => body ?? ''));
    },
    async [Symbol.asyncDispose]() {
      await run[Symbol.asyncDispose]();
      await host[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What is checked out in `folder` becomes the branch there. Not waited for synchronously: the host answers in this very process. */
export async function pushMain(folder: string, host: GithubHost): Promise<void> {
  const basic = Buffer.from(`x-access-token:${host.tokens.worker}`).toString('base64');
  const header = `http.extraHeader=Authorization: Basic ${basic}`;
  await promisify(execFile)('git', ['-c', header, 'push', '--quiet', host.remoteUrl, 'HEAD:refs/heads/main'], {
    cwd: folder,
  });
}
