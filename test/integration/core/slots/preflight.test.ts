import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../../src/core/base/errors.ts';
import { checkRepository } from '../../../../src/core/slots/slots.ts';
import { testRepository, type TestRepository } from '../../../support/repository.ts';
import { firstFiles } from './pool-fixture.ts';

type Arrange = (repository: TestRepository) => string | void;

/** `arrange` may name the folder to ask from. */
const refused: [title: string, arrange: Arrange, expected: RegExp][] = [
  ['no repository', ({ folder }) => folder, /is not in a git repository/],
  [
    'a bare repository',
    ({ git, folder }) => {
      git(['init', '--quiet', '--bare', join(folder, 'bare.git')]);
      return join(folder, 'bare.git');
    },
    /bare\.git is a bare repository/,
  ],
  [
    'a worktree of a bare repository',
    (repository) => {
      const { git, folder } = repository;
      repository.commit(firstFiles);
      git(['clone', '--quiet', '--bare', '.', join(folder, 'bare.git')]);
      git(['worktree', 'add', '--quiet', '--detach', join(folder, 'linked')], join(folder, 'bare.git'));
      return join(folder, 'linked');
    },
    /bare\.git is a bare repository/,
  ],
  [
    'submodules',
    (repository) => {
      const base = repository.commit(firstFiles);
      repository.git(['update-index', '--add', '--cacheinfo', `160000,${base},libs/中`]);
      repository.git(['commit', '--quiet', '--message', 'Submodule']);
    },
    /has submodules \(libs\/中\)/,
  ],
  [
    'git-crypt',
    (repository) => void repository.commit({ 'keys/.gitattributes': '*.key filter=git-crypt diff=git-crypt\n' }),
    /encrypted with git-crypt/,
  ],
];

const warned: [title: string, arrange: Arrange, expected: RegExp | undefined][] = [
  ['a plain one', () => {}, undefined],
  [
    'Git LFS',
    (repository) => void repository.commit({ '.gitattributes': '*.bin filter=lfs -text\n' }),
    /Git LFS stay pointers/,
  ],
  ['a sparse checkout', ({ git }) => void git(['sparse-checkout', 'set', 'src']), /checkout is sparse/],
  [
    'a shallow clone',
    ({ git, folder, mainWorktree }) => {
      git(['commit', '--quiet', '--allow-empty', '--message', 'Second']);
      git(['clone', '--quiet', '--depth=1', `file://${encodeURI(mainWorktree)}`, join(folder, 'shallow')]);
      return join(folder, 'shallow');
    },
    /shallow/,
  ],
];

describe('preflight', () => {
  for (const [title, arrange, expected] of refused) {
    it(`refuses ${title} by name`, async () => {
      using repository = testRepository();
      const cwd = arrange(repository) ?? repository.mainWorktree;
      const isExpected = (error: unknown) =>
        error instanceof UserError && expected.test(error.message) && error.hint !== undefined;
      await assert.rejects(checkRepository(cwd), isExpected);
    });
  }

  for (const [title, arrange, expected] of warned) {
    it(`accepts ${title}${expected === undefined ? '' : ' with a warning'}`, async () => {
      using repository = testRepository();
      repository.commit(firstFiles);
      const cwd = arrange(repository) ?? repository.mainWorktree;
      const { warnings } = await checkRepository(cwd);
      assert.equal(warnings.length, expected === undefined ? 0 : 1);
      assert.match(warnings.join('\n'), expected ?? /^$/);
    });
  }

  it('leaves submodules empty when that is wished', async () => {
    using repository = testRepository();
    const base = repository.commit(firstFiles);
    repository.git(['update-index', '--add', '--cacheinfo', `160000,${base},lib`]);
    repository.git(['commit', '--quiet', '--message', 'Submodule']);
    const { warnings } = await checkRepository(repository.mainWorktree, { submodules: 'leave_empty' });
    assert.deepEqual(warnings, ['Submodules stay empty in slots: lib.']);
  });

  it('knows a repository of SHA-256 names and a branch of any letters', async () => {
    using repository = testRepository({ initArgs: ['--object-format=sha256'] });
    const headSha = repository.commit(firstFiles);
    repository.git(['checkout', '--quiet', '-b', '機能/ログイン']);
    const found = await checkRepository(repository.mainWorktree);
    assert.deepEqual([found.headSha?.length, found.headSha, found.headRef], [64, headSha, 'refs/heads/機能/ログイン']);
  });

  it('finds the main worktree from a folder of it, from .git, and from a linked worktree', async () => {
    using repository = testRepository();
    const headSha = repository.commit(firstFiles);
    const { folder, mainWorktree, commonDir, git } = repository;
    git(['worktree', 'add', '--quiet', '--detach', join(folder, 'linked')]);
    git(['checkout', '--quiet', '--detach']);
    mkdirSync(join(mainWorktree, 'deep/er'), { recursive: true });
    writeFileSync(join(mainWorktree, 'untracked'), '');
    for (const cwd of [mainWorktree, join(mainWorktree, 'deep/er'), commonDir, join(folder, 'linked')]) {
      const { warnings, ...found } = await checkRepository(cwd);
      assert.deepEqual(found, { mainWorktree, commonDir, headRef: 'HEAD', headSha });
      assert.deepEqual(warnings, []);
    }
  });
});
