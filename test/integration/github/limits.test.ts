import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { UserError } from '../../../src/core/base/errors.ts';
import { Unavailable } from '../../../src/core/base/unavailable.ts';
import type { Client } from '../../../src/core/forge/github/client.ts';
import type { FaultKind } from '../../support/github/faults.ts';
import { githubClient } from '../../support/github/github-client.ts';
import type { GithubHost } from '../../support/github/github-host.ts';
import { githubRun } from '../../support/github/github-run.ts';
import { writeFiles } from '../../support/repository.ts';
import { assertStatus } from '../../support/runs.ts';

// What GitHub does not allow, now or at all: who is asked how often, and what becomes of the work meanwhile.

const anything = /./;
const push = /^POST \/octo\/app\.git\/git-receive-pack$/;
const create = /^POST \/repos\/octo\/app\/pulls$/;
const opened = (host: GithubHost) => host.requests.filter(({ line }) => create.test(line)).length;

/** `waitMs`: told to the caller, who comes back then. */
const refusals: readonly { title: string; fault: FaultKind; waitMs: number }[] = [
  { title: '429 without Retry-After', fault: { kind: 'too_many' }, waitMs: 60_000 },
  { title: '429 with Retry-After', fault: { kind: 'too_many', retryAfterS: 120 }, waitMs: 120_000 },
  { title: 'a secondary limit', fault: { kind: 'secondary_limit', retryAfterS: 300 }, waitMs: 300_000 },
  { title: 'a secondary limit without a time', fault: { kind: 'secondary_limit' }, waitMs: 60_000 },
  { title: 'the limit of the hour', fault: { kind: 'primary_limit', resetInS: 600 }, waitMs: 600_000 },
  { title: 'a sign-in that is refused', fault: { kind: 'bad_credentials' }, waitMs: 60_000 },
];

describe('a client of GitHub', function () {
  this.timeout(60_000);

  for (const { title, fault, waitMs } of refusals) {
    it(`does not ask again by itself after ${title}, and says when it can be asked`, async () => {
      await using hub = await githubClient();
      hub.host.faults.push({ ...fault, at: anything, times: 10 });
      await assert.rejects(look(hub.client), (error) => {
        assert.ok(error instanceof Unavailable, String(error));
        assert.ok(Math.abs(error.waitMs - waitMs) <= 5000, `${error.waitMs} ms`);
        return true;
      });
      assert.equal(hub.host.requests.length, 1);
    });
  }

  it('sits a short wait out by itself', async () => {
    await using hub = await githubClient();
    hub.host.faults.push({ kind: 'too_many', retryAfterS: 1, at: anything });
    await look(hub.client);
    assert.equal(hub.host.requests.length, 2);
  });

  it('takes a missing permission for an answer, and says which one it is', async () => {
    await using hub = await githubClient();
    hub.host.faults.push({ kind: 'missing_permission', at: anything, times: 10 });
    await assert.rejects(look(hub.client), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(`${error.message} ${error.hint}`, /not accessible.*"contents" and "pull requests"/s);
      return true;
    });
    assert.equal(hub.host.requests.length, 1);
  });
});

describe('a run whose rights change in the middle', function () {
  this.timeout(120_000);

  it('goes on with the token that GitHub’s command line has renewed, and nobody notices', async () => {
    await using hub = await githubRun({ env: { GITHUB_TOKEN: '' } });
    const { run, host } = hub;
    signInByGh(run.home, run.env, host.tokens.worker);
    const renew = (token: string) => async () => writeFileSync(join(run.home, 'token'), token);
    host.faults.push(
      { kind: 'bad_credentials', at: push, skip: 1, then: renew(host.tokens.reviewer) },
      { kind: 'bad_credentials', at: create, then: renew(host.tokens.worker) },
    );
    run.plan([{ id: '1' }]);
    assertStatus(await run.necrocode('execute', 'demo', '--no-color'), 0);
    assert.deepEqual(host.faults, [], 'Both tokens were refused once.');
    assert.equal((await hub.pulls()).length, 2);
    assert.equal((await run.task('1')).attempts.length, 1);
    assert.deepEqual(await run.events('ForgeLost'), []);
    const used = new Set(host.requests.map(({ token }) => token));
    assert.ok(used.has(host.tokens.worker) && used.has(host.tokens.reviewer));
    await run.tidy();
  });

  it('fails a task that it may not deliver with the reason, and delivers it when it may', async () => {
    await using hub = await githubRun();
    const { run, host } = hub;
    run.plan([{ id: '1' }]);
    host.faults.push({ kind: 'missing_permission', at: create, times: 100 });
    assertStatus(await run.necrocode('execute', 'demo', '--no-color'), 1);
    const { state, failure } = await run.task('1');
    assert.equal(state, 'failed');
    assert.match(failure?.message ?? '', /may not do this.*not accessible/);
    assert.ok(opened(host) <= 4, `${opened(host)} times is hammering.`);
    host.faults.length = 0;
    assertStatus(await run.necrocode('retry', 'demo', '1'), 0);
    assertStatus(await run.necrocode('execute', 'demo', '--no-color'), 0);
    const bases = (await hub.pulls()).map(({ base }) => base.ref).sort();
    assert.deepEqual(bases, ['main', 'necrocode/demo']);
    await run.tidy();
  });
});

/** A stand-in for GitHub's command line, which tells what its file holds. */
function signInByGh(home: string, env: NodeJS.ProcessEnv, token: string): void {
  mkdirSync(join(home, 'bin'));
  const program = '#!/bin/sh\n[ "$1 $2 $3" = "auth token --hostname" ] && cat "$HOME/token"\n';
  writeFiles(home, { token });
  writeFileSync(join(home, 'bin', 'gh'), program, { mode: 0o755 });
  env['PATH'] = `${join(home, 'bin')}${delimiter}${env['PATH']}`;
}

function look(client: Client): Promise<unknown> {
  return client.ask('looking', (octokit) => octokit.rest.repos.get({ ...client.repo }));
}
