// Plans written by agents that are known by name: Kiro, by its stand-in, and opencode itself, with a model on this machine.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { environmentWithKiro } from '../../support/kiro/stand-in.ts';
import { goodSpec, placeIn, stages, tasksText } from '../../support/planned-spec.ts';
import { giveAgents, realAgent } from '../../support/real-agents.ts';
import { assertStatus, testRun, type TestRun } from '../../support/runs.ts';
import { calls, says, scriptedModel } from '../../support/scripted-model.ts';

const planning = ['plan', 'Create a notes service with search', '--spec', 'notes'];
const cyclic = tasksText({ edges: { first: ['1.2'], second: ['1.1'] } });

interface Planned {
  planner: string;
  agent?: string;
  notes: string[];
  taskset: { tasks: { id: string }[] };
}

function outcomeOf({ stdout }: { stdout: string }): Planned {
  return JSON.parse(stdout) as Planned;
}

function transcriptOf(run: TestRun): string {
  const folder = join(run.repository.mainWorktree, '.kiro/artifacts/notes/plan');
  return readFileSync(join(folder, readdirSync(folder)[0]!), 'utf8');
}

function assertGoodSpec(run: TestRun): void {
  for (const stage of stages) {
    const text = readFileSync(join(run.repository.mainWorktree, placeIn('notes', stage)), 'utf8');
    assert.equal(text, goodSpec[stage]);
  }
}

describe('a plan by Kiro over ACP', function () {
  this.timeout(120_000);

  /** Kiro is on the PATH, writes the spec, and has its plan mended once. */
  async function withKiro(env: Record<string, string>): Promise<TestRun> {
    const write = (stage: (typeof stages)[number], text: string) => ({ write: [placeIn('notes', stage), text] });
    const turns = [
      [{ say: 'I look round.' }, write('requirements', goodSpec.requirements), { spend: 0.25 }],
      [write('design', goodSpec.design), { spend: 0.5 }],
      [{ write: ['../stolen.txt', 'x'] }, write('tasks', cyclic)],
      [write('tasks', goodSpec.tasks)],
    ];
    const kiro = { driver: 'acp', env: { KIRO_STAND_IN: JSON.stringify({ turns }) } };
    const run = await testRun({ settings: { agent: 'kiro', agents: { kiro } } });
    Object.assign(run.env, { PATH: environmentWithKiro(run.repository.folder)['PATH'], ...env });
    return run;
  }

  it('goes on in one conversation over all stages and repairs, and tells its credits', async () => {
    await using run = await withKiro({ KIRO_API_KEY: 'ksk_0123456789abcdef' });
    const planned = await run.necrocode(...planning, '--json');
    assertStatus(planned, 0);
    const { planner, agent, notes } = outcomeOf(planned);
    assert.deepEqual([planner, agent], ['agent', 'kiro']);
    assert.ok(
      notes.includes('Planned by kiro in 4 turns: n/a tokens in, n/a tokens out, cost 0.75 credits.'),
      notes.join('\n'),
    );
    assertGoodSpec(run);
    const transcript = transcriptOf(run);
    assert.match(transcript, /I look round\./);
    assert.match(transcript, /\[denied\] Writing \.\.\/stolen\.txt – .*stolen\.txt is outside the slot/);
    await run.tidy();
  });

  it('is not asked for when nobody is signed in, and the offline plan says why', async () => {
    await using run = await withKiro({});
    delete run.env['KIRO_API_KEY'];
    const planned = await run.necrocode(...planning, '--json');
    assertStatus(planned, 0);
    const { planner, notes } = outcomeOf(planned);
    assert.equal(planner, 'offline');
    assert.match(notes[0]!, /no agent that can plan \(kiro: nobody is signed in\)/);
  });
});

describe('a plan by opencode itself', function () {
  this.timeout(240_000);

  before(() => realAgent('opencode'));

  it('is written with its own tools, and has a cycle mended in the same conversation', async () => {
    await using model = await scriptedModel(({ said, step }) => {
      if (step > 0) return says('That is done.');
      const asked = said.at(-1) ?? '';
      const isRepair = asked.includes('breaks these rules');
      const stage = isRepair ? 'tasks' : (stages.find((_, at) => asked.includes(`Stage ${at + 1} of 3`)) ?? 'tasks');
      const content = stage === 'tasks' && !isRepair ? cyclic : goodSpec[stage];
      return calls('write', { filePath: placeIn('notes', stage), content });
    });
    await using run = await testRun({ settings: { agent: 'auto', agents: {} } });
    await giveAgents(run, ['opencode'], model.url);
    const planned = await run.necrocode(...planning, '--planner', 'agent', '--agent', 'opencode', '--json');
    assertStatus(planned, 0);
    assertGoodSpec(run);
    const { agent, notes } = outcomeOf(planned);
    assert.equal(agent, 'opencode');
    assert.match(notes[1]!, /^Planned by opencode in 4 turns: \d+ tokens in, \d+ tokens out, cost \$\d+\.\d{4}\.$/);
    const repair = model.questions.find(({ said }) => said.at(-1)?.includes('breaks these rules') === true);
    assert.ok(
      repair?.said.some((text) => text.includes('Stage 1 of 3')),
      'It was another conversation.',
    );
    await run.tidy();
  });
});
