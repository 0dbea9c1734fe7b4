import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { numberedTasks } from '../../support/run-facts.ts';
import { assertStatus, finish, testRun, type TestRun } from '../../support/runs.ts';
import { assertNobodyLeft } from '../../support/tidy.ts';

describe('Ctrl-C in execute', function () {
  this.timeout(120_000);

  it('stops what runs, leaves nobody behind, and the next execute goes on', async () => {
    await using run = await testRun();
    const gate = run.gate();
    run.script({ 1: [{ waitFor: gate.path }] });
    run.plan(numberedTasks(3));
    const client = run.start('execute', 'demo', '--workers', '2');
    const ended = finish(client);
    await untilAsked(run, '1');
    pressCtrlC(client);
    assertStatus(await ended, 130);
    await assertNobodyLeft(run);
    assert.equal((await run.taskStates())['1'], 'ready');
    assert.equal((await run.state()).specs.get('demo')?.run?.state, 'paused');

    gate.open();
    assertStatus(await run.necrocode('execute', 'demo'), 0);
    assert.deepEqual(await run.taskStates(), { 1: 'done', 2: 'done', 3: 'done' });
    assert.deepEqual((await run.events('RunStarted')).length, 1, 'It is the same run that went on.');
    await run.tidy();
  });

  it('ends an agent that will not be asked when it is pressed twice', async () => {
    await using run = await testRun();
    run.script({ 1: [{ waitFor: run.gate().path, isDeaf: true }, {}] });
    run.plan(numberedTasks(1));
    const client = run.start('execute', 'demo');
    const ended = finish(client);
    await untilAsked(run, '1');
    pressCtrlC(client);
    await run.until(({ type }) => type === 'RunPaused');
    pressCtrlC(client);
    assertStatus(await ended, 130);
    await assertNobodyLeft(run);

    assertStatus(await run.necrocode('execute', 'demo'), 0);
    await run.tidy();
  });
});

/** What a terminal does: every process in its foreground group is told. */
function pressCtrlC({ pid }: ChildProcess): void {
  assert.ok(pid !== undefined);
  process.kill(-pid, 'SIGINT');
}

async function untilAsked(run: TestRun, task: string): Promise<void> {
  while (run.told(task).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
}
