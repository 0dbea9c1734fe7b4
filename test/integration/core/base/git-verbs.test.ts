import assert from 'node:assert/strict';
import { writeFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError, InvariantError, UserError } from '../../../../src/core/base/errors.ts';
import {
  assertBranchName,
  commitTree,
  diffNumstat,
  isAncestor,
  listRefs,
  mergeTree,
  revParse,
  updateRef,
} from '../../../../src/core/base/git-verbs.ts';
import { temporaryRepository, type Repository } from './places.ts';

/** Commits exactly these files on top of `parents`, without a working tree moving. */
async function commit(
  { path, git }: Repository,
  files: Record<string, string | Uint8Array>,
  ...parents: string[]
): Promise<string> {
  const index = { GIT_INDEX_FILE: join(path, '.git', 'index-of-test') };
  await rm(index.GIT_INDEX_FILE, { force: true });
  for (const [name, content] of Object.entries(files)) {
    const { stdout } = await git.write(['hash-object', '-w', '--stdin'], { input: content });
    await git.write(['update-index', '--add', '--cacheinfo', `100644,${stdout.trim()},${name}`], { env: index });
  }
  const tree = (await git.write(['write-tree'], { env: index })).stdout.trim();
  return commitTree(git, { tree, parents, message: 'a message\n\nwith — more' });
}

