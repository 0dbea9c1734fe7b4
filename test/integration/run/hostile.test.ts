import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RegistryEvent } from '../../../src/core/model/events.ts';
import type { TaskStateName } from '../../../src/core/model/state.ts';
import { environmentWithKiro, type KiroScript } from '../../support/kiro/stand-in.ts';
import { assertStatus, testRun, type PlannedTask, type RunOptions, type TestRun } from '../../support/runs.ts';
import { assertNobodyLeft } from '../../support/tidy.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const agent = join(import.meta.dirname, '../../support/agents/misbehaves.mjs');

/** A run whose tasks are named after what their agent does. */
async function hostileRun(deeds: readonly (string | PlannedTask)[], options: RunOptions = {}) {
  const notes = temporaryFolder();
  const run = await testRun({
    agent: [process.execPath, agent, notes.path],
    ...options,
    settings: { retry: { attempts_max: 1, backoff_ms: 0 }, ...options.settings },
    prepare: (repository) => {
      repository.commit({ 'README.md': 'hello\n' });
      repository.git(['branch', 'user']);
    },
  });
  run.plan(deeds.map((deed) => (typeof deed === 'string' ? { id: deed } : deed)));
  return {
    ...run,
    notes: notes.path,
    async [Symbol.asyncDispose]() {
      await run[Symbol.asyncDispose]();
      notes[Symbol.dispose]();
    },
  };
}

/** How the tasks have ended: the state, or the kind of failure. */
async function ends(run: TestRun): Promise<Record<string, string>> {
  const tasks = [...((await run.state()).specs.get('demo')?.tasks ?? [])];
  return Object.fromEntries(tasks.map(([id, { state, failure }]) => [id, failure?.kind ?? state]));
}

const filesOf = ({ repository }: TestRun, ref = 'necrocode/demo'): string[] =>
  repository.git(['ls-tree', '-r', '--name-only', ref]).split('\n');

const allDone = (deeds: readonly string[]): Record<string, TaskStateName> =>
  Object.fromEntries(deeds.map((deed) => [deed, 'done']));

