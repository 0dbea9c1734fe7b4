import assert from 'node:assert/strict';
import { mostAtOnce, numberedTasks, taskCommits } from '../../support/run-facts.ts';
import { assertStatus, testRun } from '../../support/runs.ts';

describe('two executes at once', function () {
  this.timeout(120_000);

  it('share one controller and one number of workers, and both finish', async () => {
    await using run = await testRun();
    run.plan(numberedTasks(5), { spec: 'first' });
    run.plan(numberedTasks(5), { spec: 'second' });
    const ended = await Promise.all(
      ['first', 'second'].map((spec) => run.necrocode('execute', spec, '--workers', '2')),
    );
    for (const one of ended) assertStatus(one, 0);

    const ids = ['1', '2', '3', '4', '5'];
    for (const spec of ['first', 'second']) assert.deepEqual(taskCommits(run, spec), ids);
    assert.equal((await run.events('ControllerStarted')).length, 1);
    assert.equal(mostAtOnce(await run.events()), 2);
    await run.tidy();
  });
});
