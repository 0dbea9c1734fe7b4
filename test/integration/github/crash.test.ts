import assert from 'node:assert/strict';
import type { Fault } from '../../support/github/faults.ts';
import { githubRun, type GithubRun } from '../../support/github/github-run.ts';
import { killProcess } from '../../support/marked-processes.ts';
import { onlyEvent } from '../../support/run-facts.ts';
import { assertStatus, finish } from '../../support/runs.ts';

const push = /^POST \/octo\/app\.git\/git-receive-pack$/;
const create = /^POST \/repos\/octo\/app\/pulls$/;
const merge = /^PUT .*\/merge$/;

/** `down`: killed before the request has done anything. `lost`: killed after, before anything of it is recorded. */
type Death = Pick<Fault, 'at' | 'skip'> & { kind: 'down' | 'lost' };

/** In the order of a task's way, one for each controller. */
const deaths: readonly Death[] = [
  // The first push is that of the branch which the pull request goes to.
  { kind: 'down', at: push, skip: 1 },
  { kind: 'lost', at: push },
  { kind: 'down', at: create },
  { kind: 'lost', at: create },
  { kind: 'down', at: merge },
  { kind: 'lost', at: merge },
  // The branch is deleted when the merge is recorded.
  { kind: 'down', at: push },
  // The spec's own pull request.
  { kind: 'lost', at: create },
];

describe('a controller that is killed between every two steps of a pull request', function () {
  this.timeout(240_000);

  it('is followed by one that finds each step done or does it, and nothing comes twice', async () => {
    await using hub = await githubRun();
    const { run, host } = hub;
    run.plan([{ id: '1' }]);
    run.script({ 1: [{ files: { 'one.txt': '1\n' } }] });
    for (const death of deaths) await executeUntilKilled(hub, death);
    assertStatus(await run.necrocode('execute', 'demo', '--no-color'), 0);

    const pulls = (await hub.pulls()).sort((a, b) => a.number - b.number);
    assert.deepEqual(
      pulls.map(({ base, state }) => [base.ref, state]),
      [
        ['necrocode/demo', 'closed'],
        ['main', 'open'],
      ],
    );
    const events = await run.events();
    for (const type of ['RunnerStarted', 'PROpened', 'PRMerged', 'TaskCompleted'] as const)
      onlyEvent(events, type, '1');
    assert.deepEqual(
      events.flatMap(({ type }) => (type === 'PROpened' || type === 'RunFinished' ? [type] : [])),
      ['PROpened', 'PROpened', 'RunFinished'],
    );
    assert.equal(host.mirror.git(['show', 'necrocode/demo:one.txt']), '1');
    assert.equal(host.mirror.git(['rev-list', '--count', '--no-merges', 'main..necrocode/demo']), '1');
    assert.deepEqual(branchesOf(hub), ['main', 'necrocode/demo'], 'The branch of the task is left there.');
    await run.tidy();
  });
});

function branchesOf({ host }: GithubRun): string[] {
  return host.mirror.git(['for-each-ref', '--format=%(refname:short)', 'refs/heads']).split('\n').sort();
}

async function executeUntilKilled({ run, host }: GithubRun, death: Death): Promise<void> {
  const sinceSeq = (await run.state()).seq;
  const client = run.start('execute', 'demo');
  const ended = finish(client);
  const killed = new Promise<void>((resolve, reject) => {
    const kill = async (): Promise<void> => {
      if (client.pid !== undefined) killProcess(client.pid);
      const [controller] = (await run.events('ControllerStarted')).slice(-1);
      assert.ok(controller !== undefined && controller.seq > sinceSeq, 'No new controller has begun.');
      assert.ok(killProcess(controller.data.pid), 'The controller has gone before.');
      // One that it was waiting for would ask again, as its connection has broken.
      for (const { pid, command } of run.processes()) if (command.includes('git')) killProcess(pid);
    };
    host.faults.push({ ...death, then: () => kill().then(resolve, reject) });
  });
  const early = ended.then(({ stdout, stderr }) => {
    assert.deepEqual(host.faults, [], `The run has ended before the controller was killed.\n${stdout}\n${stderr}`);
  });
  await Promise.all([Promise.race([killed, early]), killed]);
  await ended;
}
