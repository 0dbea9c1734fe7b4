import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { InvariantError, UserError } from '../../../../src/core/base/errors.ts';
import { createQueue } from '../../../../src/core/base/git-queue.ts';
import { openRepository, type Repository } from '../../../../src/core/train/train.ts';
import { testRepository, type TestRepository } from '../../../support/repository.ts';

interface Fixture extends Disposable {
  test: TestRepository;
  repository: Repository;
  base: string;
  /** A commit on the base, or on `parent`. */
  change(files: Record<string, string | null>, parent?: string): string;
}

const lines = (...changed: [number, string][]): string =>
  Array.from({ length: 40 }, (_, n) => `${changed.find(([at]) => at === n)?.[1] ?? `line ${n}`}\n`).join('');

function trainFixture(): Fixture {
  const test = testRepository();
  const base = test.commit({ 'src/a.txt': lines(), 'src/b.txt': lines(), '設計.md': 'one\n' });
  const repository = openRepository({ ...test, slotsRoot: test.root, queue: createQueue() });
  return {
    ...{ test, repository, base, [Symbol.dispose]: () => test[Symbol.dispose]() },
    change: (files, parent = base) => test.commitOn(parent, files),
  };
}

describe('merging in memory', () => {
  it('gives the head itself when it stands on the tip', async () => {
    using fixture = trainFixture();
    const { repository, base } = fixture;
    const head = fixture.change({ 'c.txt': 'c\n' });
    const tree = fixture.test.git(['rev-parse', `${head}^{tree}`]);
    assert.deepEqual(await repository.merge({ tip: base, head, message: 'm' }), { kind: 'merged', commit: head, tree });
  });

  it('makes a commit of both, by the user, and touches nothing else', async () => {
    using fixture = trainFixture();
    const { repository, test } = fixture;
    test.git(['config', 'user.name', 'Yuki 雪']);
    test.git(['config', 'user.email', 'yuki@example.org']);
    const before = test.userState();
    const [tip, head] = [
      fixture.change({ 'src/a.txt': lines([2, 'A']) }),
      fixture.change({ 'src/a.txt': lines([30, 'B']) }),
    ];
    const merge = await repository.merge({ tip, head, message: 'Merge pull request #1: ログイン' });
    assert.equal(merge.kind, 'merged');
    if (merge.kind !== 'merged') return;
    assert.equal(await repository.treeOf(merge.commit), merge.tree);
    assert.equal(test.git(['show', `${merge.commit}:src/a.txt`]), lines([2, 'A'], [30, 'B']).trimEnd());
    const written = test.git(['show', '--no-patch', '--format=%P|%an <%ae>|%cn|%s', merge.commit]);
    assert.equal(written, `${tip} ${head}|Yuki 雪 <yuki@example.org>|Yuki 雪|Merge pull request #1: ログイン`);
    assert.deepEqual(test.userState(), before);
  });

  it('does not merge what shares no history', async () => {
    using fixture = trainFixture();
    const { repository, test, base } = fixture;
    const head = test.git(['commit-tree', `${base}^{tree}`, '-m', 'Begun anew']);
    const merge = await repository.merge({ tip: base, head, message: 'm' });
    assert.deepEqual(merge, { kind: 'conflict', files: [], evidence: 'The two share no history.' });
  });

  it('finds no commit in a branch that was never brought here', async () => {
    using fixture = trainFixture();
    assert.equal(await fixture.repository.isAncestor('9'.repeat(40), fixture.base), false);
  });

  it('tells the files and the places that conflict', async () => {
    using fixture = trainFixture();
    const tip = fixture.change({ 'src/a.txt': lines([9, 'theirs']), 'src/b.txt': null, '設計.md': 'two\n' });
    const head = fixture.change({
      'src/a.txt': lines([9, 'ours']),
      'src/b.txt': lines([1, 'kept']),
      '設計.md': 'three\n',
    });
    const merge = await fixture.repository.merge({ tip, head, message: 'm' });
    assert.equal(merge.kind, 'conflict');
    if (merge.kind !== 'conflict') return;
    assert.deepEqual(merge.files.sort(), ['src/a.txt', 'src/b.txt', '設計.md']);
    const expected = [
      'line 8',
      '<<<<<<< integrated so far',
      'theirs',
      '=======',
      'ours',
      '>>>>>>> this task',
      'line 10',
    ];
    assert.ok(merge.evidence.includes(expected.join('\n')), merge.evidence);
    assert.match(merge.evidence, /modify\/delete.*src\/b\.txt/);
    assert.match(merge.evidence, /^--- 設計\.md$/m);
  });

  it('bounds what it tells, in whole characters', async () => {
    using fixture = trainFixture();
    const long = (word: string) =>
      Object.fromEntries(Array.from({ length: 15 }, (_, n) => [`f${n}.txt`, `${word}${'漢'.repeat(400)}\n`]));
    const merge = await fixture.repository.merge({
      tip: fixture.change(long('a')),
      head: fixture.change(long('b')),
      message: 'm',
    });
    assert.equal(merge.kind, 'conflict');
    if (merge.kind !== 'conflict') return;
    assert.equal(merge.files.length, 15);
    assert.ok(Buffer.byteLength(merge.evidence) <= 8 * 1024 && merge.evidence.endsWith('… (cut)'));
    assert.ok(!merge.evidence.includes('\uFFFD'));
  });
});

