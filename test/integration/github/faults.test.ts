import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as z from 'zod';
import type { FaultKind } from '../../support/github/faults.ts';
import { githubForge } from '../../support/github/github-forge.ts';
import { githubRun } from '../../support/github/github-run.ts';
import { assertStatus } from '../../support/runs.ts';

// Whatever happens between NecroCode and GitHub: at the end each task has one pull request, and nobody was asked too often.

interface Case {
  title: string;
  faults: readonly (FaultKind & { at: RegExp; times?: number })[];
}

const create = /^POST \/repos\/octo\/app\/pulls$/;
const push = /^POST \/octo\/app\.git\/git-receive-pack$/;
const merge = /^PUT .*\/merge$/;
const comment = /^POST .*issues\/\d+\/comments$/;
const answer = /^POST .*comments\/\d+\/replies$/;
const cases: Case[] = [
  {
    title: 'the server fails at every step, once',
    faults: [push, create, merge].map((at) => ({ kind: 'status', status: 502, at })),
  },
  {
    title: 'every step is done, and its answer is lost',
    faults: [push, create, merge].map((at) => ({ kind: 'lost', at })),
  },
  {
    title: 'GitHub wants to be asked less often',
    faults: [
      { kind: 'secondary_limit', retryAfterS: 1, at: create },
      { kind: 'too_many', retryAfterS: 1, at: merge },
    ],
  },
  {
    title: 'the network is down for a while',
    faults: [{ kind: 'down', at: /pulls|git-receive-pack/, times: 6 }],
  },
];

describe('a forge with faults', function () {
  this.timeout(180_000);

  for (const { title, faults } of cases) {
    it(`gets one pull request for each task although ${title}`, async () => {
      await using hub = await githubRun();
      const { run, host } = hub;
      run.plan([{ id: '1' }]);
      run.script({ 1: [{ files: { 'one.txt': '1\n' } }] });
      host.faults.push(...faults);
      assertStatus(await run.necrocode('execute', 'demo', '--no-color'), 0);
      const pulls = await hub.pulls();
      assert.deepEqual(pulls.map(({ base }) => base.ref).sort(), ['main', 'necrocode/demo']);
      assert.deepEqual(host.faults, [], 'every fault has happened');
      const merged = await run.events('PRMerged', 'TaskCompleted');
      assert.deepEqual(
        merged.map(({ type }) => type),
        ['PRMerged', 'TaskCompleted'],
      );
      assert.equal((await run.task('1')).attempts.length, 1);
      assert.ok(host.requests.length < 80, `${host.requests.length} requests are hammering`);
      await run.tidy();
    });
  }

  for (const fault of [{ kind: 'lost' }, { kind: 'status', status: 502 }, { kind: 'down' }] as const) {
    it(`says a comment and an answer once, although each meets: ${fault.kind}`, async () => {
      await using there = await githubForge();
      const { forge, host } = there;
      const head = 'feature/task-demo-1-one';
      const commit_id = await there.branch(head);
      const { number } = await forge.open({ head, base: 'main', title: 'One', body: 'One.', purpose: 'demo/1' });
      const remark = { body: 'Why?', commit_id, path: `${head.length}.txt`, line: 1, side: 'RIGHT' };
      const asked = z.object({ id: z.int() }).parse(await host.as('reviewer', 'POST', '/pulls/1/comments', remark));
      host.faults.push({ ...fault, at: comment }, { ...fault, at: answer });
      await forge.say(number, { key: 'k1', text: 'Said.', purpose: 'demo/1' });
      await forge.say(number, { key: 'k2', to: `thread:${asked.id}`, text: 'Answered.', purpose: 'demo/1' });
      assert.deepEqual(host.faults, [], 'every fault has happened');
      const said = async (path: string) => JSON.stringify(await host.as('reviewer', 'GET', path));
      assert.equal((await said('/issues/1/comments')).split('Said.').length, 2);
      assert.equal((await said('/pulls/1/comments')).split('Answered.').length, 2);
    });
  }

  it('waits for a person when the sign-in is refused, and goes on when it is accepted again', async () => {
    await using hub = await githubRun();
    const { run, host } = hub;
    run.plan([{ id: '1' }]);
    run.script({ 1: [{ files: { 'one.txt': '1\n' } }] });
    host.faults.push({ kind: 'bad_credentials', at: create, times: 2 });
    const execute = run.start('execute', 'demo');
    const ended = once(execute, 'exit');
    const lost = await run.until(({ type }) => type === 'ForgeLost');
    assert.match(JSON.stringify(lost.data), /does not accept the sign-in[\s\S]*gh auth login/);
    execute.kill('SIGTERM');
    await ended;
  });

  it('refuses to start where the sign-in may not push, and leaves nothing', async () => {
    await using hub = await githubRun();
    const { run, host } = hub;
    run.plan([{ id: '1' }]);
    run.env['GITHUB_TOKEN'] = host.tokens.stranger;
    const refused = await run.necrocode('execute', 'demo', '--no-color');
    assertStatus(refused, 1);
    assert.match(refused.stdout + refused.stderr, /mallory may not push to octo\/app|cannot see octo\/app/);
    assert.deepEqual(await hub.pulls(), []);
  });
});
