import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { writeFiles } from '../../../support/repository.ts';
import { dirtOf, gitDirsOf, poolFixture } from './pool-fixture.ts';

describe('work in a slot', () => {
  it('that was not committed is saved before it is cleaned', async () => {
    await using fixture = await poolFixture();
    const { repository, pool } = fixture;
    const { place } = await fixture.acquire({ branch: 'feature/task-chat-1-x' });
    writeFiles(place.path, { 'src/a.txt': 'changed\n', '新しい ファイル.txt': 'new\n', 'x.log': 'ignored\n' });
    rmSync(join(place.path, 'src/b.txt'));
    const { rescueRef } = await pool.release(place.name);
    assert.match(rescueRef ?? '', /^refs\/necrocode\/rescue\/slot-1\/\d{8}T\d+Z$/);
    const files = repository.git(['diff', '--no-renames', '--name-status', '-z', fixture.base, rescueRef!]).split('\0');
    assert.deepEqual(files, ['M', 'src/a.txt', 'D', 'src/b.txt', 'A', '新しい ファイル.txt', '']);
    assert.equal(dirtOf(place.path), '');
  });

  it('that was committed on no branch is saved', async () => {
    await using fixture = await poolFixture();
    const { repository, pool } = fixture;
    const { place } = await fixture.acquire();
    writeFiles(place.path, { 'c.txt': 'c\n' });
    repository.git(['add', '--all'], place.path);
    repository.git(['commit', '--quiet', '--message', 'Mine'], place.path);
    const commit = repository.git(['rev-parse', 'HEAD'], place.path);
    const { rescueRef } = await pool.release(place.name);
    assert.equal(repository.git(['rev-parse', rescueRef!]), commit);
  });

  it('that a branch holds is not saved again, nor when that branch is gone but its work is integrated', async () => {
    await using fixture = await poolFixture();
    const { repository, pool } = fixture;
    for (const isBranchDeleted of [false, true]) {
      const branch = `feature/task-chat-1-${String(isBranchDeleted)}`;
      const { place } = await fixture.acquire({ branch });
      const file = `${String(isBranchDeleted)}.txt`;
      writeFiles(place.path, { [file]: 'c\n' });
      // As a runner does: objects only; the controller then moves the branch.
      const commit = repository.commitOn(fixture.base, { [file]: 'c\n' });
      repository.git(['update-ref', `refs/heads/${branch}`, commit]);
      repository.git(['update-ref', `refs/heads/necrocode/chat-${String(isBranchDeleted)}`, commit]);
      if (isBranchDeleted) repository.git(['update-ref', '-d', `refs/heads/${branch}`]);
      assert.deepEqual(await pool.release(place.name), {});
      assert.equal(dirtOf(place.path), '');
    }
  });

  it('that somebody did in a free slot is saved too', async () => {
    await using fixture = await poolFixture();
    const { repository, base } = fixture;
    const { place } = await fixture.acquire();
    await fixture.pool.release(place.name);
    const next = repository.commitOn(base, { 'src/a.txt': 'next\n' });
    const changes = [{ 'mine.txt': 'mine\n' }, { 'src/a.txt': 'mine\n' }, { 'src/b.txt': 'mine\n' }];
    for (const [n, wanted] of [next, base, next].entries()) {
      writeFiles(place.path, changes[n]!);
      const pool = await fixture.reopen();
      const { signal } = new AbortController();
      const again = await pool.acquire({ base: wanted, branch: undefined, holder: 'x', signal });
      assert.equal(again.place.path, place.path);
      assert.deepEqual([dirtOf(place.path), repository.git(['rev-parse', 'HEAD'], place.path)], ['', wanted]);
      const rescued = repository.git(['for-each-ref', 'refs/necrocode/rescue']).split('\n').filter(Boolean);
      assert.equal(rescued.length, n + 1, fixture.reports.join('\n'));
      await pool.release(place.name);
    }
  });

  it('that somebody with another slot did in one that is free is neither given to the next nor lost', async () => {
    await using fixture = await poolFixture();
    const { repository, pool } = fixture;
    const [one, two] = [await fixture.acquire(), await fixture.acquire()];
    await pool.release(one.place.name);
    // Just now it was seen to be clean.
    writeFiles(one.place.path, { 'stray.txt': 'stray\n' });
    await pool.release(two.place.name);
    const again = await fixture.acquire();
    assert.equal(dirtOf(again.place.path), '');
    const rescued = repository.git(['for-each-ref', '--format=%(refname)', 'refs/necrocode/rescue']);
    assert.equal(repository.git(['show', `${rescued}:stray.txt`]), 'stray');
  });

  it('is saved even when size and second of a file are those of its last commit', async () => {
    await using fixture = await poolFixture();
    const { repository, pool } = fixture;
    const { place } = await fixture.acquire();
    const file = join(place.path, 'src/b.txt');
    const secondOf = (path: string) => Math.floor(statSync(path).mtimeMs / 1000);
    // Git compares seconds only. What was known of the file and its change have to fall into one, and the release into a later.
    do {
      writeFiles(place.path, { 'src/b.txt': 'b\n' });
      repository.git(['update-index', '--refresh'], place.path);
      writeFiles(place.path, { 'src/b.txt': 'B\n' });
    } while (!repository.git(['ls-files', '--debug', 'src/b.txt'], place.path).includes(`mtime: ${secondOf(file)}:`));
    while (Math.floor(Date.now() / 1000) <= secondOf(file)) await setTimeout(20);
    const { rescueRef } = await pool.release(place.name);
    assert.equal(repository.git(['show', `${rescueRef!}:src/b.txt`]), 'B');
  });

  it('in a repository inside the slot is saved as files', async () => {
    await using fixture = await poolFixture();
    const { repository, pool } = fixture;
    const { place } = await fixture.acquire();
    for (const name of ['empty', 'full']) {
      mkdirSync(join(place.path, name));
      repository.git(['init', '--quiet'], join(place.path, name));
      writeFiles(join(place.path, name), { 'x.txt': name });
    }
    repository.git(['add', '.'], join(place.path, 'full'));
    repository.git(['commit', '--quiet', '--message', 'Inner'], join(place.path, 'full'));
    const { rescueRef } = await pool.release(place.name);
    assert.equal(repository.git(['show', `${rescueRef!}:full/x.txt`]), 'full');
    assert.equal(repository.git(['show', `${rescueRef!}:empty/x.txt`]), 'empty');
    assert.deepEqual(readdirSync(place.path).sort(), ['.git', '.gitignore', 'README.md', 'src']);
  });
});

