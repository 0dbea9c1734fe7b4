import assert from 'node:assert/strict';
import { UserError } from '../../../../src/core/base/errors.ts';
import type { Place } from '../../../../src/core/necrocode.ts';
import { findRepositories, isInside } from '../../../../src/extension/live/find-repositories.ts';

const locate = async (folder: string): Promise<Place> => {
  if (folder.startsWith('/plain')) throw new UserError(`${folder} is in no repository.`);
  const mainWorktree = `/${folder.split('/')[1]?.replace('-worktree', '')}`;
  return { mainWorktree } as Place;
};

describe('the repositories of a window', () => {
  it('are each there once, with all folders that lead to them', async () => {
    const { places, refusals } = await findRepositories(
      ['/shop', '/shop-worktree', '/shop/a', '/bank', '/plain'],
      locate,
    );
    assert.deepEqual(
      [...places].map(([path, { roots }]) => [path, roots]),
      [
        ['/shop', ['/shop', '/shop', '/shop-worktree', '/shop/a']],
        ['/bank', ['/bank', '/bank']],
      ],
    );
    assert.deepEqual(
      refusals.map(({ message }) => message),
      ['/plain is in no repository.'],
    );
  });

  it('hide no mistake of our own', async () => {
    await assert.rejects(
      findRepositories(['/shop'], () => Promise.reject(new TypeError('x'))),
      TypeError,
    );
  });

  it('hold what lies below them, and nothing that only begins alike', () => {
    const inside = ['/a/b', '/a/b/c', '/a/b/..c'];
    const outside = ['/a', '/a/bc', '/a/b/../c', '/'];
    assert.deepEqual(
      inside.filter((path) => !isInside('/a/b', path)),
      [],
    );
    assert.deepEqual(
      outside.filter((path) => isInside('/a/b', path)),
      [],
    );
  });
});
