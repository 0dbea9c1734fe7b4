import assert from 'node:assert/strict';
import { changesOfPull, listChanged, readFileAt } from '../../../../src/core/necrocode/changes.ts';
import type { Place } from '../../../../src/core/necrocode/place.ts';
import { testRepository, type TestRepository } from '../../../support/repository.ts';

function placeOf({ mainWorktree, commonDir }: TestRepository): Place {
  return { mainWorktree, commonDir, registryDir: '', artifactsDir: '' };
}

describe('what a change consists of', () => {
  it('lists its files, and reads each on both sides, whatever stands in the working tree', async () => {
    using test = testRepository();
    const place = placeOf(test);
    const base = test.commit({ 'src/a.ts': 'one\n', 'gone.txt': 'bye\n', '設計 書.md': 'x\n' });
    const head = test.commitOn(base, { 'src/a.ts': 'two\n', 'gone.txt': null, 'new file.ts': 'new' });
    const { files, filesLeftOut } = await listChanged(place, base, head);
    assert.deepEqual(
      files.map(({ file, status }) => `${status} ${file}`),
      ['deleted gone.txt', 'added new file.ts', 'modified src/a.ts'],
    );
    assert.equal(filesLeftOut, 0);
    assert.deepEqual(await readFileAt(place, base, 'src/a.ts'), { kind: 'text', text: 'one\n' });
    assert.deepEqual(await readFileAt(place, head, 'src/a.ts'), { kind: 'text', text: 'two\n' });
    assert.deepEqual(await readFileAt(place, head, 'new file.ts'), { kind: 'text', text: 'new' });
    assert.deepEqual(await readFileAt(place, head, '設計 書.md'), { kind: 'text', text: 'x\n' });
    assert.deepEqual(await readFileAt(place, head, 'gone.txt'), { kind: 'missing' });
  });

  it('shows neither what is binary nor what is too large, and no folder', async () => {
    using test = testRepository();
    const place = placeOf(test);
    const head = test.commit({ 'a.bin': 'x\0y', 'src/big.txt': 'x'.repeat(4 * 1024 * 1024 + 1), 'empty.txt': '' });
    assert.deepEqual(await readFileAt(place, head, 'a.bin'), { kind: 'binary' });
    assert.deepEqual(await readFileAt(place, head, 'src/big.txt'), { kind: 'too_large' });
    assert.deepEqual(await readFileAt(place, head, 'empty.txt'), { kind: 'text', text: '' });
    assert.deepEqual(await readFileAt(place, head, 'src'), { kind: 'missing' });
  });

  it('takes no text for a commit that is none', async () => {
    using test = testRepository();
    const place = placeOf(test);
    test.commit({ 'a.txt': 'a' });
    await assert.rejects(readFileAt(place, '--help', 'a.txt'), /Not a commit id/);
    await assert.rejects(listChanged(place, 'HEAD', 'HEAD'), /Not a commit id/);
    assert.deepEqual(await readFileAt(place, 'f'.repeat(40), 'a.txt'), { kind: 'missing' });
  });

  it('compares a pull request with where its branch parted, before and after it was merged', async () => {
    using test = testRepository();
    const place = placeOf(test);
    const start = test.commit({ 'a.txt': 'a\n' });
    const head_sha = test.commitOn(start, { 'b.txt': 'b\n' });
    test.git(['branch', 'feature', head_sha]);
    test.commit({ 'c.txt': 'c\n' });
    const pull = { base: 'main', head: 'feature', head_sha };
    const before = await changesOfPull(place, pull);
    assert.deepEqual([before?.base, before?.head, before?.files.map(({ file }) => file)], [start, head_sha, ['b.txt']]);

    test.git(['merge', '--quiet', '--no-ff', '-m', 'Merge', 'feature']);
    test.git(['branch', '-D', 'feature']);
    const merge_sha = test.git(['rev-parse', 'HEAD']);
    const after = await changesOfPull(place, { ...pull, merge_sha });
    assert.deepEqual(after?.files, before?.files);
  });

  it('shows all of a pull request into a branch without a commit', async () => {
    using test = testRepository();
    const begin = test.git(['commit-tree', '-m', 'Begin', test.git(['write-tree'])]);
    const head_sha = test.commitOn(begin, { 'a.txt': 'a\n' });
    const changes = await changesOfPull(placeOf(test), { base: 'main', head: 'feature', head_sha });
    assert.deepEqual([changes?.base, changes?.files.map(({ file }) => file)], [begin, ['a.txt']]);
  });

  it('says that the commits of a pull request are gone', async () => {
    using test = testRepository();
    test.commit({ 'a.txt': 'a\n' });
    assert.equal(
      await changesOfPull(placeOf(test), { base: 'main', head: 'gone', head_sha: 'f'.repeat(40) }),
      undefined,
    );
  });
});
