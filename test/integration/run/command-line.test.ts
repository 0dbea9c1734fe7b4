import assert from 'node:assert/strict';
import { once } from 'node:events';
import { numberedTasks } from '../../support/run-facts.ts';
import { assertStatus, finish, testRun, type TestRun } from '../../support/runs.ts';

/** Every command whose `--json` is one document, for a spec `demo` that has run. */
const documents = [
  ['status'],
  ['status', 'demo'],
  ['show', 'demo', '1'],
  ['simulate', 'demo'],
  ['pr', 'list', '--all'],
  ['pr', 'show', '1'],
  ['slots', 'list'],
  ['slots', 'clean', '--dry-run'],
  ['artifacts', 'demo', '1'],
  ['clean', '--dry-run'],
  ['doctor'],
];

const wrongUsage = [
  ['exeucte', 'demo'],
  ['execute'],
  ['execute', 'demo', '--workers', '0'],
  ['pause', 'demo', '--nonsense'],
];

const refused = [
  ['execute', 'nobody'],
  ['show', 'demo', '99'],
  ['retry', 'demo', '1'],
  ['pause', 'demo'],
  ['pr', 'show', '99'],
  ['artifacts', 'demo', '1', '--read', 'nothing.txt'],
  ['plan', '--from', 'nowhere.md'],
  ['plan', '--from', '.kiro/tasks', '--planner', 'offline'],
];

describe('the command line after a run', function () {
  this.timeout(120_000);
  let run: TestRun;

  before(async () => {
    run = await testRun();
    run.plan(numberedTasks(2));
  });

  after(async () => {
    await run.tidy();
    await run[Symbol.asyncDispose]();
  });

  it('prints plain lines where there is no terminal, and names the pull request of each finished task', async () => {
    const ended = await run.necrocode('execute', 'demo', '--workers', '2', '--lang', 'en');
    assertStatus(ended, 0);
    const { stdout } = ended;
    assert.doesNotMatch(stdout, /[\u001b\r]/);
    assert.match(stdout, /^\[Worktree \d+\] Task 1: Task 1/m);
    assert.match(stdout, /^✓ Task 1 completed → PR #\d+$/m);
    assert.equal(ended.stderr, '');
  });

  for (const words of documents) {
    it(`gives one JSON document and nothing else for \`${words.join(' ')} --json\``, async () => {
      const ended = await run.necrocode(...words, '--json');
      assertStatus(ended, 0);
      assert.equal(typeof JSON.parse(ended.stdout), 'object');
      assert.equal(ended.stderr, '');
    });
  }

  it('gives every event as one line of JSON', async () => {
    const ended = await run.necrocode('events', 'demo', '--json');
    assertStatus(ended, 0);
    const lines = ended.stdout.trimEnd().split('\n');
    const types = lines.map((line) => (JSON.parse(line) as { type: string }).type);
    assert.equal(types.filter((type) => type === 'TaskCompleted').length, 2);
  });

  for (const words of wrongUsage) {
    it(`leaves with 2 after \`${words.join(' ')}\`, and says what is wrong`, async () => {
      const ended = await run.necrocode(...words);
      assertStatus(ended, 2);
      assert.equal(ended.stdout, '');
      assert.notEqual(ended.stderr, '');
    });
  }

  it('shows a spec that has run once, although it was to be watched', async () => {
    const ended = await run.necrocode('status', 'demo', '--watch');
    assertStatus(ended, 0);
    assert.equal(ended.stdout.match(/2\/2/g)?.length, 1, ended.stdout);
  });

  for (const words of refused) {
    it(`leaves with 1 after \`${words.join(' ')}\`, and shows no trace of its own code`, async () => {
      const ended = await run.necrocode(...words);
      assertStatus(ended, 1);
      assert.notEqual(ended.stderr, '');
      assert.doesNotMatch(ended.stderr, /\n\s+at /);
    });

    it(`says why in Japanese to who reads it after \`${words.join(' ')}\``, async () => {
      const ended = await run.necrocode(...words, '--lang', 'ja');
      assertStatus(ended, 1);
      assert.match(ended.stderr, /^エラー: [^\n]*[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u);
    });
  }
});

describe('the status that is watched', function () {
  this.timeout(120_000);

  it('follows a run, and ends with it', async () => {
    await using run = await testRun();
    const gate = run.gate();
    run.script({ 1: [{ files: { 'out.txt': 'out\n' }, waitFor: gate.path }] });
    run.plan(numberedTasks(1));
    assertStatus(await run.necrocode('execute', 'demo', '--detach'), 0);
    const watching = run.start('status', 'demo', '--watch', '--json');
    const ended = finish(watching);
    const [first] = (await once(watching.stdout!, 'data')) as [string];
    assert.match(first, /"state":"running"/);
    gate.open();
    const { status, stdout } = await ended;
    assert.equal(status, 0);
    const last = JSON.parse(stdout.trimEnd().split('\n').at(-1)!) as { specs: { run: { state: string } }[] };
    assert.equal(last.specs[0]?.run.state, 'finished');
    await run.tidy();
  });
});