describe('the verbs of git', () => {
  it('name the object of a revision, or nothing', async () => {
    await using repository = await temporaryRepository();
    const { git } = repository;
    const sha = await commit(repository, { a: 'a' });
    assert.equal(await revParse(git, sha), sha);
    assert.match((await revParse(git, `${sha}^{tree}`)) ?? '', /^[0-9a-f]{40}$/);
    for (const none of ['HEAD', 'none', '--all', '--output=x', '-x', `${sha}:b`])
      assert.equal(await revParse(git, none), undefined, none);
  });

  it('move a ref only from where it was believed to be', async () => {
    await using repository = await temporaryRepository();
    const { git } = repository;
    const one = await commit(repository, { a: '1' });
    const two = await commit(repository, { a: '2' }, one);
    const ref = 'refs/heads/b';
    assert.deepEqual(await updateRef(git, ref, one, null), { kind: 'updated' });
    assert.deepEqual(await updateRef(git, ref, two, null), { kind: 'moved', current: one });
    assert.deepEqual(await updateRef(git, ref, one, two), { kind: 'moved', current: one });
    assert.deepEqual(await updateRef(git, ref, two, one), { kind: 'updated' });
    assert.deepEqual(await updateRef(git, ref, null, one), { kind: 'moved', current: two });
    assert.deepEqual(await updateRef(git, ref, null, two), { kind: 'updated' });
    assert.deepEqual(await updateRef(git, ref, two, one), { kind: 'moved', current: undefined });
    await assert.rejects(updateRef(git, 'b', one, null), InvariantError);
    await assert.rejects(updateRef(git, ref, 'HEAD', null), InvariantError);
    // Held by another process: that is an error, not a move.
    await writeFile(join(repository.path, '.git', 'refs', 'heads', 'c.lock'), '');
    await assert.rejects(updateRef(git, 'refs/heads/c', one, null), CommandError);
  });

  it('let one of many win a race for a ref', async () => {
    await using repository = await temporaryRepository();
    const base = await commit(repository, { a: '0' });
    const heads = [];
    for (const n of ['1', '2', '3', '4']) heads.push(await commit(repository, { a: n }, base));
    await updateRef(repository.git, 'refs/heads/b', base, null);
    const outcomes = await Promise.allSettled(
      heads.map((head) => updateRef(repository.git, 'refs/heads/b', head, base)),
    );
    const winners = outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value.kind === 'updated');
    assert.equal(winners.length, 1);
  });

  it('tell whether one commit contains another', async () => {
    await using repository = await temporaryRepository();
    const one = await commit(repository, { a: '1' });
    const two = await commit(repository, { a: '2' }, one);
    assert.equal(await isAncestor(repository.git, one, two), true);
    assert.equal(await isAncestor(repository.git, one, one), true);
    assert.equal(await isAncestor(repository.git, two, one), false);
    await assert.rejects(isAncestor(repository.git, 'none', one), CommandError);
  });

  it('merge in memory, or name the files in conflict', async () => {
    await using repository = await temporaryRepository();
    const { git } = repository;
    const base = await commit(repository, { a: 'base\n', b: 'base\n' });
    const left = await commit(repository, { a: 'left\n', b: 'base\n' }, base);
    const right = await commit(repository, { a: 'base\n', b: 'right\n' }, base);
    const clash = await commit(repository, { a: 'clash\n', '日 本': 'x' }, base);
    const clean = await mergeTree(git, left, right);
    const both = await commit(repository, { a: 'left\n', b: 'right\n' });
    assert.deepEqual(clean, { kind: 'clean', tree: await revParse(git, `${both}^{tree}`) });
    const conflict = await mergeTree(git, left, clash);
    assert.ok(conflict.kind === 'conflict');
    assert.deepEqual(conflict.files, ['a']);
    assert.match(conflict.messages, /CONFLICT \(content\): Merge conflict in a/);
    const gone = await mergeTree(git, right, clash);
    assert.ok(gone.kind === 'conflict');
    assert.deepEqual(gone.files, ['b']);
    await assert.rejects(mergeTree(git, left, 'none'), CommandError);
  });

  it('count what changed, file by file', async () => {
    await using repository = await temporaryRepository();
    const binary = Uint8Array.of(0, 1, 2, 255);
    const one = await commit(repository, { same: 'x', gone: 'a\nb\n', changed: 'a\nb\n', 'bin.dat': binary });
    const two = await commit(
      repository,
      { same: 'x', changed: 'a\nc\nd\n', 'new "日"\t.txt': 'n\n', 'bin.dat': Uint8Array.of(0, 9) },
      one,
    );
    assert.deepEqual(await diffNumstat(repository.git, one, two), [
      { file: 'bin.dat', status: 'modified', insertions: 0, deletions: 0, isBinary: true },
      { file: 'changed', status: 'modified', insertions: 2, deletions: 1, isBinary: false },
      { file: 'gone', status: 'deleted', insertions: 0, deletions: 2, isBinary: false },
      { file: 'new "日"\t.txt', status: 'added', insertions: 1, deletions: 0, isBinary: false },
    ]);
    assert.deepEqual(await diffNumstat(repository.git, two, two), []);
  });

  it('list the refs below a prefix', async () => {
    await using repository = await temporaryRepository();
    const sha = await commit(repository, { a: 'a' });
    for (const name of ['x/2', 'x/1', 'y']) await updateRef(repository.git, `refs/heads/${name}`, sha, null);
    assert.deepEqual(await listRefs(repository.git, 'refs/heads/x/'), [
      { ref: 'refs/heads/x/1', sha },
      { ref: 'refs/heads/x/2', sha },
    ]);
    assert.deepEqual(await listRefs(repository.git, 'refs/none/'), []);
  });
});

describe('the name of a branch', () => {
  for (const name of ['main', 'feature/task-chat-app-2.1-login-ui', 'a/spirit-1/b_c', 'v1.0', '0']) {
    it(`may be ${name}`, async () => {
      await using repository = await temporaryRepository();
      assert.equal(assertBranchName(name), name);
      await repository.git.write(['check-ref-format', '--branch', name]);
    });
  }

  for (const name of [
    '',
    '-x',
    '--upload-pack=x',
    '../x',
    'a..b',
    'a//b',
    '/a',
    'a/',
    'a.',
    '.a',
    'a/.b',
    'a.lock',
    'a.lock/b',
    'HEAD',
    'a/-b',
    'a b',
    'a\nb',
    'a\0',
    'a;b',
    '$(id)',
    'a@{1}',
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[',
    'a\\b',
    'é',
    'x'.repeat(201),
  ]) {
    it(`may not be ${JSON.stringify(name.slice(0, 30))}`, () => {
      assert.throws(() => assertBranchName(name), UserError);
    });
  }
});
