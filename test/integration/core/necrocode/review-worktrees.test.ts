// The working tree that a person gets to try a pull request in, from the first opening to being put away.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clean, locate, openReviewWorktree, type Place } from '../../../../src/core/necrocode.ts';
import type { NewEvent } from '../../../../src/core/model/events.ts';
import { openRegistry } from '../../../../src/core/registry/registry.ts';
import { userWith } from '../../../support/model-endpoint.ts';
import { attemptOf, startedSpec } from '../../../support/registry-events.ts';
import { testRepository, type TestRepository } from '../../../support/repository.ts';

interface Review extends Disposable {
  test: TestRepository;
  place: Place;
  tell(...events: NewEvent[]): Promise<void>;
  /** Lets the pull request propose this file. */
  propose(text: string): Promise<string>;
  open(): Promise<string>;
  /** What Clean Up says of working trees. */
  clean(): Promise<string[]>;
}

async function review(): Promise<Review> {
  const test = testRepository();
  const user = userWith(test, {}, '{}\n');
  const base = test.commit({ 'a.txt': 'a\n' });
  const place = await locate(test.mainWorktree);
  const tell = async (...events: NewEvent[]) => {
    await using registry = await openRegistry({ dir: place.registryDir });
    await registry?.append(events);
  };
  await tell(...startedSpec('chat', 1), ...attemptOf('chat', '1'));
  const ofTask = { run_id: 'r1', spec_id: 'chat', task_id: '1' };
  const of = { ...ofTask, attempt: 1 };
  let isOpen = false;
  return {
    ...{ test, place, tell },
    async propose(text) {
      const head_sha = test.commitOn(base, { 'b.txt': text });
      test.git(['branch', '--force', 'feature/task-1', head_sha]);
      const opened = { number: 1, title: 'Task 1', head: 'feature/task-1', base: 'main', head_sha };
      await tell(
        isOpen
          ? { ...ofTask, type: 'PRUpdated', data: { number: 1, head_sha } }
          : { ...of, type: 'PROpened', data: opened },
      );
      isOpen = true;
      return head_sha;
    },
    open: () => openReviewWorktree(place, 1),
    async clean() {
      const lines = await clean(place, { dryRun: false, language: 'en' });
      return lines
        .filter(({ what }) => what.includes('-reviews'))
        .map(({ outcome, reason }) => `${outcome}: ${reason}`);
    },
    [Symbol.dispose]() {
      user[Symbol.dispose]();
      test[Symbol.dispose]();
    },
  };
}

const closed: NewEvent = {
  type: 'PRClosed',
  run_id: 'r1',
  spec_id: 'chat',
  task_id: '1',
  data: { number: 1, reason: 'No.' },
};

describe('a working tree for a review', () => {
  it('stands outside the repository where the pull request stands, and follows it', async () => {
    using one = await review();
    await one.propose('one\n');
    const path = await one.open();
    assert.ok(!path.startsWith(one.test.mainWorktree));
    assert.equal(readFileSync(join(path, 'b.txt'), 'utf8'), 'one\n');
    await one.propose('two\n');
    assert.equal(await one.open(), path);
    assert.equal(readFileSync(join(path, 'b.txt'), 'utf8'), 'two\n');
    assert.equal(one.test.git(['branch', '--show-current']), 'main');
  });

  it('is made again when somebody has removed it', async () => {
    using one = await review();
    await one.propose('one\n');
    rmSync(await one.open(), { recursive: true });
    assert.ok(existsSync(join(await one.open(), 'b.txt')));
  });

  const deeds: [what: string, deed: (path: string, one: Review) => void][] = [
    ['a change', (path) => writeFileSync(join(path, 'b.txt'), 'mine\n')],
    ['a new file', (path) => writeFileSync(join(path, 'mine.txt'), 'mine\n')],
    ['a commit', (path, { test }) => test.git(['-C', path, 'commit', '--quiet', '--allow-empty', '-m', 'Mine'])],
    ['a branch', (path, { test }) => test.git(['-C', path, 'switch', '--quiet', '-c', 'mine'])],
  ];
  for (const [what, deed] of deeds) {
    it(`is left as it is when it holds ${what} of the person`, async () => {
      using one = await review();
      await one.propose('one\n');
      const path = await one.open();
      deed(path, one);
      const before = one.test.git(['-C', path, 'status', '--porcelain=v2', '--branch']);
      await one.propose('two\n');
      assert.equal(await one.open(), path);
      await one.tell(closed);
      assert.deepEqual(await one.clean(), ['kept: somebody has changed something in it']);
      assert.equal(one.test.git(['-C', path, 'status', '--porcelain=v2', '--branch']), before);
    });
  }

  it('stays while the pull request is open, and is put away afterwards', async () => {
    using one = await review();
    await one.propose('one\n');
    const path = await one.open();
    assert.deepEqual(await one.clean(), []);
    await one.tell(closed);
    assert.deepEqual(await one.clean(), ['removed: its pull request is no longer open']);
    assert.ok(!existsSync(path));
    assert.equal(one.test.git(['worktree', 'list', '--porcelain']).match(/^worktree /gm)?.length, 1);
  });

  it('is refused for a pull request that nobody knows', async () => {
    using one = await review();
    await assert.rejects(one.open(), { message: 'The commits of pull request #1 are not in this repository.' });
  });
});