describe('a branch of ours', () => {
  const branch = 'necrocode/chat';

  it('is made, moved by compare-and-swap, and deleted', async () => {
    using fixture = trainFixture();
    const { repository, base } = fixture;
    const next = fixture.change({ 'c.txt': 'c\n' });
    assert.equal(await repository.branchSha(branch), undefined);
    await repository.setBranch(branch, base);
    assert.equal(await repository.moveBranch(branch, next, next), false);
    assert.equal(await repository.branchSha(branch), base);
    assert.equal(await repository.moveBranch(branch, next, base), true);
    assert.equal(await repository.branchSha(branch), next);
    await repository.setBranch(branch, base);
    assert.equal(await repository.branchSha(branch), base);
    await repository.deleteBranch(branch);
    await repository.deleteBranch(branch);
    assert.equal(await repository.branchSha(branch), undefined);
  });

  it('moves for one of many who ask at once', async () => {
    using fixture = trainFixture();
    const { repository, base } = fixture;
    await repository.setBranch(branch, base);
    const heads = ['a', 'b', 'c', 'd'].map((name) => fixture.change({ [name]: name }));
    const moved = await Promise.all(heads.map((head) => repository.moveBranch(branch, head, base)));
    assert.deepEqual(moved, [true, false, false, false]);
  });

  it('stays while the user has it checked out, and moves while a slot has', async () => {
    using fixture = trainFixture();
    const { repository, base, test } = fixture;
    const next = fixture.change({ 'c.txt': 'c\n' });
    test.git(['worktree', 'add', '--quiet', '-b', branch, join(test.root, 'slot-1'), base]);
    await repository.setBranch(branch, next);
    test.git(['worktree', 'remove', '--force', join(test.root, 'slot-1')]);
    test.git(['checkout', '--quiet', branch]);
    const before = test.userState();
    for (const change of [
      () => repository.setBranch(branch, base),
      () => repository.moveBranch(branch, base, next),
      () => repository.deleteBranch(branch),
    ]) {
      await assert.rejects(change(), (error) => error instanceof UserError && /checked out in/.test(error.message));
    }
    assert.deepEqual(test.userState(), before);
    assert.equal(await repository.branchSha(branch), next);
  });

  for (const name of ['main', 'user', 'necrocode/', 'feature/x', '../necrocode/x']) {
    it(`is never one named ${name}`, async () => {
      using fixture = trainFixture();
      await assert.rejects(fixture.repository.setBranch(name, fixture.base), InvariantError);
      await assert.rejects(fixture.repository.moveBranch(name, fixture.base, fixture.base), InvariantError);
      await assert.rejects(fixture.repository.deleteBranch(name), InvariantError);
    });
  }
});

describe("the user's branch", () => {
  it('moves only while nobody has it checked out and it stands where it is thought to', async () => {
    using fixture = trainFixture();
    const { repository, base, test } = fixture;
    const next = fixture.change({ 'c.txt': 'c\n' });
    test.git(['branch', 'リリース', base]);
    const before = test.userState();
    assert.equal(await repository.moveBase('main', next, base), false);
    assert.equal(await repository.moveBase('リリース', next, next), false);
    assert.equal(await repository.moveBase('no-such', next, base), false);
    assert.equal(await repository.moveBase('リリース', next, base), true);
    assert.equal(await repository.branchSha('リリース'), next);
    assert.deepEqual(test.userState(), before);
  });

  it('is the base of a run, by name or as it is checked out', async () => {
    using fixture = trainFixture();
    const { repository, base: sha, test } = fixture;
    test.git(['update-ref', 'refs/remotes/origin/far', sha]);
    assert.deepEqual(await repository.base(undefined), { ref: 'refs/heads/main', sha });
    assert.deepEqual(await repository.base('main'), { ref: 'refs/heads/main', sha });
    assert.deepEqual(await repository.base('far'), { ref: 'refs/remotes/origin/far', sha });
    test.git(['checkout', '--quiet', '--detach']);
    assert.deepEqual(await repository.base(undefined), { ref: 'HEAD', sha });
    await assert.rejects(repository.base('no-such'), /Expected `base` to name a branch, got "no-such"/);
    test.git(['checkout', '--quiet', '--orphan', 'empty']);
    const beginning = await repository.base(undefined);
    assert.deepEqual(beginning, await repository.base(undefined));
    assert.equal(beginning.ref, 'refs/heads/empty');
    assert.equal(test.git(['ls-tree', beginning.sha]), '');
  });
});

