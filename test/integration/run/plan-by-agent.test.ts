// Plans written by an agent, through the command line as it is shipped.
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { goodSpec, placeIn, stages, tasksText } from '../../support/planned-spec.ts';
import { numberedTasks } from '../../support/run-facts.ts';
import { assertStatus, finish, testRun, type TestRun, type Turn } from '../../support/runs.ts';
import { assertNobodyLeft } from '../../support/tidy.ts';

const sentence = 'Create a notes service with search';
const allTurns: Turn[] = stages.map((stage) => ({ files: { [placeIn('notes', stage)]: goodSpec[stage] } }));
const documents = ['design.md', 'requirements.md', 'tasks.md'];
const planning = ['plan', sentence, '--spec', 'notes'];

function filesIn(run: TestRun, folder: string): string[] {
  const path = join(run.repository.mainWorktree, folder);
  return existsSync(path) ? readdirSync(path).sort() : [];
}

function transcriptsOf(run: TestRun): string[] {
  return filesIn(run, '.kiro/artifacts/notes/plan').map((name) =>
    readFileSync(join(run.repository.mainWorktree, '.kiro/artifacts/notes/plan', name), 'utf8'),
  );
}

/** No process, no worktree, no folder of a slot, and nothing kept of what was not wanted. */
async function assertNothingLeft(run: TestRun): Promise<void> {
  await assertNobodyLeft(run);
  const { git, mainWorktree } = run.repository;
  assert.deepEqual(git(['worktree', 'list', '--porcelain']).match(/^worktree .*$/gm), [`worktree ${mainWorktree}`]);
  assert.equal(git(['for-each-ref', 'refs/necrocode/rescue']), '');
  await run.tidy();
}

async function untilAsked(run: TestRun, times: number): Promise<void> {
  while (run.told('plan', 'notes').length < times) await delay(20);
}

/** What a terminal does: every process in its foreground group is told. */
function pressCtrlC({ pid }: ChildProcess): void {
  assert.ok(pid !== undefined);
  process.kill(-pid, 'SIGINT');
}

