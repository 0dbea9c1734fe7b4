import assert from 'node:assert/strict';
import { numberedTasks, taskCommits } from '../../support/run-facts.ts';
import { assertStatus, testRun } from '../../support/runs.ts';

describe('steering a run', function () {
  this.timeout(120_000);

  it('ends with 1 when a task fails, says what it blocks, and goes on after a retry', async () => {
    await using run = await testRun({ settings: { retry: { attempts_max: 1 } } });
    run.script({ 2: [{ status: 7 }, {}] });
    run.plan([...numberedTasks(3, { chained: true }), { id: '4' }]);
    assertStatus(await run.necrocode('execute', 'demo'), 1);
    assert.deepEqual(await run.taskStates(), { 1: 'done', 2: 'failed', 3: 'blocked', 4: 'done' });
    assert.equal((await run.task('2')).failure?.kind, 'agent_error');
    assert.deepEqual((await run.task('3')).blocked_by, ['2']);

    assertStatus(await run.necrocode('retry', 'demo', '2'), 0);
    assertStatus(await run.necrocode('execute', 'demo'), 0);
    assert.deepEqual(taskCommits(run), ['1', '2', '3', '4']);
    assert.equal(run.told('1').length, 1, 'What was done is not done again.');
    await run.tidy();
  });

  it('starts nothing while it is paused, lets what runs end, and goes on when it is resumed', async () => {
    await using run = await testRun();
    const gate = run.gate();
    run.script({ 1: [{ waitFor: gate.path }] });
    run.plan(numberedTasks(2, { chained: true }));
    const ended = run.necrocode('execute', 'demo');
    await run.until(({ type }) => type === 'RunnerStarted');
    assertStatus(await run.necrocode('pause', 'demo'), 0);
    gate.open();
    await run.until(({ type }) => type === 'PROpened');
    assertStatus(await run.necrocode('resume', 'demo'), 0);
    await run.until(({ type }) => type === 'RunFinished');
    // It has left meanwhile, when nothing moved for so long that the controller did.
    await ended;

    const order = (await run.events('RunPaused', 'RunResumed', 'RunnerStarted', 'TaskCompleted')).map(
      ({ type, task_id }) => `${type} ${task_id ?? ''}`.trim(),
    );
    assert.deepEqual(order, [
      ...['RunnerStarted 1', 'RunPaused', 'RunResumed', 'TaskCompleted 1', 'RunnerStarted 2', 'TaskCompleted 2'],
    ]);
    await run.tidy();
  });

  it('cancels one task with its agent, blocks what depends on it, and finishes the rest', async () => {
    await using run = await testRun();
    run.script({ 1: [{ waitFor: run.gate().path }] });
    run.plan([...numberedTasks(2, { chained: true }), { id: '3' }]);
    const ended = run.necrocode('execute', 'demo', '--workers', '2');
    await run.until(({ type, task_id }) => type === 'RunnerStarted' && task_id === '1');
    assertStatus(await run.necrocode('cancel', 'demo', '1'), 0);
    assertStatus(await ended, 1);
    assert.deepEqual(await run.taskStates(), { 1: 'cancelled', 2: 'blocked', 3: 'done' });
    await run.tidy();
  });

  it('cancels a whole run', async () => {
    await using run = await testRun();
    run.script({ 1: [{ waitFor: run.gate().path }] });
    run.plan(numberedTasks(2, { chained: true }));
    const ended = run.necrocode('execute', 'demo');
    await run.until(({ type }) => type === 'RunnerStarted');
    assertStatus(await run.necrocode('cancel', 'demo'), 0);
    assertStatus(await ended, 1);
    assert.deepEqual(await run.taskStates(), { 1: 'cancelled', 2: 'cancelled' });
    assert.equal((await run.state()).specs.get('demo')?.run?.outcome, 'cancelled');
    await run.tidy();
  });

  it('does only what --only names, and the rest with the next execute', async () => {
    await using run = await testRun();
    run.plan(numberedTasks(3, { chained: true }));
    assertStatus(await run.necrocode('execute', 'demo', '--only', '1', '2'), 0);
    const states = await run.taskStates();
    assert.deepEqual([states['1'], states['2'], states['3']], ['done', 'done', 'blocked']);
    assertStatus(await run.necrocode('execute', 'demo'), 0);
    assert.deepEqual(taskCommits(run), ['1', '2', '3']);
    await run.tidy();
  });

  it('takes a new plan in the middle of a run: what is done stays done, what is new is done too', async () => {
    await using run = await testRun();
    const gate = run.gate();
    run.script({ 2: [{ waitFor: gate.path }] });
    run.plan(numberedTasks(3, { chained: true }));
    const ended = run.necrocode('execute', 'demo');
    await run.until(({ type, task_id }) => type === 'RunnerStarted' && task_id === '2');
    run.plan([...numberedTasks(2, { chained: true }), { id: '4', dependencies: ['2'] }], { version: 2 });
    assertStatus(await run.necrocode('execute', 'demo', '--detach'), 0);
    gate.open();
    assertStatus(await ended, 0);
    assert.deepEqual(taskCommits(run), ['1', '2', '4']);

    run.plan([...numberedTasks(2, { chained: true }), { id: '5' }], { version: 3 });
    assertStatus(await run.necrocode('execute', 'demo'), 0);
    assert.deepEqual(taskCommits(run), ['1', '2', '4', '5']);
    assert.deepEqual([run.told('1').length, run.told('2').length], [1, 1]);
    await run.tidy();
  });
});