describe('the conflict radar', () => {
  const check = async (changes: Record<string, Record<string, string | null>>, expected: string[]): Promise<void> => {
    using fixture = trainFixture();
    const heads = Object.entries(changes).map(([task_id, files]) => ({ task_id, commit: fixture.change(files) }));
    const pairs = await fixture.repository.forecast(heads);
    assert.deepEqual(
      pairs.map(({ tasks, files }) => `${tasks.join('+')}: ${files.join(' ')}`),
      expected,
    );
  };

  it('names each pair that does not merge, with its files', () =>
    check(
      {
        1: { 'src/a.txt': lines([5, 'one']), '設計.md': 'one by one\n' },
        2: { 'src/a.txt': lines([5, 'two']), 'src/c.txt': 'c\n' },
        3: { 'src/a.txt': lines([35, 'three']) },
        4: { '設計.md': 'four\n' },
        5: { 'src/b.txt': lines([1, 'five']) },
      },
      ['1+2: src/a.txt', '1+4: 設計.md'],
    ));

  it('sees two who add the same file, and a deletion under a change', () =>
    check(
      {
        1: { 'new.txt': 'one\n' },
        2: { 'new.txt': 'two\n' },
        3: { 'src/b.txt': null },
        4: { 'src/b.txt': lines([3, 'x']) },
      },
      ['1+2: new.txt', '3+4: src/b.txt'],
    ));

  it('sees a file where the other makes a folder', async () => {
    using fixture = trainFixture();
    const heads = [fixture.change({ lib: 'file\n' }), fixture.change({ 'lib/x.txt': 'x\n' })];
    const pairs = await fixture.repository.forecast(heads.map((commit, n) => ({ task_id: String(n), commit })));
    assert.equal(pairs.length, 1);
  });

  it('knows of each look what it has found before, of the commits that are still there', async () => {
    using fixture = trainFixture();
    const head = (task_id: string, text: string) => ({
      task_id,
      commit: fixture.change({ 'src/a.txt': lines([5, text]) }),
    });
    const [one, two, three] = [head('1', 'one'), head('2', 'two'), head('3', 'three')];
    const pairsOf = async (...heads: ReturnType<typeof head>[]) =>
      (await fixture.repository.forecast(heads)).map(({ tasks }) => tasks.join('+'));
    assert.deepEqual(await pairsOf(one, two), ['1+2']);
    assert.deepEqual(await pairsOf(one, two, three), ['1+2', '1+3', '2+3']);
    assert.deepEqual(await pairsOf(three, { ...two, task_id: '4' }), ['3+4']);
    // Nothing of it is asked again: it would not be found any more.
    rmSync(join(fixture.test.commonDir, 'objects', two.commit.slice(0, 2), two.commit.slice(2)));
    assert.deepEqual(await pairsOf(three, two), ['3+2']);
  });

  it('does not blame a pair for what lies between their bases', async () => {
    using fixture = trainFixture();
    const integrated = fixture.change({ 'src/a.txt': lines([5, 'integrated']) });
    const older = fixture.change({ 'src/a.txt': lines([5, 'older']), 'src/b.txt': lines([2, 'x']) });
    const newer = fixture.change({ 'src/b.txt': lines([30, 'y']) }, integrated);
    const heads = [
      { task_id: '1', commit: older },
      { task_id: '2', commit: newer },
    ];
    assert.deepEqual(await fixture.repository.forecast(heads), []);
    assert.deepEqual(await fixture.repository.forecast(heads.slice(0, 1)), []);
  });
});

describe('looking at commits', () => {
  it('describes a change in two to six lines', async () => {
    using fixture = trainFixture();
    const { repository } = fixture;
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`f${n}.txt`, 'x\n'.repeat(n + 1)]));
    const cases: [Record<string, string | null>, RegExp, number][] = [
      [{ 'src/a.txt': lines([1, 'x']) }, /^1 file changed, \+1 −1 lines\n- src\/a\.txt \(modified, \+1 −1\)$/, 2],
      [{ '設計.md': null }, /- 設計\.md \(deleted, \+0 −1\)/, 2],
      [many, /^9 files changed, \+45 −0 lines\n- f8\.txt \(added, \+9 −0\)[^]*… and 5 more$/, 6],
      [{}, /^No file changed/, 2],
    ];
    for (const [files, expected, count] of cases) {
      const text = await repository.describeChange(fixture.change(files));
      assert.match(text, expected);
      assert.equal(text.split('\n').length, count);
    }
    assert.match(await repository.describeChange(fixture.base), /^3 files changed/);
  });

  it('knows who came from whom, and whose work it is', async () => {
    using fixture = trainFixture();
    const { repository, base, test } = fixture;
    const next = fixture.change({ 'c.txt': 'c\n' });
    assert.deepEqual([await repository.isAncestor(base, next), await repository.isAncestor(next, base)], [true, false]);
    await assert.rejects(repository.treeOf('0'.repeat(40)), InvariantError);
    test.git(['config', 'user.name', '雪']);
    assert.equal((await repository.author()).name, '雪');
  });
});
