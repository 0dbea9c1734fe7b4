// The stages of a planning by an agent, over a conversation that is scripted.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cancelled, UserError } from '../../../../../src/core/base/errors.ts';
import { planWithAgent, type AgentPlan } from '../../../../../src/core/planner/planner.ts';
import { goodSpec, japaneseSpec, placeIn, stages, tasksText } from '../../../../support/planned-spec.ts';
import { testRepository, writeFiles, type TestRepository } from '../../../../support/repository.ts';
import { scripted, secret, type Scripted, type ScriptedTurn } from './scripted-slot.ts';

const sentence = 'Create a notes service with search';
const allTurns: ScriptedTurn[] = stages.map((stage) => ({ writes: { [stage]: goodSpec[stage] } }));

function repository(): TestRepository {
  const made = testRepository();
  made.commit({ 'README.md': '# Notes\n\nWritten in Rust.\n', 'package.json': '{"scripts":{"test":"node --test"}}\n' });
  return made;
}

function specFiles({ mainWorktree }: TestRepository): string[] {
  const folder = join(mainWorktree, '.kiro/specs/notes');
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

async function failure(planning: Promise<unknown>): Promise<UserError> {
  const error = await planning.then(
    () => assert.fail('It was planned.'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw error;
  assert.ok(error.hint !== undefined && error.hint !== '', 'There is no way out.');
  return error;
}

function edgesOf({ taskset }: AgentPlan): [string, string[]][] {
  return taskset.tasks.map(({ id, dependencies }) => [id, [...dependencies].sort()]);
}

const goodEdges = [
  ['1.1', []],
  ['1.2', ['1.1']],
  ['2.1', ['1.1']],
  ['3', ['1.2', '2.1']],
];

/** Kinds of progress in order, without those that only move a live line. */
function steps({ progress }: Scripted): string[] {
  return progress.map(({ kind, stage }) => `${stage} ${kind}`);
}

describe('a planning by an agent', () => {
  it('takes three documents out of the slot, one stage after another, and reads them back as anybody’s spec', async () => {
    using user = repository();
    using script = scripted(user.mainWorktree, allTurns);
    const plan = await planWithAgent(sentence, script.options);
    assert.deepEqual(edgesOf(plan), goodEdges);
    assert.equal(plan.title, 'Notes');
    assert.deepEqual(plan.taskset.tasks[0]!.verify, ['npm test']);
    assert.deepEqual(plan.taskset.tasks[0]!.files, ['src/store.ts']);
    assert.equal(plan.files['tasks.md'], goodSpec.tasks);
    assert.deepEqual(plan.written, [placeIn('notes', 'requirements'), placeIn('notes', 'design')]);
    assert.deepEqual(specFiles(user), ['.planning.json', 'design.md', 'requirements.md']);
    assert.deepEqual(
      steps(script),
      stages.flatMap((stage) => [`${stage} asked`, `${stage} finished`]),
    );
    assert.deepEqual(script.slots, { opened: 1, open: 0 });
    await plan.finish();
    assert.deepEqual(specFiles(user), ['design.md', 'requirements.md']);
  });

  it('tells the agent where to write, in which form, what is asked, and of the repository once', async () => {
    using user = repository();
    using script = scripted(user.mainWorktree, allTurns);
    await planWithAgent(`${sentence}, unlike ${secret}`, script.options);
    const [requirements, design, tasks] = script.told;
    assert.match(requirements!, /Stage 1 of 3[^]*`\.kiro\/specs\/notes\/requirements\.md`[^]*<job>[^]*notes service/);
    assert.match(requirements!, /Written in Rust/);
    assert.match(design!, /Stage 2 of 3[^]*Read first: `\.kiro\/specs\/notes\/requirements\.md`/);
    assert.doesNotMatch(design!, /Written in Rust/);
    assert.match(tasks!, /Stage 3 of 3[^]*## Task Dependency Graph[^]*"dependsOn"/);
    assert.ok(!script.told.join('\n').includes(secret), 'The agent was told a secret.');
  });

  it('shows what it took, and n/a for what the agent does not tell', async () => {
    using user = repository();
    using script = scripted(user.mainWorktree, allTurns);
    const { notes } = await planWithAgent(sentence, script.options);
    assert.ok(notes[0]!.includes('written by the agent helper'), notes[0]);
    assert.equal(notes[1], 'Planned by helper in 3 turns: 300 tokens in, n/a tokens out, cost 0.125 credits.');
    assert.ok(notes.some((note) => note.includes('.kiro/artifacts/notes/plan/now.log')));
  });

  it('speaks Japanese to the agent, and reads Japanese documents, for a Japanese sentence', async () => {
    using user = repository();
    const turns = stages.map((stage) => ({ writes: { [stage]: japaneseSpec[stage] } }));
    using script = scripted(user.mainWorktree, turns);
    const plan = await planWithAgent('検索できるメモサービスを作って', script.options);
    assert.equal(plan.language, 'ja');
    assert.match(script.told[0]!, /^ステージ 1\/3/);
    assert.match(script.told[0]!, /#### 受入基準/);
    assert.deepEqual(edgesOf(plan), [
      ['1.1', []],
      ['2', ['1.1']],
    ]);
  });

  it('has a cyclic plan repaired in one round of the same conversation', async () => {
    using user = repository();
    const cyclic = tasksText({ edges: { first: ['1.2'], second: ['1.1'] } });
    using script = scripted(user.mainWorktree, [...allTurns.with(2, { writes: { tasks: cyclic } }), allTurns[2]!]);
    const plan = await planWithAgent(sentence, script.options);
    assert.equal(script.told.length, 4);
    assert.match(
      script.told[3]!,
      /tasks\.md` breaks these rules:\n\n- Line \d+: .*(?:1\.1 → 1\.2 → 1\.1|1\.2 → 1\.1 → 1\.2)/,
    );
    assert.deepEqual(edgesOf(plan), goodEdges);
    assert.ok(plan.notes.some((note) => note.includes('mended its documents once')));
    assert.equal(script.slots.opened, 1);
  });

  const broken: [what: string, turn: ScriptedTurn, expected: RegExp][] = [
    ['nothing', {}, /tasks\.md is not there/],
    ['a task with a reference that leads nowhere', { writes: { tasks: tasksText({ reference: '7.1' }) } }, /"7\.1"/],
    [
      'no graph',
      { writes: { tasks: goodSpec.tasks.replace(/## Task Dependency Graph[^]*/, '') } },
      /Expected the section "Task Dependency Graph"/,
    ],
    [
      'a box that is ticked',
      { writes: { tasks: goodSpec.tasks.replace('- [ ] 1.1', '- [x] 1.1') } },
      /box of Task 1\.1/,
    ],
    ['words alone', { writes: { tasks: 'Done!' } }, /Expected 1 to 200 tasks, got 0/],
    [
      'a link to a file of the user’s',
      { does: (slot) => symlinkSync('/etc/passwd', join(slot, placeIn('notes', 'tasks'))) },
      /got a link/,
    ],
    ['an endless file', { writes: { tasks: 'x'.repeat(1_000_001) } }, /at most 1000000 bytes/],
  ];
  for (const [what, turn, expected] of broken) {
    it(`gives up an agent that leaves ${what}, says why, and keeps the stages that are done`, async () => {
      using user = repository();
      using script = scripted(user.mainWorktree, allTurns.with(2, turn), { repairsMax: 0 });
      const { message, hint } = await failure(planWithAgent(sentence, script.options));
      assert.match(message, /^The tasks of the agent "helper" cannot be used, also after 0 repairs:\n- /);
      assert.match(message, expected);
      assert.match(hint!, /taken up[^]*--planner offline[^]*now\.log/);
      assert.deepEqual(specFiles(user), ['.planning.json', 'design.md', 'requirements.md']);
      assert.equal(script.slots.open, 0);
    });
  }

  it('asks for mending no more often than it may', async () => {
    using user = repository();
    using script = scripted(user.mainWorktree, [{ writes: { requirements: '# Requirements\n\nNone.\n' } }]);
    const { message } = await failure(planWithAgent(sentence, script.options));
    assert.match(
      message,
      /requirements of the agent "helper"[^]*after 2 repairs:\n- Expected 1 to 60 requirements, got 0/,
    );
    assert.equal(script.told.length, 3);
    assert.ok(!existsSync(join(user.mainWorktree, '.kiro')), 'Something was written.');
  });

  it('tells the agent what was refused when a document is missing for it', async () => {
    using user = repository();
    const denied = ['Writing /etc/motd – /etc/motd is outside the slot'];
    using script = scripted(user.mainWorktree, [{ denied }, ...allTurns]);
    await planWithAgent(sentence, script.options);
    assert.match(script.told[1]!, /is not there[^]*was refused:\n\n- Writing \/etc\/motd/);
  });

  it('uses a plan that only looks strange in the end, and says what does', async () => {
    using user = repository();
    const strange = tasksText({ reference: '1.2' });
    using script = scripted(user.mainWorktree, allTurns.with(2, { writes: { tasks: strange } }), { repairsMax: 1 });
    const plan = await planWithAgent(sentence, script.options);
    assert.match(script.told[3]!, /Requirement 2 is met by no task/);
    assert.deepEqual(edgesOf(plan), goodEdges);
  });

  it('takes up at the stage that failed, with what a person has changed meanwhile', async () => {
    using user = repository();
    const quota = { kind: 'quota', message: 'The agent "helper" has used up its quota: come back' } as const;
    {
      using script = scripted(user.mainWorktree, [allTurns[0]!, { fails: quota }]);
      const { message, hint } = await failure(planWithAgent(sentence, script.options));
      assert.equal(message, 'The agent "helper" has used up its quota: come back.');
      assert.match(hint!, /quota opens[^]*taken up/);
      assert.equal(script.slots.open, 0);
    }
    assert.deepEqual(specFiles(user), ['.planning.json', 'requirements.md']);
    const path = join(user.mainWorktree, placeIn('notes', 'requirements'));
    const edited = readFileSync(path, 'utf8').replace('As a user, I want to search', 'As an EDITOR, I want to search');
    writeFileSync(path, edited);
    let seen = '';
    const look = (slot: string) => void (seen = readFileSync(join(slot, placeIn('notes', 'requirements')), 'utf8'));
    using script = scripted(user.mainWorktree, [{ ...allTurns[1]!, does: look }, allTurns[2]!]);
    const plan = await planWithAgent(sentence, script.options);
    assert.deepEqual(steps(script)[0], 'requirements taken_up');
    assert.equal(script.told.length, 2);
    assert.equal(seen, edited, 'The agent was not shown what stands.');
    assert.equal(plan.files['requirements.md'], edited);
    assert.ok(plan.notes.some((note) => note.includes('requirements.md') && note.includes('cut short')));
  });

  it('opens no slot when every document stands already', async () => {
    using user = repository();
    using first = scripted(user.mainWorktree, allTurns);
    const plan = await planWithAgent(sentence, first.options);
    writeFiles(user.mainWorktree, { [placeIn('notes', 'tasks')]: plan.files['tasks.md'] });
    using script = scripted(user.mainWorktree, []);
    assert.deepEqual(edgesOf(await planWithAgent(sentence, script.options)), goodEdges);
    assert.equal(script.slots.opened, 0);
  });

  it('keeps its hands off documents of somebody else, before an agent is called', async () => {
    using user = repository();
    writeFiles(user.mainWorktree, { [placeIn('notes', 'design')]: 'Mine.\n' });
    using script = scripted(user.mainWorktree, allTurns);
    const { message } = await failure(planWithAgent(sentence, script.options));
    assert.match(message, /design\.md/);
    assert.equal(script.slots.opened, 0);
    using again = scripted(user.mainWorktree, allTurns, { overwrite: true });
    assert.equal((await planWithAgent(sentence, again.options)).files['design.md'], goodSpec.design);
  });

  it('takes no document that stood in the slot before the agent came', async () => {
    using user = repository();
    using script = scripted(user.mainWorktree, [{}], { repairsMax: 0 });
    const { openSlot } = script.options;
    const withOld: typeof openSlot = async (wanted) => {
      const slot = await openSlot(wanted);
      writeFiles(slot.path, { [placeIn('notes', 'requirements')]: goodSpec.requirements });
      return slot;
    };
    const { message } = await failure(planWithAgent(sentence, { ...script.options, openSlot: withOld }));
    assert.match(message, /requirements\.md is not there/);
  });

  it('writes no secret into a document', async () => {
    using user = repository();
    const leaky = goodSpec.design.replace('One process', `One process with ${secret}`);
    using script = scripted(user.mainWorktree, allTurns.with(1, { writes: { design: leaky } }));
    await planWithAgent(sentence, script.options);
    const text = readFileSync(join(user.mainWorktree, placeIn('notes', 'design')), 'utf8');
    assert.match(text, /One process with \[redacted\]/);
  });

  it('numbers new tasks behind those that are finished, and refuses their numbers', async () => {
    using user = repository();
    const finishedOf = () => [{ id: '1.1', title: 'Old work' }];
    const turns = [
      ...allTurns,
      { writes: { tasks: tasksText({ firstGroup: 2, edges: { first: [], second: ['1.1'] } }) } },
    ];
    using script = scripted(user.mainWorktree, turns, { finishedOf });
    const plan = await planWithAgent(sentence, script.options);
    assert.match(script.told[2]!, /begin with group 2[^]*1\.1 Old work/);
    assert.match(script.told[3]!, /Task 1\.1 is finished as "Old work"/);
    assert.deepEqual(
      plan.taskset.tasks.map(({ id }) => id),
      ['2.1', '2.2', '3.1', '4'],
    );
  });

  it('writes nothing for a dry run', async () => {
    using user = repository();
    using script = scripted(user.mainWorktree, allTurns, { isDryRun: true });
    assert.deepEqual(edgesOf(await planWithAgent(sentence, script.options)), goodEdges);
    assert.ok(!existsSync(join(user.mainWorktree, '.kiro')), 'Something was written.');
  });

  it('ends when it is called off, gives the slot back, and can be taken up', async () => {
    using user = repository();
    const ending = new AbortController();
    const waits = async (_slot: string, signal: AbortSignal): Promise<void> => {
      ending.abort(new Cancelled('Somebody pressed Ctrl-C'));
      signal.throwIfAborted();
    };
    using script = scripted(user.mainWorktree, allTurns.with(1, { does: waits }), { signal: ending.signal });
    await assert.rejects(planWithAgent(sentence, script.options), Cancelled);
    assert.deepEqual(specFiles(user), ['.planning.json', 'requirements.md']);
    assert.equal(script.slots.open, 0);
  });
});
