import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findKept, findStaleLocks, putBack } from '../../../../src/core/slots/slots.ts';
import { writeFiles, type TestRepository } from '../../../support/repository.ts';
import { poolFixture, type PoolFixture } from './pool-fixture.ts';

/** Somebody with a slot does this. */
async function altering(fixture: PoolFixture, deed: (repository: TestRepository) => void): Promise<void> {
  const { place } = await fixture.acquire();
  deed(fixture.repository);
  await fixture.pool.release(place.name);
}

/** What still stands of what was found, as names. */
async function standing({ repository }: PoolFixture): Promise<string[][]> {
  return (await findKept(repository)).map(({ open }) => open.map(({ name }) => name));
}

describe('what was found altered', () => {
  const hook = 'hooks/pre-push';

  it('stands until it is as it was before, or its folder is deleted', async () => {
    await using fixture = await poolFixture({}, { arrange: ({ git }) => git(['branch', 'user']) });
    const { repository } = fixture;
    await altering(fixture, ({ git, commonDir }) => {
      git(['branch', '-D', 'user']);
      git(['tag', 'v9']);
      writeFiles(commonDir, { [hook]: 'evil\n' });
    });
    assert.deepEqual(await standing(fixture), [[hook, 'refs/heads/user', 'refs/tags/v9']]);
    rmSync(join(repository.commonDir, hook));
    repository.git(['tag', '-d', 'v9']);
    assert.deepEqual(await standing(fixture), [['refs/heads/user']]);
    repository.git(['branch', 'user', repository.commitOn(fixture.base, { 'x.txt': 'x\n' })]);
    assert.deepEqual(await standing(fixture), [], 'what it held is in it again');

    await altering(fixture, ({ git }) => git(['config', 'user.name', 'Agent']));
    const [finding] = await findKept(repository);
    rmSync(finding!.folder, { recursive: true });
    assert.deepEqual(await standing(fixture), []);
  });

  it('holds the commits that a branch or the stash no longer holds', async () => {
    await using fixture = await poolFixture();
    const { git, commitOn } = fixture.repository;
    const lost = commitOn(fixture.base, { 'x.txt': 'x\n' });
    git(['branch', 'user', lost]);
    await altering(fixture, () => git(['branch', '-D', 'user']));
    git(['reflog', 'expire', '--expire=now', '--all']);
    git(['prune', '--expire=now']);
    assert.equal(git(['cat-file', '-t', lost]), 'commit');
  });

  it('is put back on request, its permissions too; what was made is out of git’s sight', async () => {
    await using fixture = await poolFixture();
    const { repository } = fixture;
    const path = (name: string): string => join(repository.commonDir, name);
    writeFiles(repository.commonDir, { [hook]: '#!/bin/sh\n', 'info/attributes': '*.bin -diff\n' });
    chmodSync(path(hook), 0o755);
    const config = readFileSync(path('config'), 'utf8');
    await altering(fixture, ({ git, commonDir }) => {
      git(['config', 'core.hooksPath', 'evil']);
      writeFiles(commonDir, { [hook]: 'evil\n', 'hooks/post-commit': 'evil\n' });
      chmodSync(path(hook), 0o644);
      rmSync(path('info/attributes'));
    });
    // A second finding about the same file: the first state is the one to come back.
    await altering(fixture, ({ git }) => git(['config', 'core.hooksPath', 'worse']));
    const back = await putBack(repository);
    assert.deepEqual(back.toSorted(), ['config', 'hooks/post-commit', hook, 'info/attributes']);
    assert.equal(readFileSync(path('config'), 'utf8'), config);
    assert.equal(readFileSync(path(hook), 'utf8'), '#!/bin/sh\n');
    assert.equal(statSync(path(hook)).mode & 0o777, 0o755);
    assert.equal(readFileSync(path('info/attributes'), 'utf8'), '*.bin -diff\n');
    assert.equal(existsSync(path('hooks/post-commit')), false);
    assert.match(readdirSync(path('hooks')).join('\n'), /post-commit\.set-aside-/);
    assert.deepEqual(await standing(fixture), []);
    assert.deepEqual(await putBack(repository), []);
  });

  it('is not put back where somebody has changed it again', async () => {
    await using fixture = await poolFixture();
    await altering(fixture, ({ git }) => git(['config', 'user.name', 'Agent']));
    fixture.repository.git(['config', 'user.name', 'User']);
    assert.deepEqual(await putBack(fixture.repository), []);
    assert.equal(fixture.repository.git(['config', 'user.name']), 'User');
    assert.deepEqual(await standing(fixture), [['config']]);
  });

  it('leads nowhere out of git’s folder, whatever a record says', async () => {
    await using fixture = await poolFixture();
    const { repository } = fixture;
    await altering(fixture, ({ git }) => git(['config', 'user.name', 'Agent']));
    const [finding] = await findKept(repository);
    const record = join(finding!.folder, 'record.json');
    const victim = join(repository.mainWorktree, 'README.md');
    const text = readFileSync(record, 'utf8').replace('"name":"config"', '"name":"../README.md"');
    writeFileSync(record, text.replace(/"after":"[0-9a-f]+"/, '"after":"x"'));
    await assert.rejects(putBack(repository), /inside/);
    assert.equal(readFileSync(victim, 'utf8'), '# Test\n');
  });
});

describe('a lock of git’s', () => {
  it('is stale after some minutes, wherever it stands', async () => {
    await using fixture = await poolFixture();
    const { commonDir } = fixture.repository;
    const names = ['index.lock', 'packed-refs.lock', 'refs/heads/main.lock', 'config.lock'];
    writeFiles(commonDir, Object.fromEntries(names.map((name) => [name, ''])));
    assert.deepEqual(await findStaleLocks(commonDir, Date.now()), []);
    const then = Date.now() / 1000 - 600;
    for (const name of names.slice(0, 3)) utimesSync(join(commonDir, name), then, then);
    const found = await findStaleLocks(commonDir, Date.now());
    assert.deepEqual(found.map(({ path }) => path.slice(commonDir.length + 1)).sort(), names.slice(0, 3));
    assert.ok(found.every(({ ageMs }) => ageMs > 500_000));
  });
});
