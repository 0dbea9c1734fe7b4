import assert from 'node:assert/strict';
import { randomNodes } from '../../support/builders.ts';
import { mostAtOnce, onlyEvent, taskCommits } from '../../support/run-facts.ts';
import { assertStatus, testRun } from '../../support/runs.ts';

describe('a run of thirty tasks with four workers', function () {
  this.timeout(120_000);
  const nodes = randomNodes(30, 7);

  it('finishes every task, each once, and opens an edge only on integrated work', async () => {
    await using run = await testRun();
    run.plan(nodes.map(({ id, title, dependencies }) => ({ id, title, dependencies })));
    assertStatus(await run.necrocode('execute', 'demo', '--workers', '4'), 0);

    assert.deepEqual(new Set(Object.values(await run.taskStates())), new Set(['done']));
    const events = await run.events();
    for (const { id, dependencies } of nodes) {
      const started = onlyEvent(events, 'RunnerStarted', id);
      for (const dependency of dependencies) {
        assert.ok(onlyEvent(events, 'TaskCompleted', dependency).seq < started.seq, `${id} began before ${dependency}`);
      }
    }
    assert.deepEqual(taskCommits(run), nodes.map(({ id }) => id).sort());
    const most = mostAtOnce(events);
    assert.ok(most >= 2 && most <= 4, `${most} runners were at work at once.`);
    await run.tidy();
  });
});