describe('an agent that misbehaves', function () {
  this.timeout(180_000);

  it('leaves no process behind, and fills neither memory nor disk', async () => {
    const deeds = ['daemon', 'holds-stdout', 'spews'];
    await using run = await hostileRun([...deeds, 'deaf'], {
      settings: { limits: { wall_clock_ms: 20_000, idle_ms: 3000, output_bytes_max: 1_000_000 } },
    });
    assertStatus(await run.necrocode('execute', 'demo', '--workers', '4'), 1);
    assert.deepEqual(await ends(run), { ...allDone(deeds), deaf: 'agent_timeout' });
    assert.ok(Number(readFileSync(join(run.notes, 'peak'), 'utf8')) < 300_000, 'its runner has grown');
    const log = join(run.place.registryDir, 'attempts/demo/spews/1/output.log');
    assert.ok(statSync(log).size <= 1_100_000);
    await assertNobodyLeft(run);
    assert.equal(existsSync(`/proc/${readFileSync(join(run.notes, 'daemon'), 'utf8')}`), false);
    await run.tidy();
  });

  it('can do with git in its slot what it likes: its work is what its files are, in one commit', async () => {
    const deeds = ['commits-elsewhere', 'rewrites-branch', 'deletes-git', 'leads-git-astray', 'leaves-a-mess'];
    await using run = await hostileRun([...deeds, 'links-out', 'removes-itself']);
    assertStatus(await run.necrocode('execute', 'demo', '--workers', '3'), 1);
    const failed = { 'links-out': 'policy_violation', 'removes-itself': 'agent_error' };
    assert.deepEqual(await ends(run), { ...allDone(deeds), ...failed });
    assert.deepEqual(filesOf(run), [
      ...['.gitignore', 'README.md', 'closed/file.txt', 'first.txt', 'nested/file.txt'],
      ...deeds.toSorted().map((deed) => `out/${deed}.txt`),
      ...['second.txt', 'third.txt'],
    ]);
    for (const deed of deeds) {
      const { commit, base_sha } = (await run.task(deed)).attempts[0]!;
      assert.equal(run.repository.git(['rev-parse', `${commit!}^@`]), base_sha, deed);
    }
    assert.equal(existsSync(join(run.notes, 'trapped')), false, 'a git of ours has run what it was told to');
    await run.tidy();
  });

  it('that changes configuration and hooks is told of, everywhere a person looks, and no git of ours runs them', async () => {
    await using run = await hostileRun(chained(['configures', 'hooks', 'after']));
    const config = readFileSync(join(run.repository.commonDir, 'config'), 'utf8');
    const ended = await run.necrocode('execute', 'demo');
    assertStatus(ended, 0);
    assert.deepEqual(await ends(run), allDone(['configures', 'hooks', 'after']));
    assert.equal(existsSync(join(run.notes, 'trapped')), false, 'a git of ours has run what it was told to');

    const altered = await run.events('RepositoryAltered');
    assert.deepEqual(altered.map(namesIn), [
      ['config'],
      ['hooks/post-checkout', 'hooks/post-index-change', 'hooks/pre-commit', 'hooks/reference-transaction'],
    ]);
    assert.deepEqual(
      altered.map(({ data }) => data.holders),
      [['demo/configures/1'], ['demo/hooks/1']],
    );
    assert.match(altered[0]!.data.alterations[0]!.keys?.join() ?? '', /core\.fsmonitor,core\.hookspath,.*user\.email/);
    assert.match(ended.stdout, /While demo\/configures\/1 was at work: 1 thing in your \.git changed: config/);
    assert.match((await run.necrocode('status')).stdout, /in your \.git changed.*necrocode doctor/);

    const doctor = await run.necrocode('doctor');
    assertStatus(doctor, 1);
    assert.match(doctor.stdout, /demo\/configures\/1 was at work.*config changed \(alias\.status, core\.fsmonitor/);
    assertStatus(await run.necrocode('doctor', '--fix'), 0);
    assert.equal(readFileSync(join(run.repository.commonDir, 'config'), 'utf8'), config);
    await run.tidy();
  });

  it('that prunes, packs and makes refs is told of; nobody’s work is lost', async () => {
    const deeds = ['prunes', 'refs', 'leads-integration-astray'];
    await using run = await hostileRun(chained(deeds));
    const { repository } = run;
    const user = repository.git(['rev-parse', 'user']);
    assertStatus(await run.necrocode('execute', 'demo'), 0);
    assert.deepEqual(await ends(run), allDone(deeds));
    const names = (await run.events('RepositoryAltered')).flatMap(namesIn);
    const refs = ['refs/heads/user', 'refs/stash', 'refs/tags/agents-tag'];
    assert.deepEqual(names.toSorted(), ['refs/heads/necrocode/demo', ...refs].toSorted());
    assert.deepEqual(
      filesOf(run).filter((name) => name.startsWith('out/')),
      deeds.toSorted().map((id) => `out/${id}.txt`),
    );
    const doctor = await run.necrocode('doctor');
    assert.match(doctor.stdout, new RegExp(`git update-ref refs/heads/user ${user}`));
    repository.git(['update-ref', 'refs/heads/user', user]);
    repository.git(['tag', '--delete', 'agents-tag']);
    repository.git(['stash', 'drop', '--quiet']);
    await run.tidy();
  });

  it('that reaches for the user’s checkout and for free slots gets none of it into its work', async () => {
    const [before, after] = [
      ['first', 'second'],
      ['third', 'fourth'],
    ];
    const deeds = [...before, 'edits-checkout', 'edits-free-slots', ...after];
    await using run = await hostileRun([
      ...before,
      { id: 'edits-checkout', dependencies: before },
      { id: 'edits-free-slots', dependencies: ['edits-checkout'] },
      ...after.map((id) => ({ id, dependencies: ['edits-free-slots'] })),
    ]);
    assertStatus(await run.necrocode('execute', 'demo', '--workers', '2'), 0);
    assert.deepEqual(await ends(run), allDone(deeds));
    assert.deepEqual(
      filesOf(run).filter((name) => name === 'stray.txt'),
      [],
    );
    const { git } = run.repository;
    assert.match(git(['status', '--porcelain']), /M README\.md[^]*\?\? stray\.txt/);
    git(['checkout', '--quiet', '--', 'README.md']);
    git(['clean', '--quiet', '--force', 'stray.txt']);
    await run.tidy();
  });

  it('that forges events and its runner’s messages is believed in nothing', async () => {
    const [forged, unproven] = ['forges-events', 'forges-messages'];
    const plan: PlannedTask[] = [{ id: forged }, { id: 'after', dependencies: [forged] }, { id: unproven }];
    await using run = await hostileRun(plan, { settings: { verify: ['test ! -e unproven.txt'] } });
    const ended = await run.necrocode('execute', 'demo', '--workers', '1');
    assertStatus(ended, 1);
    assert.deepEqual(await ends(run), { ...allDone([forged, 'after']), [unproven]: 'verify_failed' });
    assert.match(ended.stderr, /The controller is gone; another one goes on\./);
    const completed = await run.events('TaskCompleted');
    assert.deepEqual(
      completed.map(({ task_id, seq }) => [task_id, seq < 999]),
      [forged, 'after'].map((task) => [task, true]),
    );
    assert.ok(new Set((await run.events()).map(({ epoch }) => epoch)).size > 1);
    const quarantine = join(run.place.registryDir, 'quarantine');
    assert.match(
      readdirSync(quarantine)
        .map((name) => readFileSync(join(quarantine, name), 'utf8'))
        .join(''),
      /"seq":999/,
    );
    await run.tidy();
  });

  it('that ruins the log or deletes the registry ends the run loudly, and what is true of it goes on', async () => {
    for (const [deed, error] of [
      ['ruins-log', /The registry is damaged at events\.jsonl:\d+[^]*necrocode doctor --fix/],
      ['deletes-registry', /The registry ends at event 0, although it had come to event \d+/],
    ] as const) {
      await using run = await hostileRun(chained([deed, 'after']));
      const ended = await run.necrocode('execute', 'demo');
      assertStatus(ended, 1);
      assert.match(ended.stderr, error);
      await assertNobodyLeft(run);
      await run.necrocode('doctor', '--fix');
      assertStatus(await run.necrocode('execute', 'demo'), 0);
      assert.deepEqual(await ends(run), allDone([deed, 'after']));
      await run.tidy();
    }
  });

  it('is held by the same rules when it is Kiro', async () => {
    const scripts: Record<string, KiroScript['turns']> = {
      kiro: [
        [
          { write: ['../../../stray.txt', 'stray\n'] },
          { run: 'git push origin main' },
          { run: 'git config core.fsmonitor evil && git commit --quiet --allow-empty -m mine && rm .git' },
          { write: ['kiro.txt', 'kiro\n'] },
        ],
      ],
      'kiro-v3': [[{ say: 'Thinking …' }, { hang: true }]],
      'kiro-headless': [[{ say: 'I was not allowed to, but it is done.' }]],
    };
    const names = Object.keys(scripts);
    const driverOf = (name: string): string => (name === 'kiro-headless' ? 'headless' : 'acp');
    const agents = names.map((name) => {
      const env = { KIRO_STAND_IN: JSON.stringify({ turns: scripts[name] }), KIRO_API_KEY: 'ksk_signed_in' };
      return [name, { driver: driverOf(name), env }] as const;
    });
    await using run = await hostileRun(
      names.map((id) => ({ id, required_skill: id })),
      {
        settings: {
          agent: 'kiro',
          agents: Object.fromEntries(agents),
          skills: Object.fromEntries(names.map((name) => [name, { agent: name }])),
          limits: { idle_ms: 3000 },
        },
      },
    );
    Object.assign(run.env, { PATH: environmentWithKiro(run.repository.folder)['PATH'] });
    assertStatus(await run.necrocode('execute', 'demo', '--workers', '3'), 1);
    const failed = { 'kiro-v3': 'agent_timeout', 'kiro-headless': 'no_changes' };
    assert.deepEqual(await ends(run), { kiro: 'done', ...failed });
    assert.deepEqual(filesOf(run), ['README.md', 'kiro.txt']);
    assert.deepEqual((await run.events('RepositoryAltered')).flatMap(namesIn), ['config']);
    const log = readFileSync(join(run.place.registryDir, 'attempts/demo/kiro/1/output.log'), 'utf8');
    assert.equal(log.match(/^\[denied\] /gm)?.length, 2, log);
    assertStatus(await run.necrocode('doctor', '--fix'), 0);
    await run.tidy();
  });
});

/** One behind the other. */
function chained(deeds: readonly string[]): PlannedTask[] {
  return deeds.map((id, n) => ({ id, dependencies: deeds.slice(Math.max(0, n - 1), n) }));
}

function namesIn({ data }: RegistryEvent<'RepositoryAltered'>): string[] {
  return data.alterations.map(({ name }) => name);
}
