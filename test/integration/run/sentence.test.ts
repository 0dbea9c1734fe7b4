import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { taskCommits } from '../../support/run-facts.ts';
import { assertStatus, testRun } from '../../support/runs.ts';

function check(sentence: string): void {
  it(`makes a spec of “${sentence}” in an empty repository, and carries it out`, async () => {
    await using run = await testRun({
      prepare: ({ git }) => git(['commit', '--quiet', '--allow-empty', '--message', 'Begin']),
    });
    const planned = await run.necrocode('plan', sentence, '--planner', 'offline', '--spec', 'chat-app', '--json');
    assertStatus(planned, 0);
    const { spec_id } = JSON.parse(planned.stdout) as { spec_id: string };
    assert.equal(spec_id, 'chat-app');
    const folder = join(run.repository.mainWorktree, '.kiro/specs/chat-app');
    for (const name of ['requirements.md', 'design.md', 'tasks.md']) {
      assert.ok(existsSync(join(folder, name)), name);
    }
    const tasks = [...((await run.state()).specs.get('chat-app')?.tasks.values() ?? [])];
    const work = tasks.filter(({ node }) => node.kind === 'work').map(({ node }) => node.id);
    assert.ok(work.length >= 3, 'That is no plan.');
    assertStatus(await run.necrocode('execute', 'chat-app', '--workers', '2'), 0);
    assert.deepEqual(taskCommits(run, 'chat-app'), work.sort());
    const open = readFileSync(join(folder, 'tasks.md'), 'utf8')
      .split('\n')
      .filter((line) => /^\s*- \[ \]/.test(line));
    assert.deepEqual(
      open.filter((line) => !isGroup(line)),
      [],
      'These boxes are not ticked.',
    );
    await run.tidy();
  });
}

describe('a plan from a sentence', function () {
  this.timeout(120_000);
  check('Chat app with sign-in');
  check('認証機能付きチャットアプリ');
});

/** The box above a group of tasks is no task; the last one, a checkpoint, is. */
function isGroup(line: string): boolean {
  return !/Checkpoint|チェックポイント/.test(line) && /^- \[ \] \d+\. /.test(line);
}
