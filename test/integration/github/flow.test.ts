import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { RegistryEvent } from '../../../src/core/model/events.ts';
import { githubRun, type GithubRun } from '../../support/github/github-run.ts';
import { assertStatus } from '../../support/runs.ts';

// From a plan to merged pull requests on GitHub, and the way back: what checks and people say there reaches the agent.

const isReady = (kind: string) => (event: RegistryEvent) =>
  event.type === 'TaskReady' && event.data.retry_of?.kind === kind;
const isDelivered = (attempt: number) => (event: RegistryEvent) =>
  (event.type === 'PROpened' || event.type === 'PRUpdated') && event.attempt === attempt;
const finished = (event: RegistryEvent) => event.type === 'RunFinished';

describe('a run whose pull requests are on GitHub', function () {
  this.timeout(120_000);

  it('opens one for each task, merges them in order, and leaves the last one to a person', async () => {
    await using hub = await githubRun({ settings: { verify: ['test -e README.md'] } });
    const { run } = hub;
    run.plan([{ id: '1' }, { id: '2', dependencies: ['1'] }]);
    run.script({ 1: [{ files: { 'one.txt': '1\n' } }], 2: [{ files: { 'two.txt': '2\n' } }] });
    assertStatus(await run.necrocode('execute', 'demo', '--no-color'), 0);
    const pulls = await inOrder(hub);
    assert.deepEqual(
      pulls.map(({ base, state }) => [base.ref, state]),
      [
        ['necrocode/demo', 'closed'],
        ['necrocode/demo', 'closed'],
        ['main', 'open'],
      ],
    );
    assert.match(pulls[0]!.body ?? '', /## Verification[\s\S]*test -e README\.md/);
    assert.match(pulls[2]!.body ?? '', /#1[\s\S]*#2/);
    await run.tidy();
  });

  for (const withoutGraph of [false, true]) {
    const where = withoutGraph ? ', on a server without GraphQL too' : '';
    it(`gives a failing check, and then a remark on a line, to the agent, and answers${where}`, () =>
      goesBackTwice(withoutGraph));
  }
});

async function goesBackTwice(withoutGraph: boolean): Promise<void> {
  await using hub = await githubRun({ withoutGraph, settings: { github: { checks_grace_ms: 600_000 } } });
  const { run, host } = hub;
  run.plan([{ id: '1' }]);
  run.script({
    1: [{ files: { 'sum.txt': '1\n' } }, { files: { 'sum.txt': '2\n' } }, { files: { 'sum.txt': 'two\n' } }],
  });
  const execute = run.start('execute', 'demo');
  const ended = once(execute, 'exit');

  await run.until(isDelivered(1));
  await hub.check(1, 'failure', { title: 'Sums', summary: 'expected 2, got 1' });
  await run.until(isReady('verify_failed'));
  await run.until(isDelivered(2));
  assert.match(run.told('1')[1]!.prompt, /expected 2, got 1/);

  const { head } = (await inOrder(hub))[0]!;
  const remark = { body: 'In words, please.', commit_id: head.sha, path: 'sum.txt', line: 1, side: 'RIGHT' };
  await host.as('reviewer', 'POST', '/pulls/1/comments', remark);
  await run.until(isReady('changes_requested'));
  await run.until(isDelivered(3));
  assert.match(run.told('1')[2]!.prompt, /sum\.txt:1.*In words, please\./);
  await hub.check(1, 'success');
  await run.until(finished);
  await ended;

  assert.match((await hub.said(1)).join('\n'), /Changed in [0-9a-f]{40}, and verified again\./);
  const { attempts, free_attempts, state } = await run.task('1');
  assert.deepEqual([attempts.length, free_attempts, state], [3, 1, 'done']);
  await run.tidy();
}

async function inOrder(hub: GithubRun) {
  return (await hub.pulls()).sort((a, b) => a.number - b.number);
}
