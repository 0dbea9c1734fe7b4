import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { killProcess } from '../../support/marked-processes.ts';
import { numberedTasks, taskCommits } from '../../support/run-facts.ts';
import { assertStatus, finish, testRun, type TestRun } from '../../support/runs.ts';

const quickRetry = { retry: { backoff_ms: 0 }, lease_ms: 1000 };

describe('a runner that is killed', function () {
  this.timeout(120_000);

  it('is found to be lost, its agent dies with it, and its task is done by another in a clean slot', async () => {
    await using run = await testRun({ settings: quickRetry });
    const gate = run.gate();
    run.script({ 1: [{ waitFor: gate.path, files: { 'half.txt': 'half\n' } }, {}] });
    run.plan(numberedTasks(2));
    const ended = finish(run.start('execute', 'demo', '--workers', '2'));
    await killRunnerOf(run, 1);
    await run.until(({ type, task_id }) => type === 'RunnerLost' && task_id === '1');
    assert.equal(
      run.processes().some(({ pid }) => pid === run.told('1')[0]?.pid),
      false,
      'The agent has outlived it.',
    );
    assertStatus(await ended, 0);

    assert.deepEqual(await run.taskStates(), { 1: 'done', 2: 'done' });
    assert.deepEqual(taskCommits(run), ['1', '2']);
    assert.deepEqual(
      (await run.task('1')).attempts.map(({ outcome }) => outcome),
      ['lost', 'succeeded'],
    );
    assert.equal(existsSync(gate.path), false);
    await run.tidy();
  });

  it('takes its task with it when it dies twice, and the run says so', async () => {
    await using run = await testRun({ settings: quickRetry });
    run.script({ 1: [{ waitFor: run.gate().path }] });
    run.plan(numberedTasks(2, { chained: true }));
    const ended = finish(run.start('execute', 'demo'));
    await killRunnerOf(run, 1);
    await killRunnerOf(run, 2);
    assertStatus(await ended, 1);

    assert.deepEqual(await run.taskStates(), { 1: 'failed', 2: 'blocked' });
    assert.equal((await run.task('1')).failure?.kind, 'infra_lost');
    assert.deepEqual((await run.task('2')).blocked_by, ['1']);
    await run.tidy();
  });
});

/** Kills the runner of an attempt of task 1 once its agent is at work. */
async function killRunnerOf(run: TestRun, attempt: number): Promise<void> {
  await run.until((event) => event.type === 'RunnerStarted' && event.task_id === '1' && event.attempt === attempt);
  while (run.told('1').length < attempt) await new Promise((resolve) => setTimeout(resolve, 20));
  const pid = (await run.task('1')).attempts[attempt - 1]?.runner?.pid;
  assert.ok(pid !== undefined && killProcess(pid), 'The runner is not there.');
}