describe('whoever stays in a slot', () => {
  const sleeper = ['-e', 'setInterval(() => {}, 1000); console.log(1)'];

  it('is ended when it is ours, even out of its group and without ears', async () => {
    await using fixture = await poolFixture();
    const { place } = await fixture.acquire();
    const child = spawn('node', ['-e', `process.on('SIGTERM', () => {}); ${sleeper[1]!}`], {
      ...{ cwd: place.path, detached: true, stdio: ['ignore', 'pipe', 'ignore'] },
      env: { ...process.env, NECROCODE_MARK: 'some launch' },
    });
    await once(child.stdout, 'data');
    const exited = once(child, 'exit');
    assert.deepEqual(await fixture.pool.release(place.name), {});
    await exited;
  });

  it('is left alone when it is a stranger; the slot stands aside, its files with it', async () => {
    await using fixture = await poolFixture();
    const { pool, repository } = fixture;
    const { place } = await fixture.acquire({ branch: 'feature/task-chat-1-x' });
    writeFiles(place.path, { 'mine.txt': 'mine\n' });
    const child = spawn('node', sleeper, { cwd: place.path, stdio: ['ignore', 'pipe', 'ignore'] });
    await once(child.stdout, 'data');
    const { quarantined } = await pool.release(place.name);
    assert.match(quarantined ?? '', /still works in .*slot-1\.quarantined-1/s);
    assert.equal(readFileSync(`${place.path}.quarantined-1/mine.txt`, 'utf8'), 'mine\n');
    assert.deepEqual(gitDirsOf(repository), []);
    assert.equal((await fixture.acquire({ branch: 'feature/task-chat-1-x' })).place.name, 'slot-1');

    const { removed, kept } = await pool.clean({ dryRun: false });
    assert.deepEqual(removed, []);
    assert.equal(kept.length, 2);
    child.kill();
    await once(child, 'exit');
    const second = await pool.clean({ dryRun: false });
    assert.deepEqual(
      second.removed.map(({ slot }) => slot),
      ['slot-1.quarantined-1'],
    );
    assert.equal(repository.git(['show', `${second.removed[0]!.rescueRef!}:mine.txt`]), 'mine');
    assert.ok(!existsSync(`${place.path}.quarantined-1`));
  });
});
