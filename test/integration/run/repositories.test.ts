import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { numberedTasks, taskCommits } from '../../support/run-facts.ts';
import { runGit, writeFiles, type TestRepository } from '../../support/repository.ts';
import { assertStatus, testRun } from '../../support/runs.ts';

function check(title: string, prepare: (repository: TestRepository) => void): void {
  it(`runs ${title}, and leaves everything of the user’s as it is`, async () => {
    await using run = await testRun({ prepare });
    run.plan(numberedTasks(2, { chained: true }));
    assertStatus(await run.necrocode('execute', 'demo'), 0);
    assert.deepEqual(taskCommits(run), ['1', '2']);
    await run.tidy();
  });
}

function checkRefused(title: string, prepare: (repository: TestRepository) => void, words: RegExp): void {
  it(`refuses ${title} by name, and makes nothing`, async () => {
    await using run = await testRun({ prepare });
    run.plan(numberedTasks(1));
    const refused = await run.necrocode('execute', 'demo');
    assertStatus(refused, 1);
    assert.match(refused.stderr, words);
    assert.equal(run.repository.git(['for-each-ref', 'refs/heads/necrocode', 'refs/heads/feature']), '');
    await run.tidy();
  });
}

describe('the repositories that a run may meet', function () {
  this.timeout(120_000);

  check('in one with staged, changed and unknown files', (user) => {
    user.commit({ 'README.md': 'hello\n', 'out/1.txt': 'the user has this one too\n', 'staged.txt': 'old\n' });
    writeFiles(user.mainWorktree, { 'README.md': 'changed\n', 'staged.txt': 'new\n', 'unknown 未知.txt': 'new\n' });
    user.git(['add', '--', 'staged.txt']);
  });

  check('in one whose HEAD is detached', (user) => {
    user.commit({ 'README.md': 'hello\n' });
    user.git(['checkout', '--quiet', '--detach']);
  });

  check('in a shallow clone', (user) => {
    user.commit({ 'README.md': 'one\n' });
    user.commit({ 'README.md': 'two\n' });
    const origin = join(user.folder, 'origin.git');
    user.git(['clone', '--quiet', '--bare', user.mainWorktree, origin]);
    user.git(['remote', 'add', 'origin', `file://${origin}`]);
    user.git(['fetch', '--quiet', '--depth=1', 'origin', 'main']);
    user.git(['reset', '--quiet', '--hard', 'FETCH_HEAD']);
    user.git(['reflog', 'expire', '--expire=now', '--all']);
    assert.equal(user.git(['rev-parse', '--is-shallow-repository']), 'true');
  });

  check('in one without a commit', () => {});

  checkRefused(
    'a repository with submodules',
    (user) => {
      const other = join(user.folder, 'other');
      runGit(['init', '--quiet', other], user.folder);
      runGit(['commit', '--quiet', '--allow-empty', '--message', 'Begin'], other);
      user.commit({ 'README.md': 'hello\n' });
      user.git(['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other, 'library']);
      user.git(['commit', '--quiet', '--message', 'Add the library']);
    },
    /submodule/,
  );

  it('goes on from the branch that an earlier run has left, brought up to the base', async () => {
    await using run = await testRun({
      prepare(user) {
        const first = user.commit({ 'README.md': 'hello\n' });
        user.git(['branch', 'necrocode/demo', user.commitOn(first, { 'earlier.txt': 'earlier\n' })]);
        user.commit({ 'later.txt': 'later\n' });
      },
    });
    run.plan(numberedTasks(1));
    assertStatus(await run.necrocode('execute', 'demo'), 0);
    const files = run.repository.git(['ls-tree', '-r', '--name-only', 'necrocode/demo']).split('\n');
    assert.deepEqual(files, ['README.md', 'earlier.txt', 'later.txt', 'out/1.txt']);
    await run.tidy();
  });

  it('ticks the box of a finished task in the tasks.md of the user, and changes nothing else in it', async () => {
    const tasks = '# Plan\r\n\r\n- [ ] 1. Write the first part\r\n  - with care\r\n- [ ] 2. Write the second part\r\n';
    const name = '.kiro/specs/demo/tasks.md';
    await using run = await testRun({ files: { [name]: tasks } });
    assertStatus(await run.necrocode('plan', '--from', '.kiro/specs/demo', '--json'), 0);
    assertStatus(await run.necrocode('execute', 'demo'), 0);
    const ticked = readFileSync(join(run.repository.mainWorktree, name), 'utf8');
    assert.equal(ticked, tasks.replaceAll('[ ]', '[x]'));
    assert.equal(run.repository.git(['diff', '--name-only', 'main', 'necrocode/demo', '--', '.kiro']), '');
    await run.tidy({ ticks: [name] });
  });
});
