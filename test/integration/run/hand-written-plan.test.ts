import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assertStatus, testRun, type PlannedTask } from '../../support/runs.ts';

describe('a plan that was written by hand', function () {
  this.timeout(120_000);

  const name = '.kiro/tasks/demo/tasks.json';

  it('is refused with all that is wrong with its graph, and can be mended under the same version', async () => {
    await using run = await testRun();
    const wrong: [PlannedTask[], RegExp][] = [
      [
        [
          { id: '1', dependencies: ['2'] },
          { id: '2', dependencies: ['1'] },
        ],
        /no cycle, got 1 → 2 → 1/,
      ],
      [[{ id: '1', dependencies: ['1', '9'] }], /depends on itself[^]*"9", which is no task/],
      [[{ id: 'A' }, { id: 'a' }], /every task id once/],
      [[], /at least one task/],
    ];
    for (const [tasks, words] of wrong) {
      run.plan(tasks);
      const refused = await run.necrocode('execute', 'demo');
      assertStatus(refused, 1);
      assert.match(refused.stderr, words);
      assert.match(refused.stderr, /tasks\.json cannot be used/);
    }
    assert.equal((await run.state()).specs.size, 0, 'nothing of it was recorded');
    run.plan([{ id: '1' }]);
    assertStatus(await run.necrocode('execute', 'demo'), 0);
    await run.tidy();
  });

  it('may begin with a byte order mark', async () => {
    await using run = await testRun();
    const path = join(run.repository.mainWorktree, name);
    const taskset = { taskset_version: 1, spec_id: 'demo', title: 'Demo', tasks: [{ id: '1', title: 'One' }] };
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `\uFEFF${JSON.stringify(taskset)}`);
    assertStatus(await run.necrocode('execute', 'demo'), 0);
    await run.tidy();
  });
});
