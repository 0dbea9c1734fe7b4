import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { RegistryEvent } from '../../../src/core/model/events.ts';
import { githubRun, type GithubRun, type Pull } from '../../support/github/github-run.ts';
import { onlyEvent } from '../../support/run-facts.ts';
import { assertStatus } from '../../support/runs.ts';

// The ways in which work reaches its branch on GitHub: by the train, by people, to the base or to the spec's own branch; and what
// people do meanwhile.

/** The train waits for checks, so that a person has the time to be quicker. */
const waiting = { checks_grace_ms: 600_000 };
const isOpened =
  (task: string, attempt = 1) =>
  (event: RegistryEvent): boolean =>
    event.type === 'PROpened' && event.task_id === task && event.attempt === attempt;
const isCompleted = (task: string) => (event: RegistryEvent) =>
  event.type === 'TaskCompleted' && event.task_id === task;
const oneFile = (name: string, text = `${name}\n`) => [{ files: { [`${name}.txt`]: text } }];

describe('delivery to GitHub', function () {
  this.timeout(120_000);

  it('to the base: people merge, and what comes behind begins on what the base is then', async () => {
    await using hub = await githubRun({ settings: { delivery: 'direct' } });
    const { run, host } = hub;
    run.plan([{ id: '1' }, { id: '2', dependencies: ['1'] }]);
    run.script({ 1: oneFile('one'), 2: oneFile('two') });
    const ended = started(hub);

    await run.until(isOpened('1'));
    const pushed = await commitThere(hub, 'main', 'theirs.txt');
    const moved = await run.until(({ type }) => type === 'BaseMoved');
    assert.equal(moved.type === 'BaseMoved' && moved.data.sha, pushed);
    const merge = await mergeThere(hub, 1, 'squash');
    await run.until(isOpened('2'));
    const [, second] = await inOrder(hub);
    assert.equal(host.mirror.git(['rev-parse', `${second!.head.sha}^`]), merge, 'It does not begin where the base is.');
    await mergeThere(hub, 2, 'merge');
    assert.equal(await ended, 0);

    assert.deepEqual(basesAndStates(await inOrder(hub)), ['main closed', 'main closed'], 'There is no last one.');
    assert.deepEqual(filesOf(hub, 'main'), ['README.md', 'one.txt', 'theirs.txt', 'two.txt']);
    assert.deepEqual(branchesOf(hub), ['main'], 'Merged branches are deleted.');
    for (const task of ['1', '2']) onlyEvent(await run.events(), 'TaskCompleted', task);
    await run.tidy();
  });

  it('to the base: hears of a check that fails after all the others were green', async () => {
    await using hub = await githubRun({ settings: { delivery: 'direct' } });
    const { run, host } = hub;
    run.plan([{ id: '1' }]);
    run.script({ 1: [...oneFile('one'), ...oneFile('one', 'better\n')] });
    const ended = started(hub);
    await run.until(isOpened('1'));
    await hub.check(1, 'success');
    await run.until((event) => event.type === 'CIStatusChanged' && event.data.state === 'success');
    const late = { name: 'e2e', head_sha: (await inOrder(hub))[0]!.head.sha };
    await host.as('worker', 'POST', '/check-runs', { ...late, status: 'completed', conclusion: 'failure' });
    await run.until((event) => event.type === 'PRUpdated' && event.attempt === 2);
    assert.match(run.told('1')[1]!.prompt, /Checks of pull request #1 failed: e2e|e2e: failure/);
    await mergeThere(hub, 1, 'merge');
    assert.equal(await ended, 0);
    await run.tidy();
  });

  it('to the base: what GitHub calls merged is done when the base holds it, and a person is told while it does not', async () => {
    await using hub = await githubRun({ settings: { delivery: 'direct' } });
    const { run } = hub;
    run.plan([{ id: '1' }]);
    const ended = started(hub);
    await run.until(isOpened('1'));
    const before = shaOf(hub, 'main');
    const merge = await during(hub, /^GET .*\/pulls$/, async () => {
      const made = await mergeThere(hub, 1, 'merge');
      await leadThere(hub, 'main', before);
      return String(made);
    });
    const held = await run.until(({ type }) => type === 'IntegrationFinished');
    assert.match(JSON.stringify(held.data), new RegExp(`main stands on ${before.slice(0, 12)} there, without it`));
    assert.equal((await run.task('1')).state, 'review');
    assert.match((await run.necrocode('status', 'demo')).stdout, /#1 is not merged yet: .*necrocode cancel demo 1/);
    await leadThere(hub, 'main', merge);
    assert.equal(await ended, 0);
    for (const type of ['PRMerged', 'TaskCompleted'] as const) onlyEvent(await run.events(), type, '1');
    await run.tidy();
  });

  it('to the base: a person who merges from here is told when the base does not show it', async () => {
    await using hub = await githubRun({ settings: { delivery: 'direct' } });
    const { run, host } = hub;
    run.plan([{ id: '1' }]);
    const ended = started(hub);
    await run.until(isOpened('1'));
    const before = shaOf(hub, 'main');
    const merging = during(hub, /^PUT .*\/merge$/, async () => {
      const made = shaOf(hub, 'main');
      await leadThere(hub, 'main', before);
      return made;
    });
    const refused = await run.necrocode('pr', 'merge', '1');
    assertStatus(refused, 1);
    assert.match(refused.stderr, /#1 is merged, but main does not show it there/);
    await leadThere(hub, 'main', await merging);
    assert.equal(await ended, 0);
    assert.equal(host.mirror.git(['rev-parse', 'main^2']), (await inOrder(hub))[0]!.head.sha);
    for (const type of ['PRMerged', 'TaskCompleted'] as const) onlyEvent(await run.events(), type, '1');
    await run.tidy();
  });

  it('squashed: each task is one commit, and what comes behind is made of its own changes only', async () => {
    await using hub = await githubRun({ settings: { github: { merge_method: 'squash' }, workers: 2 } });
    const { run, host } = hub;
    run.plan([{ id: '1' }, { id: '2', dependencies: ['1'] }, { id: '3' }]);
    run.script({ 1: oneFile('shared', '1\n'), 2: oneFile('shared', '2\n'), 3: oneFile('three') });
    assertStatus(await run.necrocode('execute', 'demo', '--no-color'), 0);

    const range = 'main..necrocode/demo';
    assert.equal(host.mirror.git(['rev-list', '--count', range]), '3');
    assert.equal(host.mirror.git(['rev-list', '--merges', range]), '');
    assert.equal(host.mirror.git(['show', 'necrocode/demo:shared.txt']), '2');
    assert.deepEqual(filesOf(hub, 'necrocode/demo'), ['README.md', 'shared.txt', 'three.txt']);
    assert.equal(run.repository.git(['rev-parse', 'necrocode/demo']), shaOf(hub, 'necrocode/demo'));
    for (const id of ['1', '2', '3']) assert.equal((await run.task(id)).attempts.length, 1);
    await run.tidy();
  });

  it('to a protected base: says at once what will be required, and the last pull request waits for it', async () => {
    await using hub = await githubRun();
    const { run, host } = hub;
    await host.as('worker', 'PUT', '/branches/main/protection', {
      ...{ required_status_checks: { strict: false, contexts: ['ci'] }, enforce_admins: true },
      ...{ required_pull_request_reviews: null, restrictions: null },
    });
    run.plan([{ id: '1' }]);
    const executed = await run.necrocode('execute', 'demo', '--no-color');
    assertStatus(executed, 0);
    assert.match(executed.stdout, /GitHub requires these checks on main: ci; the spec’s own pull/);
    const refused = await run.necrocode('pr', 'merge', '2');
    assertStatus(refused, 1);
    assert.match(refused.stderr, /"ci" is expected/);
    await hub.check(2, 'success');
    assertStatus(await run.necrocode('pr', 'merge', '2'), 0);
    assert.deepEqual(filesOf(hub, 'main'), ['README.md', 'out/1.txt']);
    await run.tidy();
  });

  it('counts what a person has merged before the train, and goes on from there', async () => {
    await using hub = await githubRun({ settings: { github: waiting } });
    const { run } = hub;
    run.plan([{ id: '1' }, { id: '2', dependencies: ['1'] }]);
    run.script({ 1: oneFile('one'), 2: oneFile('two') });
    const ended = started(hub);
    await run.until(isOpened('1'));
    await mergeThere(hub, 1, 'squash');
    const merged = await run.until(({ type }) => type === 'PRMerged');
    assert.equal(merged.type === 'PRMerged' && merged.data.by, 'rita');
    await run.until(isOpened('2'));
    await hub.check(2, 'success');
    assert.equal(await ended, 0);
    assert.deepEqual(filesOf(hub, 'necrocode/demo'), ['README.md', 'one.txt', 'two.txt']);
    assert.deepEqual(branchesOf(hub), ['main', 'necrocode/demo']);
    await run.tidy();
  });

  it('takes up what a person has pushed to the branch of a task', async () => {
    await using hub = await githubRun({ settings: { github: waiting, verify: ['test -e one.txt'] } });
    const { run } = hub;
    run.plan([{ id: '1' }]);
    run.script({ 1: oneFile('one') });
    const ended = started(hub);
    await run.until(isOpened('1'));
    const [pull] = await inOrder(hub);
    const theirs = await commitThere(hub, pull!.head.ref, 'theirs.txt');
    await run.until((event) => event.type === 'PRUpdated' && event.data.head_sha === theirs);
    await hub.check(1, 'success');
    assert.equal(await ended, 0);
    assert.deepEqual(filesOf(hub, 'necrocode/demo'), ['README.md', 'one.txt', 'theirs.txt']);
    assert.equal((await run.task('1')).attempts.length, 1);
    await run.tidy();
  });

  it('gives up a task whose pull request a person has closed, and what waits for it', async () => {
    await using hub = await githubRun({ settings: { github: waiting } });
    const { run, host } = hub;
    run.plan([{ id: '1' }, { id: '2', dependencies: ['1'] }]);
    const ended = started(hub);
    await run.until(isOpened('1'));
    await host.as('reviewer', 'PATCH', '/pulls/1', { state: 'closed' });
    assert.notEqual(await ended, 0);
    const { 1: first, 2: second } = await run.taskStates();
    assert.deepEqual([first, second], ['cancelled', 'blocked']);
    assert.deepEqual(basesAndStates(await inOrder(hub)), ['necrocode/demo closed']);
    await run.tidy();
  });

  it('or has it done again, in a new pull request, where the settings say so', async () => {
    await using hub = await githubRun({ settings: { github: { ...waiting, on_close: 'retry' } } });
    const { run, host } = hub;
    run.plan([{ id: '1' }]);
    run.script({ 1: [...oneFile('first'), ...oneFile('second')] });
    const ended = started(hub);
    await run.until(isOpened('1'));
    await host.as('reviewer', 'PATCH', '/pulls/1', { state: 'closed' });
    await run.until(isOpened('1', 2));
    await hub.check(2, 'success');
    await run.until(isCompleted('1'));
    assert.equal(await ended, 0);
    assert.deepEqual(basesAndStates(await inOrder(hub)), [
      'necrocode/demo closed',
      'necrocode/demo closed',
      'main open',
    ]);
    assert.match(run.told('1')[1]!.prompt, /closed without being merged/);
    await run.tidy();
  });
});

/** Resolves with the exit status of `execute`. */
async function started({ run }: GithubRun): Promise<unknown> {
  const [status] = (await once(run.start('execute', 'demo'), 'exit')) as [unknown];
  return status;
}

async function inOrder(hub: GithubRun): Promise<Pull[]> {
  return (await hub.pulls()).sort((a, b) => a.number - b.number);
}

function basesAndStates(pulls: readonly Pull[]): string[] {
  return pulls.map(({ base, state }) => `${base.ref} ${state}`);
}

/** A person merges; the commit on the base. */
async function mergeThere({ host }: GithubRun, number: number, merge_method: string): Promise<unknown> {
  const answer = await host.as('reviewer', 'PUT', `/pulls/${number}/merge`, { merge_method });
  assert.ok(typeof answer === 'object' && answer !== null && 'sha' in answer);
  return answer.sha;
}

/** A person pushes a commit with one more file; the commit. */
async function commitThere(hub: GithubRun, branch: string, file: string): Promise<string> {
  const { mirror } = hub.host;
  const from = shaOf(hub, branch);
  const blob = mirror.git(['hash-object', '-w', '--stdin'], 'theirs\n');
  const tree = mirror.git(['mktree'], `${mirror.git(['ls-tree', from])}\n100644 blob ${blob}\t${file}\n`);
  const who = ['-c', 'user.name=Rita', '-c', 'user.email=rita@example.org'];
  const made = mirror.git([...who, 'commit-tree', tree, '-p', from, '-m', `Add ${file}`]);
  mirror.git(['update-ref', `refs/heads/${branch}`, made, from]);
  await mirror.push();
  return made;
}

/** The branch there stands on this commit afterwards, whatever it held. */
async function leadThere({ host: { mirror } }: GithubRun, branch: string, commit: string): Promise<void> {
  mirror.git(['update-ref', `refs/heads/${branch}`, commit]);
  await mirror.push();
}

/** Does something while the next request of this kind is done already and waits for its answer. */
function during<T>({ host }: GithubRun, at: RegExp, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    host.faults.push({ kind: 'none', at, then: () => work().then(resolve, reject) });
  });
}

function shaOf({ host }: GithubRun, branch: string): string {
  return host.mirror.git(['rev-parse', `refs/heads/${branch}`]);
}

function filesOf({ host }: GithubRun, branch: string): string[] {
  return host.mirror.git(['ls-tree', '-r', '--name-only', branch]).split('\n').sort();
}

function branchesOf({ host }: GithubRun): string[] {
  return host.mirror.git(['for-each-ref', '--format=%(refname:short)', 'refs/heads']).split('\n').sort();
}
