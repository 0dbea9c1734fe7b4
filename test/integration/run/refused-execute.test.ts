import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertStatus, testRun } from '../../support/runs.ts';

describe('an execute that was refused', function () {
  this.timeout(60_000);

  it('has ordered nothing: the next one does what it is asked, and no more', async () => {
    await using run = await testRun();
    run.plan([{ id: '1' }]);
    const settings = join(run.repository.mainWorktree, '.kiro/necrocode.yaml');
    writeFileSync(settings, 'verfy: [npm test]\n');
    const refused = await run.necrocode('execute', 'demo', '--workers', '1');
    assertStatus(refused, 1);
    assert.match(refused.stderr, /`verfy` is no setting/);
    rmSync(settings);
    assertStatus(await run.necrocode('execute', 'demo', '--workers', '2'), 0);
    assert.deepEqual(
      (await run.events('RunStarted')).map(({ data }) => data.workers),
      [2],
    );
    await run.tidy();
  });

  it('would have changed what a run has begun with, which goes on as it is', async () => {
    await using run = await testRun();
    run.plan([{ id: '1' }]);
    const gate = run.gate();
    run.script({ 1: [{ waitFor: gate.path }] });
    const ended = run.necrocode('execute', 'demo');
    await run.until(({ type }) => type === 'RunnerStarted');
    assertStatus(await run.necrocode('pause', 'demo'), 0);
    const refused = await run.necrocode('execute', 'demo', '--delivery', 'direct');
    assertStatus(refused, 1);
    assert.match(refused.stderr, /goes on as it was begun: --delivery integration/);
    assertStatus(await run.necrocode('execute', 'demo', '--only', '2'), 1);
    gate.open();
    assertStatus(await run.necrocode('resume', 'demo'), 0);
    assertStatus(await ended, 0);
    await run.tidy();
  });
});
