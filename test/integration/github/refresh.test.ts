import assert from 'node:assert/strict';
import { githubRun } from '../../support/github/github-run.ts';
import { assertStatus } from '../../support/runs.ts';

// What becomes of pull requests after the run that opened them has ended.

describe('a pull request that outlives its run', function () {
  this.timeout(60_000);

  it('is shown as what it is on GitHub by now, with what was said there', async () => {
    await using hub = await githubRun();
    const { run, host } = hub;
    run.plan([{ id: '1', title: 'Rooms' }]);
    assertStatus(await run.necrocode('execute', 'demo', '--no-color'), 0);
    const pr = async (...args: string[]) => {
      const said = await run.necrocode('pr', ...args);
      assertStatus(said, 0);
      return said;
    };
    await host.as('reviewer', 'POST', '/issues/2/comments', { body: 'Looks good.' });
    assert.match((await pr('show', '2')).stdout, /Looks good\./);
    assert.match((await pr('list')).stdout, /#2 .*open/);

    await host.as('reviewer', 'PUT', '/pulls/2/merge', {});
    const listed = await pr('list', '--all');
    assert.match(listed.stdout, /#2 .*merged/);
    assert.equal(listed.stderr, '');
    assert.equal((await run.events('PRMerged')).filter(({ data }) => data.number === 2).length, 1);

    const asked = host.requests.length;
    await pr('list', '--all');
    assert.equal(host.requests.length, asked, 'What is over is not looked up again.');
    await run.tidy();
  });

  it('is shown as it was known last where GitHub cannot be asked', async () => {
    await using hub = await githubRun();
    const { run, host } = hub;
    run.plan([{ id: '1', title: 'Rooms' }]);
    assertStatus(await run.necrocode('execute', 'demo', '--no-color'), 0);
    host.faults.push({ kind: 'down', at: /./, times: 1000 });
    const listed = await run.necrocode('pr', 'list');
    assertStatus(listed, 0);
    assert.match(listed.stdout, /#2 .*open/);
    assert.match(listed.stderr, /GitHub could not be asked; this is as it was known last\./);
    await run.tidy();
  });
});
