import assert from 'node:assert/strict';
import { numberedTasks, taskCommits } from '../../support/run-facts.ts';
import { assertStatus, testRun } from '../../support/runs.ts';

describe('an integration branch that somebody deletes', function () {
  this.timeout(120_000);

  it('is put back in the middle of a run, with the work of the tasks that are done', async () => {
    await using run = await testRun();
    const gate = run.gate();
    run.script({ 2: [{ waitFor: gate.path, files: { 'b.txt': 'b\n' } }] });
    run.plan(numberedTasks(2, { chained: true }));
    const ended = run.necrocode('execute', 'demo');
    await run.until(({ type, task_id }) => type === 'RunnerStarted' && task_id === '2');
    run.repository.git(['branch', '--quiet', '-D', 'necrocode/demo']);
    gate.open();
    assertStatus(await ended, 0);
    assert.deepEqual(taskCommits(run), ['1', '2']);
    await run.tidy();
  });

  it('is put back by the next run, because what is done is not done again', async () => {
    await using run = await testRun();
    run.plan(numberedTasks(1));
    assertStatus(await run.necrocode('execute', 'demo'), 0);
    run.repository.git(['branch', '--quiet', '-D', 'necrocode/demo']);
    run.plan(numberedTasks(2), { version: 2 });
    assertStatus(await run.necrocode('execute', 'demo'), 0);
    assert.deepEqual(taskCommits(run), ['1', '2']);
    await run.tidy();
  });
});
