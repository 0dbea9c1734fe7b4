import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { giveAgents, realAgent } from '../../support/real-agents.ts';
import { onlyEvent, taskCommits } from '../../support/run-facts.ts';
import { assertStatus, testRun } from '../../support/runs.ts';
import { calls, says, scriptedModel } from '../../support/scripted-model.ts';

// opencode itself, whose model makes it do what an agent must not do. Each command is one of its own shell tool.

const commands = {
  daemon: `setsid sh -c 'trap "" TERM HUP; while :; do sleep 1; done' > /dev/null 2>&1 & echo right > daemon.txt`,
  commits: `echo right > commits.txt && git add -A && git -c user.name=x -c user.email=x@example.org commit -qm mine`,
  deletes: `rm -rf .git && echo right > deletes.txt`,
  prints: `yes 'all work and no play' | head -c 200000000; echo right > prints.txt`,
} as const;

describe('a coding agent that does harm', function () {
  this.timeout(480_000);

  before(() => realAgent('opencode'));

  it('leaves nothing but its work, and no process: daemons, commits of its own, a deleted .git, 200 MB of output', async () => {
    await using run = await testRun({ settings: { agent: 'opencode', agents: {}, retry: { backoff_ms: 500 } } });
    const outside = join(run.repository.folder, 'stolen.txt');
    const all: Record<string, string> = { ...commands, outside: `echo x > "${outside}"` };
    await using model = await scriptedModel(({ task, step }) =>
      step > 0 ? says('That is done.') : calls('bash', { command: all[task], description: 'Work' }),
    );
    await giveAgents(run, ['opencode'], model.url);
    run.plan(Object.keys(all).map((id) => ({ id })));
    assertStatus(await run.necrocode('execute', 'demo', '--workers', '3'), 1);

    const done = Object.keys(commands);
    const states = new Map([...done.map((task) => [task, 'done'] as const), ['outside', 'failed']]);
    assert.deepEqual(await run.taskStates(), Object.fromEntries(states));
    const events = await run.events();
    for (const task of done) {
      onlyEvent(events, 'TaskCompleted', task);
      assert.equal(run.repository.git(['show', `necrocode/demo:${task}.txt`]), 'right');
      const { stdout } = await run.necrocode('logs', 'demo', task);
      assert.ok(stdout.includes(`[allowed] ${all[task]}\n`), stdout);
    }
    // One commit each, and all of them ours.
    assert.deepEqual(taskCommits(run), done.toSorted());

    assert.equal(existsSync(outside), false);
    const { failure, attempts } = await run.task('outside');
    assert.deepEqual([failure?.kind, attempts.length], ['permission_denied', 1]);
    assert.match(failure?.message ?? '', /stolen\.txt.* is outside the slot/);

    const listed = await run.necrocode('slots', 'list', '--json');
    const slots = JSON.parse(listed.stdout) as { slot: string; state: string }[];
    assert.ok(slots.length > 0, 'There is no slot any more.');
    for (const { slot, state } of slots) assert.ok(['free', 'quarantined'].includes(state), `${slot} is ${state}`);
    await run.tidy();
  });
});
