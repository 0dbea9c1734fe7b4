import assert from 'node:assert/strict';
import { assertStatus, testRun, type TestRun } from '../../support/runs.ts';
import { assertNobodyLeft } from '../../support/tidy.ts';

describe('what a person does with git alone', function () {
  this.timeout(60_000);

  it('is seen by whoever looks: the last pull request is merged', async () => {
    await using run = await testRun();
    run.plan([{ id: '1' }]);
    assertStatus(await run.necrocode('execute', 'demo'), 0);
    assert.match((await run.necrocode('pr', 'list')).stdout, /#2 .*open/);
    run.repository.git(['merge', '--quiet', 'necrocode/demo']);
    assert.match((await run.necrocode('pr', 'list', '--all')).stdout, /#2 .*merged/);
    assert.equal((await run.events('PRMerged')).at(-1)?.data.by, 'git');
    await assertNobodyLeft(run);
  });

  it('is the way where the run began on no branch', async () => {
    await using run = await testRun();
    run.repository.git(['switch', '--quiet', '--detach']);
    await mergesByGitOnly(run);
  });

  it('is the way where the branch had no commit yet', async () => {
    await using run = await testRun({ prepare: () => {} });
    await mergesByGitOnly(run);
  });
});

/** The last pull request is refused with the way out, and recorded once that was gone. */
async function mergesByGitOnly(run: TestRun): Promise<void> {
  run.plan([{ id: '1' }]);
  assertStatus(await run.necrocode('execute', 'demo'), 0);
  const refused = await run.necrocode('pr', 'merge', '2');
  assertStatus(refused, 1);
  assert.match(refused.stderr, /git merge necrocode\/demo/);
  run.repository.git(['merge', '--quiet', 'necrocode/demo']);
  assertStatus(await run.necrocode('pr', 'merge', '2'), 0);
  await assertNobodyLeft(run);
}
