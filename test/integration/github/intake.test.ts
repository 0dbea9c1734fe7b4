import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { githubRun, type GithubRun } from '../../support/github/github-run.ts';
import { writeFiles } from '../../support/repository.ts';
import { assertStatus } from '../../support/runs.ts';

// What a person meets on the command line when their repository is on GitHub: from an issue to the pull requests that close it, and what
// doctor, status, pr and clean say about it.

const tasksetSchema = z.looseObject({
  taskset_version: z.int(),
  issue: z.looseObject({ number: z.int(), url: z.string() }).optional(),
});
const planFile = '.kiro/tasks/demo/tasks.json';
const sentence = 'Create a chat app with rooms';

describe('a job that is an issue on GitHub', function () {
  this.timeout(120_000);

  it('is planned, and closed by the pull request that holds all of it', async () => {
    await using hub = await githubRun();
    const { run } = hub;
    await hub.host.as('worker', 'POST', '/issues', { title: sentence, body: 'People join a room by its name.' });
    const planned = await run.necrocode('plan', '--from', '#1', '--planner', 'offline', '--spec', 'demo');
    assertStatus(planned, 0);
    assert.match(planned.stdout, /close issue #1: http:\S+\/octo\/app\/issues\/1/);
    const requirements = readFileSync(join(run.repository.mainWorktree, '.kiro/specs/demo/requirements.md'), 'utf8');
    assert.match(requirements, /Create a chat app with rooms[\s\S]*People join a room by its name\./);

    makeSmall(hub);
    run.script({ 1: [{ files: { 'one.txt': '1\n' } }] });
    const executed = await run.necrocode('execute', 'demo', '--no-color');
    assertStatus(executed, 0);
    const [task, last] = (await hub.pulls()).sort((one, other) => one.number - other.number);
    assert.match(task?.body ?? '', /^Part of #1$/m);
    assert.match(last?.body ?? '', /^Closes #1$/m);
    assert.match(last?.body ?? '', /git fetch origin necrocode\/demo[\s\S]*git switch necrocode\/demo/);

    const address = new RegExp(String.raw`http:\S+/octo/app/pull/${last?.number ?? 0}\b`);
    assert.match(executed.stdout, address);
    assert.doesNotMatch(executed.stdout, /git merge/);
    for (const command of [
      ['pr', 'list'],
      ['pr', 'show', String(last?.number)],
      ['status', 'demo'],
    ]) {
      assert.match((await run.necrocode(...command)).stdout, address, command.join(' '));
    }
    await run.tidy();
  });

  it('is refused in words when it cannot be read, and nothing is written', async () => {
    await using hub = await githubRun();
    const { run, host } = hub;
    const refused = async (from: string, expected: RegExp) => {
      const said = await run.necrocode('plan', '--from', from, '--planner', 'offline');
      assertStatus(said, 1);
      assert.match(said.stderr, expected);
    };
    await refused('#77', /no issue #77 in octo\/app/);
    await refused('https://github.com/somebody/else/issues/3', /Expected an issue of octo\/app/);
    host.faults.push({ kind: 'down', at: /issues\/1$/, times: 1 });
    await refused('1', /GitHub does not answer/);
    run.env['GITHUB_TOKEN'] = '';
    await refused('#1', /Nobody is signed in[\s\S]*gh auth login/);
    assert.equal(run.repository.git(['status', '--porcelain', '--', '.kiro/specs', '.kiro/tasks']), '');
  });
});

describe('the doctor of a repository that is on GitHub', function () {
  this.timeout(60_000);

  it('says where pull requests will be, who signs in, and what they may do', async () => {
    await using hub = await githubRun();
    const { run, host } = hub;
    const said = await run.necrocode('doctor');
    assertStatus(said, 0);
    assert.match(said.stdout, /✓ GitHub octo\/app, signed in by GITHUB_TOKEN \(octo\); may push/);

    host.faults.push({ kind: 'down', at: /^GET /, times: 5 });
    const away = await run.necrocode('doctor', '--lang', 'ja');
    assertStatus(away, 0);
    assert.match(away.stdout, /GitHub に接続できないため/);

    host.faults.length = 0;
    run.env['GITHUB_TOKEN'] = '';
    const alone = await run.necrocode('doctor');
    assertStatus(alone, 0);
    assert.match(alone.stdout, /here only \(local\)\n\s+Nobody is signed in/);
    hub.settings({ forge: 'github' });
    const insisted = await run.necrocode('doctor');
    assertStatus(insisted, 1);
    assert.match(insisted.stdout, /✗ Nobody is signed in/);
  });

  it('asks nothing of the network when pull requests stay here', async () => {
    await using hub = await githubRun({ settings: { forge: 'local' } });
    const before = hub.host.requests.length;
    assert.match((await hub.run.necrocode('doctor')).stdout, /here only \(local\)\n\s+The settings say so/);
    assert.equal(hub.host.requests.length, before);
  });
});

describe('cleaning up on GitHub', function () {
  this.timeout(120_000);

  it('deletes merged branches of ours, and lists what nobody looks after', async () => {
    await using hub = await githubRun();
    const { run, host } = hub;
    run.plan([{ id: '1' }]);
    run.script({ 1: [{ files: { 'one.txt': '1\n' } }] });
    assertStatus(await run.necrocode('execute', 'demo', '--no-color'), 0);
    const merged = (await hub.pulls()).find(({ number }) => number === 1);
    await push(hub, `${merged?.head.sha ?? ''}:refs/heads/${merged?.head.ref ?? ''}`);
    await openOrphan(hub);

    const [going, orphan] = [`origin/${merged?.head.ref ?? ''}`, 'origin/feature/task-lost-1-x'];
    const dry = await clean(hub, '--dry-run');
    assert.deepEqual([dry.get(going), dry.get(orphan)], ['removed', 'kept']);
    assert.equal(
      [...dry].filter(([what]) => what.endsWith('/pull/3')).join(),
      `${host.remoteUrl.replace('.git', '')}/pull/3,kept`,
    );
    assert.equal((await branchesThere(hub)).includes(going), true, 'A dry run does nothing.');

    assert.equal((await clean(hub)).get(going), 'removed');
    const left = await branchesThere(hub);
    assert.deepEqual([left.includes(going), left.includes(orphan)], [false, true]);
    assert.equal((await hub.pulls()).find(({ number }) => number === 3)?.state, 'open');

    host.faults.push({ kind: 'down', at: /app\.git/, times: 5 });
    assert.match([...(await clean(hub)).keys()].join('\n'), /^127\.0\.0\.1:\d+\/octo\/app$/m);
  });
});

/** The plan of the issue is a large one; what counts is that its successor is about the same issue. */
function makeSmall({ run: { repository } }: GithubRun): void {
  const plan = tasksetSchema.parse(JSON.parse(readFileSync(join(repository.mainWorktree, planFile), 'utf8')));
  assert.equal(plan.issue?.number, 1);
  const tasks = [{ id: '1', title: 'Rooms' }];
  const taskset = { ...plan, taskset_version: plan.taskset_version + 1, tasks };
  writeFiles(repository.mainWorktree, { [planFile]: JSON.stringify(taskset) });
}

/** A pull request as NecroCode makes it, from a registry that is gone. */
async function openOrphan(hub: GithubRun): Promise<void> {
  const { git } = hub.run.repository;
  const commit = git(['commit-tree', '-p', 'main', '-m', 'Lost', git(['rev-parse', 'necrocode/demo^{tree}']).trim()]);
  const head = 'feature/task-lost-1-x';
  await push(hub, `${commit.trim()}:refs/heads/${head}`);
  const body = '<!-- necrocode:begin -->\nLost\n<!-- necrocode:end -->';
  await hub.host.as('worker', 'POST', '/pulls', { title: 'Lost', head, base: 'main', body });
}

async function push({ run, host }: GithubRun, refspec: string): Promise<void> {
  const basic = Buffer.from(`x-access-token:${host.tokens.worker}`).toString('base64');
  const header = `http.extraHeader=Authorization: Basic ${basic}`;
  const cwd = run.repository.mainWorktree;
  await promisify(execFile)('git', ['-c', header, 'push', '--quiet', host.remoteUrl, refspec], { cwd });
}

const linesSchema = z.object({ lines: z.array(z.object({ what: z.string(), outcome: z.string() })) });

async function clean({ run }: GithubRun, ...flags: string[]): Promise<Map<string, string>> {
  const said = await run.necrocode('clean', '--json', ...flags);
  assertStatus(said, 0);
  const { lines } = linesSchema.parse(JSON.parse(said.stdout));
  return new Map(lines.map(({ what, outcome }) => [what, outcome]));
}

async function branchesThere({ host }: GithubRun): Promise<string[]> {
  const format = ['for-each-ref', '--format=origin/%(refname:lstrip=2)', 'refs/heads/'];
  const { stdout } = await promisify(execFile)('git', ['-C', host.origin, ...format]);
  return stdout.trim().split('\n');
}
