import assert from 'node:assert/strict';
import type { RegistryEvent } from '../../../src/core/model/events.ts';
import { chanceOf } from '../../../src/core/dispatcher/decide/chance.ts';
import { randomNodes } from '../../support/builders.ts';
import { killProcess } from '../../support/marked-processes.ts';
import { onlyEvent, taskCommits } from '../../support/run-facts.ts';
import { assertStatus, finish, testRun, type TestRun } from '../../support/runs.ts';

const kills = 20;

describe('a controller that is killed twenty times in one run', function () {
  this.timeout(180_000);

  it('is replaced each time by one that adopts the live runners, loses nothing and does nothing twice', async () => {
    await using run = await testRun();
    const gate = run.gate();
    // One agent is at work from the first controller to the last.
    const nodes = [...randomNodes(16, 11), { id: 'long', title: 'Long', dependencies: [], priority: 10 }];
    run.script({ long: [{ waitFor: gate.path }] });
    run.plan(nodes.map(({ id, title, dependencies, priority }) => ({ id, title, dependencies, priority })));
    for (let kill = 0; kill < kills; kill += 1) await executeUntilKilled(run, kill);
    gate.open();
    assertStatus(await run.necrocode('execute', 'demo'), 0);

    assert.deepEqual(new Set(Object.values(await run.taskStates())), new Set(['done']));
    const events = await run.events();
    for (const { id } of nodes) onlyEvent(events, 'TaskCompleted', id);
    assert.deepEqual(taskCommits(run), nodes.map(({ id }) => id).sort());
    assert.deepEqual(await run.events('RunnerLost'), [], 'No runner was killed, and none may be lost.');
    assert.deepEqual(startedTwice(events), [], 'Attempts whose runner was started more than once');
    assert.ok(countAdopted(events) > 0, 'No controller has taken over a live runner.');
    await run.tidy();
  });
});

/** Lets a controller tell from 2 to 13 events, waits up to 30 ms more, and kills it in whatever it does then. */
async function executeUntilKilled(run: TestRun, kill: number): Promise<void> {
  const sinceSeq = (await run.state()).seq;
  const client = run.start('execute', 'demo', '--workers', '3');
  const ended = finish(client);
  const last = sinceSeq + 2 + Math.floor(chanceOf(`events ${kill}`) * 12);
  // The first one lets the long task begin, so that every later one has somebody to adopt.
  const isTime = ({ seq, type, task_id }: RegistryEvent) =>
    kill === 0 ? type === 'RunnerStarted' && task_id === 'long' : seq >= last;
  await run.until(isTime, { sinceSeq });
  await new Promise((resolve) => setTimeout(resolve, chanceOf(`delay ${kill}`) * 30));
  if (client.pid !== undefined) killProcess(client.pid);
  const [controller] = (await run.events('ControllerStarted')).slice(-1);
  assert.ok(controller !== undefined && controller.seq > sinceSeq, 'No new controller has begun.');
  assert.ok(killProcess(controller.data.pid), 'The controller has gone before its work was done.');
  await ended;
}

const attemptOf = ({ spec_id, task_id, attempt }: RegistryEvent) => `${spec_id}/${task_id}/${attempt}`;

function startedTwice(events: readonly RegistryEvent[]): string[] {
  const started = events.filter(({ type }) => type === 'RunnerStarted').map(attemptOf);
  return started.filter((key, at) => started.indexOf(key) !== at);
}

/** Attempts that went on while the controller changed. */
function countAdopted(events: readonly RegistryEvent[]): number {
  const live = new Set<string>();
  const adopted = new Set<string>();
  for (const event of events) {
    if (event.type === 'RunnerStarted') live.add(attemptOf(event));
    if (event.type === 'RunnerFinished') live.delete(attemptOf(event));
    if (event.type === 'ControllerStarted') for (const key of live) adopted.add(key);
  }
  return adopted.size;
}