describe('a plan by an agent', function () {
  this.timeout(120_000);

  it('is written in a slot, taken out of it and into the registry, and nothing else is left', async () => {
    const token = `ghp_${'b2'.repeat(20)}`;
    await using run = await testRun({ env: { DEPLOY_TOKEN: 'open-sesame-0123456789' } });
    const leaky = { ...allTurns[0], says: [`My token is ${token} and open-sesame-0123456789`] };
    const stray = { ...allTurns[1], files: { ...allTurns[1]!.files, 'src/eager.ts': 'export {};\n' } };
    run.script({ plan: [leaky, stray, allTurns[2]!] });
    const planned = await run.necrocode(...planning, '--planner', 'agent', '--json');
    assertStatus(planned, 0);
    assert.equal(planned.stderr, '');
    const outcome = JSON.parse(planned.stdout) as {
      planner: string;
      agent: string;
      notes: string[];
      written: string[];
    };
    assert.deepEqual([outcome.planner, outcome.agent], ['agent', 'scripted']);
    assert.deepEqual(outcome.written, [
      ...[placeIn('notes', 'requirements'), placeIn('notes', 'design'), placeIn('notes', 'tasks')],
      '.kiro/tasks/notes/tasks.json',
    ]);
    assert.deepEqual(filesIn(run, '.kiro/specs/notes'), documents);
    assert.deepEqual(Object.keys(await run.taskStates('notes')), ['3', '1.1', '1.2', '2.1']);
    const [event] = await run.events('SpecPlanned');
    assert.equal(event!.data.planner, 'agent');
    const [transcript] = transcriptsOf(run);
    assert.match(transcript!, /Turn 1[^]*Stage 1 of 3[^]*My token is \[redacted\] and \[redacted\]\n[^]*Turn 3/);
    assert.ok(outcome.notes.some((note) => /n\/a tokens in, n\/a tokens out, cost n\/a/.test(note)));
    assert.ok(!existsSync(join(run.repository.mainWorktree, 'src')), 'More than the documents was taken.');
    await assertNothingLeft(run);
  });

  it('is chosen by itself where an agent can be used and no key is there, and says so before it begins', async () => {
    await using run = await testRun();
    run.script({ plan: allTurns });
    const planned = await run.necrocode(...planning);
    assertStatus(planned, 0);
    const [chosen, ...steps] = planned.stderr.trimEnd().split('\n');
    assert.match(chosen!, /^Planned by the agent scripted: no key of a language model was found/);
    assert.match(chosen!, /--planner offline/);
    assert.deepEqual(
      steps.map((line) => line.replace(/\([\d.ms ]+\)/, '(time)')),
      stages.flatMap((stage) => [`Working on the ${stage}…`, `✓ ${stage}.md is done (time).`]),
    );
    assert.match(planned.stdout, /planner agent scripted/);
    await assertNothingLeft(run);
  });

  it('begins in a repository without a commit, and beside a run that is under way', async () => {
    await using run = await testRun({ prepare: () => {} });
    const gate = run.gate();
    run.script({ plan: allTurns, 1: [{ waitFor: gate.path }] });
    run.plan(numberedTasks(1));
    assertStatus(await run.necrocode('execute', 'demo', '--detach'), 0);
    while (run.told('1').length === 0) await delay(20);
    assertStatus(await run.necrocode(...planning, '--planner', 'agent', '--agent', 'scripted'), 0);
    assert.deepEqual(await run.taskStates(), { 1: 'running' });
    gate.open();
    await run.until(({ type, spec_id }) => type === 'RunFinished' && spec_id === 'demo');
    assert.deepEqual(await run.taskStates(), { 1: 'done' });
    assert.deepEqual(filesIn(run, '.kiro/specs/notes'), documents);
    await assertNobodyLeft(run);
  });

  it('has a plan mended in a further turn', async () => {
    await using run = await testRun();
    const cyclic = tasksText({ edges: { first: ['1.2'], second: ['1.1'] } });
    run.script({ plan: [...allTurns.slice(0, 2), { files: { [placeIn('notes', 'tasks')]: cyclic } }, allTurns[2]!] });
    const planned = await run.necrocode(...planning, '--planner', 'agent');
    assertStatus(planned, 0);
    assert.match(planned.stderr, /Mending the tasks: 1 problem\./);
    assert.match(run.told('plan', 'notes')[3]!.prompt, /breaks these rules/);
    await assertNothingLeft(run);
  });

  it('ends with Ctrl-C, even when the agent is deaf, leaves nobody behind, and goes on from what is done', async () => {
    await using run = await testRun();
    const deaf: Turn = { waitFor: run.gate().path, isDeaf: true };
    run.script({ plan: [allTurns[0]!, deaf] });
    const child = run.start(...planning, '--planner', 'agent');
    const ended = finish(child);
    await untilAsked(run, 2);
    pressCtrlC(child);
    const { status, stdout, stderr } = await ended;
    assert.equal(status, 130, stderr);
    assert.equal(stdout, '');
    assert.match(
      stderr,
      /Ending the planning…\nCalled off\. Kept: requirements\.md\. The same command goes on from there\.\n$/,
    );
    assert.deepEqual(filesIn(run, '.kiro/specs/notes'), ['.planning.json', 'requirements.md']);
    assert.deepEqual(filesIn(run, '.kiro/tasks'), []);
    await assertNothingLeft(run);

    // The agent's turns are counted over both plannings.
    run.script({ plan: [{}, {}, ...allTurns.slice(1)] });
    const again = await run.necrocode(...planning, '--planner', 'agent');
    assertStatus(again, 0);
    assert.match(again.stderr, /requirements\.md is taken up/);
    assert.equal(run.told('plan', 'notes').length, 4);
    assert.deepEqual(filesIn(run, '.kiro/specs/notes'), documents);
    await assertNothingLeft(run);
  });

  it('that was killed leaves a slot and an agent, which the next planning clears away', async () => {
    await using run = await testRun();
    run.script({ plan: [{ waitFor: run.gate().path, isDeaf: true }] });
    const child = run.start(...planning, '--planner', 'agent');
    const ended = finish(child);
    await untilAsked(run, 1);
    child.kill('SIGKILL');
    await ended;
    assert.equal(run.repository.git(['worktree', 'list']).split('\n').length, 2);
    run.script({ plan: [{}, ...allTurns] });
    assertStatus(await run.necrocode(...planning, '--planner', 'agent'), 0);
    await assertNothingLeft(run);
  });

  it('that was killed is also cleared away by `slots clean`', async () => {
    await using run = await testRun();
    run.script({ plan: [{ waitFor: run.gate().path, isDeaf: true }] });
    const child = run.start(...planning, '--planner', 'agent');
    const ended = finish(child);
    await untilAsked(run, 1);
    child.kill('SIGKILL');
    await ended;
    assertStatus(await run.necrocode('slots', 'clean'), 0);
    await assertNothingLeft(run);
  });

  it('of a spec that another process is planning is refused', async () => {
    await using run = await testRun();
    const gate = run.gate();
    run.script({ plan: [{ ...allTurns[0], waitFor: gate.path }, ...allTurns.slice(1)] });
    const first = finish(run.start(...planning, '--planner', 'agent'));
    await untilAsked(run, 1);
    const second = await run.necrocode(...planning, '--planner', 'agent');
    assert.equal(second.status, 1);
    assert.match(second.stderr, /Another process is planning notes\./);
    gate.open();
    assertStatus(await first, 0);
    await assertNothingLeft(run);
  });

  it('says in one sentence why the agent failed, and leaves nothing half written', async () => {
    await using run = await testRun();
    run.script({ plan: [{ files: {}, status: 3 }] });
    const planned = await run.necrocode(...planning, '--planner', 'agent');
    assert.equal(planned.status, 1);
    assert.match(planned.stderr, /error: The agent "scripted" ended with status 3\.\nhint: Run the command again/);
    assert.deepEqual(filesIn(run, '.kiro/specs'), []);
    await assertNothingLeft(run);
  });

  it('is not waited for when the agent hangs', async () => {
    await using run = await testRun({ settings: { limits: { idle_ms: 1000 } } });
    run.script({ plan: [{ waitFor: run.gate().path, isDeaf: true }] });
    const planned = await run.necrocode(...planning, '--planner', 'agent');
    assert.equal(planned.status, 1);
    assert.match(
      planned.stderr,
      /error: The agent printed nothing about its work, .* for 1 s, and was stopped\.\nhint: Run the command again/,
    );
    await assertNothingLeft(run);
  });

  it('is no work of an agent that follows a playbook', async () => {
    await using run = await testRun({ settings: { agent: 'playbook' } });
    const refused = await run.necrocode(...planning, '--planner', 'agent');
    assert.equal(refused.status, 1);
    assert.match(
      refused.stderr,
      /No agent that can plan is set up \(playbook: it follows a playbook, which cannot plan\)/,
    );
    const planned = await run.necrocode(...planning, '--dry-run', '--json');
    assertStatus(planned, 0);
    const { planner, notes } = JSON.parse(planned.stdout) as { planner: string; notes: string[] };
    assert.equal(planner, 'offline');
    assert.match(notes[0]!, /No key of a language model was found.*no agent that can plan \(playbook: it follows/);
    const misused = await run.necrocode(...planning, '--planner', 'offline', '--agent', 'kiro');
    assert.equal(misused.status, 1);
    assert.match(misused.stderr, /The planner "offline" uses no agent\./);
  });
});
