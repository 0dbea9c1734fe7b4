import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { numberedTasks } from '../../support/run-facts.ts';
import { assertStatus, finish, testRun } from '../../support/runs.ts';

describe('the log of an attempt', function () {
  this.timeout(120_000);

  it('can be followed to its end, and read when the folder of the attempt is gone', async () => {
    await using run = await testRun();
    const gate = run.gate();
    run.script({ 1: [{ begins: ['仕事を始める'], waitFor: gate.path, says: ['half', 'done'] }] });
    run.plan(numberedTasks(1));
    const executing = run.necrocode('execute', 'demo');
    await run.until(({ type }) => type === 'RunnerStarted');

    const follower = run.start('logs', 'demo', '1', '--follow');
    const following = finish(follower);
    for (let seen = ''; !seen.includes('仕事を始める\n');) seen += String((await once(follower.stdout!, 'data'))[0]);
    gate.open();
    const followed = await following;
    assertStatus(followed, 0);
    assert.match(followed.stdout, /仕事を始める\nhalf\ndone\ndid task 1\n/);
    assertStatus(await executing, 0);
    assert.equal((await run.necrocode('logs', 'demo', '1')).stdout, followed.stdout);

    const folder = join(run.place.registryDir, 'attempts/demo/1/1');
    utimesSync(folder, 0, 0);
    assertStatus(await run.necrocode('clean'), 0);
    assert.equal(existsSync(folder), false);
    const kept = await run.necrocode('logs', 'demo', '1');
    assertStatus(kept, 0);
    assert.equal(kept.stdout, followed.stdout);
    assert.match((await run.necrocode('show', 'demo', '1')).stdout, /^ {2}│ did task 1$/m);
    await run.tidy();
  });
});
