import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { githubHost, type GithubHost } from '../../support/github/github-host.ts';
import { runGit, testRepository } from '../../support/repository.ts';

// The stand-in for GitHub has to be right before anything that is tested against it can be.

const pullSchema = z.looseObject({
  number: z.int(),
  state: z.string(),
  draft: z.boolean(),
  node_id: z.string(),
  merged: z.boolean().optional(),
  merge_commit_sha: z.string().nullish(),
  head: z.looseObject({ sha: z.string() }),
});
const utc = { TZ: 'UTC' };

describe('the test host for GitHub', function () {
  this.timeout(60_000);

  async function hosted(check: (host: GithubHost, user: ReturnType<typeof userOf>) => Promise<void>): Promise<void> {
    using repository = testRepository();
    await using host = await githubHost({ folder: repository.folder });
    await check(host, userOf(repository, host));
  }

  function userOf(repository: ReturnType<typeof testRepository>, host: GithubHost) {
    const git = (...args: string[]) => runGit(args, repository.mainWorktree, utc);
    const { mainWorktree: cwd } = repository;
    // The host answers in this very process, so that git must not keep it waiting.
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: '' };
    const pushAs = (token: string | undefined, ...refs: string[]) => {
      const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
      const shown = token === undefined ? [] : ['-c', `http.extraHeader=Authorization: Basic ${basic}`];
      return promisify(execFile)('git', [...shown, 'push', '--quiet', 'origin', ...refs], { cwd, env });
    };
    git('remote', 'add', 'origin', host.remoteUrl);
    return {
      git,
      commit(files: Record<string, string>): string {
        for (const [name, content] of Object.entries(files)) {
          writeFileSync(join(repository.mainWorktree, name), content);
        }
        git('add', '--all');
        git('commit', '--quiet', '--message', 'A change');
        return git('rev-parse', 'HEAD');
      },
      pushAs,
      push: (...refs: string[]) => pushAs(host.tokens.worker, ...refs),
    };
  }

  const open = async (host: GithubHost, head: string, more: object = {}) =>
    pullSchema.parse(await host.as('worker', 'POST', '/pulls', { title: 'T', head, base: 'main', ...more }));

  it('shows a pushed branch to the API under the same id, also after it was pushed again', () =>
    hosted(async (host, user) => {
      user.commit({ 'a.txt': 'a\n' });
      user.git('switch', '--quiet', '--create', 'f');
      const first = user.commit({ 'b.txt': 'b\n' });
      await user.push('main', 'f');
      const { number, head } = await open(host, 'f');
      assert.equal(head.sha, first);
      const second = user.commit({ 'b.txt': 'c\n' });
      await user.push('f');
      assert.equal(pullSchema.parse(await host.as('worker', 'GET', `/pulls/${number}`)).head.sha, second);
    }));

  for (const method of ['merge', 'squash', 'rebase']) {
    it(`merges in three ways, and the repository has the commit: ${method}`, () =>
      hosted(async (host, user) => {
        user.commit({ 'a.txt': 'a\n' });
        user.git('switch', '--quiet', '--create', 'f');
        const head = user.commit({ 'b.txt': 'b\n' });
        user.git('switch', '--quiet', 'main');
        user.commit({ 'c.txt': 'c\n' });
        await user.push('main', 'f');
        const { number } = await open(host, 'f');
        const answer = await host.as('worker', 'PUT', `/pulls/${number}/merge`, { sha: head, merge_method: method });
        const { sha } = z.object({ sha: z.string() }).parse(answer);
        user.git('fetch', '--quiet', host.origin, 'main');
        assert.equal(user.git('rev-parse', 'FETCH_HEAD'), sha);
        assert.deepEqual(user.git('ls-tree', '--name-only', sha).split('\n'), ['a.txt', 'b.txt', 'c.txt']);
        const pull = pullSchema.parse(await host.as('worker', 'GET', `/pulls/${number}`));
        assert.deepEqual([pull.state, pull.merged, pull.merge_commit_sha], ['closed', true, sha]);
      }));
  }

  it('refuses a merge that conflicts, that has another head, or that is a draft', () =>
    hosted(async (host, user) => {
      user.commit({ 'a.txt': 'a\n' });
      user.git('switch', '--quiet', '--create', 'f');
      const head = user.commit({ 'a.txt': 'f\n' });
      user.git('switch', '--quiet', 'main');
      const main = user.commit({ 'a.txt': 'm\n' });
      await user.push('main', 'f');
      const pull = await open(host, 'f', { draft: true });
      const merge = (sha: string) => host.as('worker', 'PUT', `/pulls/${pull.number}/merge`, { sha });
      await assert.rejects(merge(head), /405.*draft/);
      const query =
        'mutation($id: ID!) { markPullRequestReadyForReview(input: {pullRequestId: $id}) { clientMutationId } }';
      await host.as('worker', 'POST', '//graphql', { query, variables: { id: pull.node_id } });
      await assert.rejects(merge(main), /409/);
      await assert.rejects(merge(head), /405.*not mergeable/);
    }));

  it('notices that a head was pushed into its base', () =>
    hosted(async (host, user) => {
      user.commit({ 'a.txt': 'a\n' });
      await user.push('main');
      user.git('switch', '--quiet', '--create', 'f');
      const head = user.commit({ 'b.txt': 'b\n' });
      await user.push('f');
      const { number } = await open(host, 'f');
      await user.push('f:main');
      const pull = pullSchema.parse(await host.as('worker', 'GET', `/pulls/${number}`));
      assert.deepEqual([pull.state, pull.merged, pull.merge_commit_sha], ['closed', true, head]);
    }));

  it('asks who does not sign in, and turns away who may not write', () =>
    hosted(async (host, user) => {
      user.commit({ 'a.txt': 'a\n' });
      await assert.rejects(user.pushAs(host.tokens.stranger, 'main'), /403/);
      await assert.rejects(user.pushAs(undefined, 'main'), /could not read Username/);
    }));

  it('puts faults in the way, each as often as was asked, and writes down what came', () =>
    hosted(async (host) => {
      host.faults.push({ kind: 'secondary_limit', retryAfterS: 3, at: /^GET .*pulls$/ });
      const url = `${host.apiUrl}/repos/octo/app/pulls`;
      const headers = { authorization: `Bearer ${host.tokens.worker}` };
      const refused = await fetch(url, { headers });
      assert.deepEqual([refused.status, refused.headers.get('retry-after')], [403, '3']);
      await refused.text();
      const answered = await fetch(url, { headers });
      const etag = answered.headers.get('etag') ?? '';
      await answered.text();
      assert.equal((await fetch(url, { headers: { ...headers, 'if-none-match': etag } })).status, 304);
      host.faults.push({ kind: 'lost', at: /^POST .*issues$/ });
      await assert.rejects(
        fetch(url.replace(/pulls$/, 'issues'), { method: 'POST', headers, body: '{"title":"made"}' }),
      );
      assert.match(JSON.stringify(await host.as('worker', 'GET', '/issues')), /"made"/);
      assert.deepEqual(
        host.requests.map(({ line }) => line),
        [...Array<string>(3).fill('GET /repos/octo/app/pulls'), 'POST /repos/octo/app/issues'],
      );
    }));
});
