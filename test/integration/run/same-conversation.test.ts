import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentWithKiro } from '../../support/kiro/stand-in.ts';
import { assertStatus, testRun } from '../../support/runs.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { assertNobodyLeft } from '../../support/tidy.ts';

describe('a task whose work conflicts', function () {
  this.timeout(120_000);

  it('goes back to the same conversation, in the same folder, and is counted once', async () => {
    using folder = temporaryFolder();
    const agents = Object.fromEntries(
      ['1', '2'].map((id) => {
        const first = [{ say: `I am ${id}.` }, { write: ['README.md', `from ${id}\n`] }, { spend: 0.25 }];
        const second = [{ say: 'I resolve.' }, { write: ['README.md', 'from both\n'] }, { spend: 0.25 }];
        const env = { KIRO_STAND_IN: JSON.stringify({ turns: [first, second] }) };
        return [`kiro-${id}`, { driver: 'acp', argv: ['kiro-cli', 'acp', '--agent-engine', 'v2'], env }] as const;
      }),
    );
    const skills = { one: { agent: 'kiro-1' }, two: { agent: 'kiro-2' } };
    const env = { PATH: environmentWithKiro(folder.path)['PATH'] ?? '' };
    await using run = await testRun({ env, settings: { agent: 'kiro-1', agents, skills } });
    run.plan([
      { id: '1', required_skill: 'one' },
      { id: '2', required_skill: 'two' },
    ]);
    assertStatus(await run.necrocode('execute', 'demo', '--workers', '2'), 0);

    const ends = await run.events('RunnerFinished');
    const again = ends.find(({ attempt }) => attempt === 2)!;
    const conversations = ends.flatMap(({ task_id, data }) => (task_id === again.task_id ? [data.conversation] : []));
    assert.deepEqual(
      conversations.map((one) => one?.counted),
      [{ credits: 0.25 }, { credits: 0.5 }],
    );
    assert.equal(new Set(conversations.map((one) => `${one?.session} ${one?.path}`)).size, 1);
    const log = readFileSync(join(run.place.registryDir, `attempts/demo/${again.task_id}/2/output.log`), 'utf8');
    assert.match(log, /^\[conversation\] goes on where the earlier attempt has left it\nI resolve\.\n/);
    assert.doesNotMatch(log, /What was/);
    const { usage, attempts } = await run.task(again.task_id!);
    assert.deepEqual([usage, attempts.length], [{ credits: 0.5 }, 2]);
    await assertNobodyLeft(run);
  });
});
