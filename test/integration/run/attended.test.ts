import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { killProcess } from '../../support/marked-processes.ts';
import { numberedTasks, taskCommits } from '../../support/run-facts.ts';
import { assertStatus, finish, programs, type Finished } from '../../support/runs.ts';
import { attendedRun, type AttendedRun } from '../../support/sittings.ts';
import { assertNobodyLeft } from '../../support/tidy.ts';

const good = { files: { 'out.txt': 'good\n' } };
const bad = { files: { 'out.txt': 'bad\n' } };
/** Fails, and says why, until the file is good. */
const verify = [`"${process.execPath}" check.mjs`];
const files = {
  'check.mjs': `import { readFileSync } from 'node:fs';
if (readFileSync('out.txt', 'utf8') !== 'good\\n') { console.log('out.txt is not good'); process.exit(1); }
`,
};

/** A command in the folder of the slot, as from a shell that stands there. */
function inSlot(run: AttendedRun, cwd: string, ...args: string[]): Promise<Finished> {
  return finish(spawn(process.execPath, [join(programs, 'cli.mjs'), ...args], { cwd, env: run.env }));
}

describe('a task that a person does', function () {
  this.timeout(120_000);

  it('waits for them with its agent’s face in its slot, and is proven and integrated when they say that it is done', async () => {
    await using run = await attendedRun({ files, settings: { verify }, env: { MY_SECRET_TOKEN: 'hush-hush-hush' } });
    run.plansSittings(good);
    run.plan(numberedTasks(2, { chained: true }));
    const ended = run.necrocode('execute', 'demo', '--interactive', '--only', '1');
    await run.untilAwaited('1');
    const status = await run.necrocode('status', 'demo');
    assert.match(status.stdout, /Task 1 waits for you: Task 1 +necrocode attach demo 1/);

    const attached = await run.necrocode('attach', 'demo', '1');
    assertStatus(attached, 0);
    assert.match(attached.stdout, /It waits for you[\s\S]*necrocode done demo 1/);
    const [sitting] = run.sittings();
    assert.equal(sitting?.cwd, await run.slotOf('1'));
    assert.deepEqual(sitting.args, [
      '--say',
      'Carry out the task that is described in `.kiro/current-task.md`, in the current folder.',
    ]);
    assert.deepEqual([sitting.env['NECROCODE_TASK_ID'], sitting.env['MY_SECRET_TOKEN']], ['1', undefined]);

    const done = await run.necrocode('done', 'demo', '1');
    assertStatus(done, 0);
    assert.match(done.stdout, /✓ Task 1 is proven and committed/);
    assertStatus(await ended, 0);
    assert.deepEqual(taskCommits(run), ['1']);
    assert.deepEqual(run.told('1'), [], 'No agent was asked.');
    await run.tidy();
  });

  it('goes back to them with what the check has found, as often as it takes', async () => {
    await using run = await attendedRun({
      files,
      settings: { verify, interactive: true, limits: { fix_rounds_max: 0 } },
    });
    run.plansSittings(bad, { files: { 'out.txt': 'worse\n' } }, good);
    run.plan(numberedTasks(1));
    const ended = run.necrocode('execute', 'demo');
    await run.untilAwaited('1');
    const desk = run.terminal(['attach', 'demo', '1']);
    for (const answer of ['d', 'o', 'd', 'nonsense', 'o', 'd']) {
      await desk.untilShown('Is it done?');
      desk.type(answer);
      if (answer === 'd' && run.sittings().length < 3) await desk.untilShown('│ out.txt is not good');
    }
    assert.equal(await desk.ended, 0, desk.shown());
    assert.match(desk.shown(), /✓ Task 1 is proven/);

    const [first, second] = run.sittings();
    assert.equal(first?.isTerminal, true);
    assert.match(second?.args[1] ?? '', /was checked and is not right yet/);
    assert.match(second?.task ?? '', /## What the last check has found\n\n[\s\S]*out\.txt is not good/);
    assertStatus(await ended, 0);
    assert.equal((await run.events('PersonAwaited')).length, 3);
    assert.equal((await run.task('1')).attempts.length, 1);
    await run.tidy();
  });

  it('is given up in its slot, where nothing need be named, and is not tried again by itself', async () => {
    await using run = await attendedRun({ files });
    run.plansSittings(bad);
    run.plan(numberedTasks(1));
    const ended = run.necrocode('execute', 'demo', '--interactive');
    await run.untilAwaited('1');
    await run.necrocode('attach', 'demo', '1');
    assertStatus(await inSlot(run, join(await run.slotOf('1'), '.kiro'), 'fail', '--reason', 'No idea.'), 0);
    const end = await ended;
    assertStatus(end, 1);
    assert.match(end.stdout, /✗ Task 1 failed: .* gave it up: No idea\./);
    const { attempts, failure } = await run.task('1');
    assert.deepEqual([attempts.length, failure?.is_final], [1, true]);
    const ref = attempts[0]?.rescue_ref ?? '';
    assert.match(end.stdout, new RegExp(`What was not committed in slot-1 is kept as ${ref}`));
    assert.equal(run.repository.git(['show', `${ref}:out.txt`]), 'bad');
    await run.tidy();
  });

  it('outlives a controller that is killed: what is said meanwhile is heard, and the next one goes on', async () => {
    await using run = await attendedRun({ files, settings: { verify } });
    run.plansSittings(good);
    run.plan(numberedTasks(2, { chained: true }));
    const client = run.start('execute', 'demo', '--interactive');
    const ended = finish(client);
    await run.untilAwaited('1');
    const [controller] = await run.events('ControllerStarted');
    for (const pid of [client.pid, controller?.data.pid]) assert.ok(pid !== undefined && killProcess(pid));
    await ended;
    assertStatus(await run.necrocode('attach', 'demo', '1'), 0);
    const done = await inSlot(run, await run.slotOf('1'), 'done');
    assertStatus(done, 0);
    assert.match(done.stdout, /No controller is at work: `necrocode execute demo` goes on from here/);

    const next = run.necrocode('execute', 'demo');
    await run.until(({ type, task_id }) => type === 'TaskCompleted' && task_id === '1');
    await run.untilAwaited('2');
    assertStatus(await run.necrocode('done', 'demo', '2'), 1);
    await run.necrocode('cancel', 'demo');
    await next;
    assert.deepEqual(await run.events('RunnerLost'), []);
    assert.equal((await run.events('RunnerStarted')).filter(({ task_id }) => task_id === '1').length, 1);
    await run.tidy();
  });

  it('is stopped by Ctrl-C in execute with everything saved, which is said, and waits again afterwards', async () => {
    await using run = await attendedRun({ files });
    run.plansSittings(bad);
    run.plan(numberedTasks(1));
    const client = run.start('execute', 'demo', '--interactive');
    const ended = finish(client);
    await run.untilAwaited('1');
    await run.necrocode('attach', 'demo', '1');
    assert.ok(client.pid !== undefined);
    process.kill(-client.pid, 'SIGINT');
    const end = await ended;
    assertStatus(end, 130);
    const ref = (await run.task('1')).attempts[0]?.rescue_ref ?? '';
    assert.match(end.stdout, new RegExp(`is kept as ${ref}`));
    assert.equal(run.repository.git(['show', `${ref}:out.txt`]), 'bad');
    await assertNobodyLeft(run);

    const next = run.necrocode('execute', 'demo');
    await run.untilAwaited('1', 2);
    const attached = await run.necrocode('attach', 'demo', '1');
    assert.match(attached.stdout, new RegExp(`git cherry-pick --no-commit ${ref}`));
    assertStatus(await run.necrocode('done', 'demo', '1'), 0);
    assertStatus(await next, 0);
    await run.tidy();
  });
});
