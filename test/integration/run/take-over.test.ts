import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { environmentWithKiro } from '../../support/kiro/stand-in.ts';
import { killProcess } from '../../support/marked-processes.ts';
import { numberedTasks, taskCommits } from '../../support/run-facts.ts';
import { assertStatus, programs } from '../../support/runs.ts';
import { attendedRun, type AttendedRun } from '../../support/sittings.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('taking a task over', function () {
  this.timeout(120_000);

  it('ends the agent, keeps what it has changed, and leaves the task to the person', async () => {
    await using run = await attendedRun();
    run.script({ 1: [{ waitFor: run.gate().path, isDeaf: true }] });
    run.plansSittings({ files: { 'mine.txt': 'mine\n' } });
    run.plan(numberedTasks(1));
    const ended = run.necrocode('execute', 'demo');
    await untilAsked(run, '1');
    const [asked] = run.told('1');

    const attach = await run.necrocode('attach', 'demo', '1');
    assertStatus(attach, 1);
    assert.match(attach.stderr, /does not wait for you[\s\S]*hint: necrocode take-over demo 1/);
    const done = await run.necrocode('done', 'demo', '1');
    assert.match(done.stderr, /does not wait for you/);

    const taken = await run.necrocode('take-over', 'demo', '1');
    assertStatus(taken, 0);
    assert.deepEqual(
      run.processes().filter(({ pid }) => pid === asked?.pid),
      [],
      'The agent lives.',
    );
    const [awaited] = await run.events('PersonAwaited');
    assert.equal(awaited?.data.reason, 'taken_over');
    assertStatus(await run.necrocode('done', 'demo', '1'), 0);
    assertStatus(await ended, 0);
    assert.deepEqual(
      (await run.task('1')).attempts.map(({ files }) => files),
      [['mine.txt']],
    );
    assert.deepEqual(taskCommits(run), ['1']);

    const late = await run.necrocode('done', 'demo', '1');
    assertStatus(late, 1);
    assert.match(late.stderr, /Nobody is at work on task 1: it is done\./);
    await run.tidy();
  });

  it('opens the conversation that the agent has had, where it can be taken up', async () => {
    using folder = temporaryFolder();
    await using run = await attendedRun({ env: { PATH: environmentWithKiro(folder.path).PATH ?? '' } });
    const stuck = { turns: [[{ write: ['half.txt', 'half\n'] }, { hang: true }]] };
    const terminal = { argv: run.face, prompt: [], resume: ['--resume-id'] };
    const env = { KIRO_STAND_IN: JSON.stringify(stuck), KIRO_API_KEY: 'ksk_signed_in' };
    const kiro = { driver: 'acp', env, terminal };
    run.settings({ agent: 'kiro', agents: { kiro } });
    run.plansSittings({});
    run.plan(numberedTasks(1));
    const ended = run.necrocode('execute', 'demo');
    await run.until(({ type }) => type === 'RunnerStarted');
    const written = join(await run.slotOf('1'), 'half.txt');
    while (!existsSync(written)) await new Promise((resolve) => setTimeout(resolve, 20));
    const taken = await run.necrocode('take-over', 'demo', '1');
    assertStatus(taken, 0);
    assert.match(taken.stdout, /It goes on with the conversation that it has had/);
    const session = (await run.events('PersonAwaited'))[0]?.data.session ?? '';
    assert.match(session, /^[0-9a-f-]{36}$/);
    assert.deepEqual(run.sittings()[0]?.args, ['--resume-id', session]);
    assertStatus(await run.necrocode('done', 'demo', '1'), 0);
    assertStatus(await ended, 0);
    await run.tidy();
  });

  it('gives a shell where the agent has no face, and that shell ends with the attempt', async () => {
    await using run = await attendedRun();
    run.settings({});
    run.plan(numberedTasks(1));
    const ended = run.necrocode('execute', 'demo', '--interactive');
    await run.untilAwaited('1');
    const desk = run.terminal(['attach', 'demo', '1'], { env: { SHELL: '/bin/bash', PS1: 'slot$ ' } });
    await desk.untilShown('this is a shell');
    desk.type('echo work > mine.txt; echo "task $NECROCODE_TASK_ID"');
    await desk.untilShown('task 1');
    desk.type(`"${process.execPath}" "${join(programs, 'cli.mjs')}" done`);
    await desk.untilShown('✓ Task 1 is proven');
    assert.equal(await desk.ended, 0, desk.shown());
    assertStatus(await ended, 0);
    assert.deepEqual(
      (await run.task('1')).attempts.map(({ files }) => files),
      [['mine.txt']],
    );
    await run.tidy();
  });

  it('does not hide that a runner was lost: the terminal ends with it, and the work is kept', async () => {
    await using run = await attendedRun({ settings: { retry: { backoff_ms: 0 }, lease_ms: 1000 } });
    run.plansSittings({ files: { 'mine.txt': 'mine\n' }, waitFor: run.gate().path });
    run.plan(numberedTasks(1));
    const ended = run.necrocode('execute', 'demo', '--interactive');
    await run.untilAwaited('1');
    const attached = run.necrocode('attach', 'demo', '1');
    while (run.sittings().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const { pid } = (await run.task('1')).attempts[0]?.runner ?? {};
    assert.ok(pid !== undefined && killProcess(pid));
    assertStatus(await attached, 1);
    await run.untilAwaited('1', 2);
    const [lost, again] = (await run.task('1')).attempts;
    assert.deepEqual([lost?.outcome, again?.is_attended], ['lost', true]);
    assert.equal(run.repository.git(['show', `${lost?.rescue_ref}:mine.txt`]), 'mine');
    assertStatus(await run.necrocode('fail', 'demo', '1'), 0);
    assertStatus(await ended, 1);
    await run.tidy();
  });

  it('names what is wrong when there is nothing to end', async () => {
    await using run = await attendedRun();
    run.plan(numberedTasks(1));
    const wrong: [args: string[], status: number, said: RegExp][] = [
      [['done'], 2, /This folder belongs to no task[\s\S]*Name the spec and the task/],
      [['done', 'demo'], 2, /TASK is missing/],
      [['fail', 'demo', '1'], 1, /There is no spec "demo"/],
    ];
    for (const [args, status, said] of wrong) {
      const finished = await run.necrocode(...args);
      assertStatus(finished, status);
      assert.match(finished.stderr, said);
    }
  });
});

async function untilAsked(run: AttendedRun, task: string): Promise<void> {
  while (run.told(task).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
}
