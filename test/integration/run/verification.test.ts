import assert from 'node:assert/strict';
import { onlyEvent, numberedTasks, taskCommits } from '../../support/run-facts.ts';
import { assertStatus, testRun } from '../../support/runs.ts';

/** Red while both of two files are there, green with any one of them. */
const notBoth = `node -e "const { existsSync: has } = require('fs'); if (has('a.txt') && has('b.txt') && !has('both.txt')) { console.log('a and b do not go together'); process.exit(1); }"`;

describe('verification and integration', function () {
  this.timeout(120_000);

  it('gives a conflict back to the task that came later, and it solves it', async () => {
    await using run = await testRun();
    run.plan([{ id: '1', priority: 1 }, { id: '2' }]);
    const gate = run.gate();
    run.script({
      1: [{ files: { 'README.md': 'hello from 1\n' } }],
      2: [
        { waitFor: gate.path, files: { 'README.md': 'hello from 2\n' } },
        { files: { 'README.md': 'hello from 1\nhello from 2\n' } },
      ],
    });
    const ended = run.necrocode('execute', 'demo', '--workers', '2');
    await run.until(({ type, task_id }) => type === 'TaskCompleted' && task_id === '1');
    gate.open();
    assertStatus(await ended, 0);

    const conflict = onlyEvent(await run.events(), 'ConflictDetected', '2');
    assert.equal(conflict.attempt, 1);
    const [, again] = run.told('2');
    assert.deepEqual(again?.conflicts, ['README.md']);
    assert.deepEqual([again.attempt, run.told('1').length], [2, 1]);
    assert.equal(run.repository.git(['show', 'necrocode/demo:README.md']), 'hello from 1\nhello from 2');
    assert.deepEqual(taskCommits(run), ['1', '2']);
    await run.tidy();
  });

  it('sends a red check back to the same agent, and what the second round makes is what lands', async () => {
    const check = `node -e "const text = require('fs').readFileSync('answer.txt', 'utf8'); if (text !== '4') { console.log('expected 4, got ' + text); process.exit(1); }"`;
    await using run = await testRun({ settings: { verify: [check] } });
    run.script({ 1: [{ files: { 'answer.txt': '5' } }, { files: { 'answer.txt': '4' } }] });
    run.plan(numberedTasks(1));
    assertStatus(await run.necrocode('execute', 'demo'), 0);

    assert.equal((await run.task('1')).attempts.length, 1);
    const [, second] = run.told('1');
    assert.match(second?.prompt ?? '', /expected 4, got 5/);
    const verdicts = (await run.events('VerificationFinished')).map(({ data }) => data.verification.ok);
    assert.deepEqual(verdicts, [false, true]);
    assert.equal(run.repository.git(['show', 'necrocode/demo:answer.txt']), '4');
    await run.tidy();
  });

  it('shows in the pull request what a playbook has checked, beside the check of the tree', async () => {
    const steps = 'steps:\n  - agent: true\n  - verify: ["node --eval 0 {task_id}"]\n';
    await using run = await testRun({
      files: { '.kiro/playbooks/default.yaml': steps },
      settings: { verify: ['node --version'] },
    });
    run.plan(numberedTasks(1));
    assertStatus(await run.necrocode('execute', 'demo'), 0);

    const checks = (await run.events('VerificationFinished')).map(({ data }) => data.verification);
    assert.deepEqual(
      checks.map(({ ok, tree, commands }) => [ok, tree !== undefined, commands.map(({ command }) => command)]),
      [
        [true, false, ['node --eval 0 {task_id}']],
        [true, true, ['node --version']],
      ],
    );
    const { stdout } = await run.necrocode('pr', 'show', '1');
    assert.match(stdout, /node --eval 0 \{task_id\}[^]*node --version/);
    await run.tidy();
  });

  it('lands nothing that is green alone and red together: its owner tries again on the new tip', async () => {
    await using run = await testRun({ settings: { verify: [notBoth] } });
    const gate = run.gate();
    run.script({
      1: [{ files: { 'a.txt': 'a\n' } }],
      2: [{ waitFor: gate.path, files: { 'b.txt': 'b\n' } }, { files: { 'b.txt': 'b\n', 'both.txt': 'both\n' } }],
    });
    run.plan([{ id: '1', priority: 1 }, { id: '2' }]);
    const ended = run.necrocode('execute', 'demo', '--workers', '2');
    await run.until(({ type, task_id }) => type === 'TaskCompleted' && task_id === '1');
    gate.open();
    assertStatus(await ended, 0);

    const outcomes = (await run.events('IntegrationFinished')).map(({ task_id, data }) => [task_id, data.outcome]);
    assert.deepEqual(outcomes, [
      ['1', 'merged'],
      ['2', 'verify_failed'],
      ['2', 'merged'],
    ]);
    assert.match(run.told('2')[1]?.prompt ?? '', /a and b do not go together/);
    assert.deepEqual(taskCommits(run), ['1', '2']);
    await run.tidy();
  });

  it('runs a checkpoint on the tip, without an agent, and holds back what is behind it', async () => {
    await using run = await testRun({ settings: { verify: ['node -e ""'] } });
    run.plan([
      { id: '1' },
      { id: '2', kind: 'checkpoint', dependencies: ['1'], verify: [`node -e "require('fs').statSync('out/1.txt')"`] },
      { id: '3', dependencies: ['2'] },
    ]);
    assertStatus(await run.necrocode('execute', 'demo'), 0);
    assert.deepEqual(run.told('2'), []);
    assert.deepEqual(taskCommits(run), ['1', '3']);
    const events = await run.events();
    assert.ok(onlyEvent(events, 'TaskCompleted', '2').seq < onlyEvent(events, 'RunnerStarted', '3').seq);
    await run.tidy();
    assert.equal(
      run.repository.git(['for-each-ref', 'refs/heads/feature']),
      '',
      'A branch is left of a task that is done.',
    );
  });

  it('fails a checkpoint whose tip is red, and blocks what is behind it', async () => {
    await using run = await testRun();
    run.plan([
      { id: '1' },
      { id: '2', kind: 'checkpoint', dependencies: ['1'], verify: ['node -e "process.exit(3)"'] },
      { id: '3', dependencies: ['2'] },
    ]);
    assertStatus(await run.necrocode('execute', 'demo'), 1);
    assert.deepEqual(await run.taskStates(), { 1: 'done', 2: 'failed', 3: 'blocked' });
    await run.tidy();
  });
});
