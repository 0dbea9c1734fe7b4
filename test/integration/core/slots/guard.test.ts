import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Altered } from '../../../../src/core/model/alteration.ts';
import { writeFiles, type TestRepository } from '../../../support/repository.ts';
import { poolFixture, type PoolFixture } from './pool-fixture.ts';

/** What is told after somebody with a slot has done this, as `kind name change`. */
async function told(
  fixture: PoolFixture,
  deed: (repository: TestRepository, slot: string) => void,
): Promise<{ altered: Altered | undefined; lines: string[] }> {
  const { place } = await fixture.acquire();
  deed(fixture.repository, place.path);
  const { altered } = await fixture.pool.release(place.name);
  const lines = (altered?.alterations ?? []).map(({ kind, name, change }) => `${kind} ${name} ${change}`);
  assert.equal(altered?.count ?? 0, lines.length);
  return { altered, lines };
}

const makesHook = ({ commonDir }: TestRepository): void => {
  writeFiles(commonDir, { 'hooks/post-checkout': '#!/bin/sh\ntouch ran\n' });
  chmodSync(join(commonDir, 'hooks/post-checkout'), 0o755);
};

describe('what slots share with the user', () => {
  const deeds: readonly [what: string, deed: (repository: TestRepository, slot: string) => void, expected: string[]][] =
    [
      ['nothing', () => {}, []],
      ['its own work, committed on its own branch', ({ git }, slot) => commitIn(git, slot), []],
      ['a setting', ({ git }, slot) => git(['config', 'core.fsmonitor', 'evil'], slot), ['config config changed']],
      ['a hook', makesHook, ['hook hooks/post-checkout created']],
      ['a hook in place of a sample', ({ commonDir }) => chmodSync(join(commonDir, 'hooks/update.sample'), 0o755), []],
      [
        'attributes',
        ({ commonDir }) => writeFiles(commonDir, { 'info/attributes': '* filter=x\n' }),
        ['info info/attributes created'],
      ],
      [
        'where objects are looked for',
        ({ commonDir }) => writeFiles(commonDir, { 'objects/info/alternates': '/elsewhere\n' }),
        ['info objects/info/alternates created'],
      ],
      [
        'the folder of hooks, by a link',
        ({ commonDir, folder }) => {
          rmSync(join(commonDir, 'hooks'), { recursive: true });
          mkdirSync(join(folder, 'elsewhere'));
          symlinkSync(join(folder, 'elsewhere'), join(commonDir, 'hooks'));
        },
        ['hook hooks created'],
      ],
      ['a tag', ({ git }, slot) => git(['tag', 'v9'], slot), ['ref refs/tags/v9 created']],
      [
        'a stash',
        ({ git }, slot) => {
          writeFiles(slot, { 'src/a.txt': 'x\n' });
          git(['stash', '--quiet'], slot);
        },
        ['ref refs/stash created'],
      ],
      [
        'a branch of the user’s, moved',
        ({ git }, slot) => {
          commitIn(git, slot);
          git(['update-ref', 'refs/heads/user', 'HEAD'], slot);
        },
        ['ref refs/heads/user changed'],
      ],
      [
        'a branch of the user’s, deleted',
        ({ git }, slot) => git(['branch', '-D', 'user'], slot),
        ['ref refs/heads/user deleted'],
      ],
    ];
  for (const [what, deed, expected] of deeds) {
    it(`is looked at when somebody leaves who has touched ${what}`, async () => {
      await using fixture = await poolFixture({}, { arrange: ({ git }) => git(['branch', 'user']) });
      const { altered, lines } = await told(fixture, deed);
      assert.deepEqual(lines, expected);
      assert.deepEqual(altered?.holders ?? ['chat/1/1'], ['chat/1/1']);
      assert.deepEqual((await told(fixture, () => {})).lines, [], 'it is told once');
    });
  }

  it('is told by the names of settings, never by their values, and with both states kept for the user alone', async () => {
    await using fixture = await poolFixture();
    const before = readFileSync(join(fixture.repository.commonDir, 'config'), 'utf8');
    const { altered } = await told(fixture, ({ git }, slot) => {
      git(['config', 'user.email', 'agent@example.com'], slot);
      git(['remote', 'add', 'evil', 'https://user:secret-word@example.com/x'], slot);
    });
    assert.deepEqual(altered?.alterations[0]?.keys, ['remote.evil.fetch', 'remote.evil.url', 'user.email']);
    assert.equal(JSON.stringify(altered).includes('secret-word'), false);
    const kept = altered.kept!;
    assert.equal(readFileSync(join(kept, 'before/config'), 'utf8'), before);
    assert.match(readFileSync(join(kept, 'after/config'), 'utf8'), /secret-word/);
    assert.equal(statSync(join(kept, 'after/config')).mode & 0o077, 0);
    assert.equal(
      readFileSync(join(fixture.repository.commonDir, 'config'), 'utf8') === before,
      false,
      'nothing is undone',
    );
  });

  it('may be changed by what a user does while agents work, without a word', async () => {
    await using fixture = await poolFixture({}, { arrange: ({ git }) => git(['remote', 'add', 'origin', '/nowhere']) });
    const { lines } = await told(fixture, ({ git, mainWorktree, folder, ...user }) => {
      user.commit({ 'mine.txt': 'mine\n' });
      git(['commit', '--quiet', '--amend', '--message', 'Better']);
      git(['checkout', '--quiet', '-b', 'topic']);
      user.commit({ 'topic.txt': 'topic\n' });
      git(['config', 'branch.topic.remote', 'origin']);
      git(['config', 'branch.topic.merge', 'refs/heads/topic']);
      git(['update-ref', 'refs/remotes/origin/main', 'HEAD']);
      git(['worktree', 'add', '--quiet', '-b', 'beside', join(folder, 'beside')], mainWorktree);
      writeFiles(join(folder, 'beside'), { 'beside.txt': 'x\n' });
      commitIn(git, join(folder, 'beside'));
    });
    assert.deepEqual(lines, []);
  });

  it('is told when a branch is to follow an address, or to merge by a program', async () => {
    await using fixture = await poolFixture();
    const { altered } = await told(fixture, ({ git }, slot) => {
      git(['config', 'branch.main.pushRemote', 'https://evil.example/x'], slot);
      git(['config', 'branch.main.mergeOptions', '-s evil'], slot);
    });
    assert.deepEqual(altered?.alterations[0]?.keys, ['branch.main.mergeoptions', 'branch.main.pushremote']);
  });

  it('is told with everybody who had a slot meanwhile', async () => {
    await using fixture = await poolFixture();
    const { pool, repository, base } = fixture;
    const { signal } = new AbortController();
    const [one, two] = await Promise.all(
      ['chat/1/1', 'chat/2/1'].map((holder) => pool.acquire({ base, branch: undefined, holder, signal })),
    );
    makesHook(repository);
    const { altered } = await pool.release(one!.place.name);
    assert.deepEqual(altered?.holders.toSorted(), ['chat/1/1', 'chat/2/1']);
    repository.git(['tag', 'later'], two!.place.path);
    const later = await pool.discard(two!.place.name);
    assert.deepEqual(later.altered?.holders, ['chat/2/1']);
    assert.deepEqual(
      later.altered?.alterations.map(({ name }) => name),
      ['refs/tags/later'],
    );
  });

  it('is nobody’s fault when it was changed while nobody had a slot, or when we have moved a branch ourselves', async () => {
    await using fixture = await poolFixture({}, { arrange: ({ git }) => git(['branch', 'user']) });
    makesHook(fixture.repository);
    const next = fixture.repository.commitOn(fixture.base, { 'src/a.txt': 'next\n' });
    const { lines } = await told(fixture, ({ git }) => {
      fixture.pool.expectMove('refs/heads/user', next);
      git(['update-ref', 'refs/heads/user', next]);
    });
    assert.deepEqual(lines, []);
  });

  it('is remembered by the next controller when this one is killed', async () => {
    await using fixture = await poolFixture();
    const { place } = await fixture.acquire();
    makesHook(fixture.repository);
    const pool = await fixture.reopen();
    const { altered } = await pool.adopt([{ slot: place.name, holder: 'chat/1/1' }]);
    assert.deepEqual(
      altered?.alterations.map(({ name }) => name),
      ['hooks/post-checkout'],
    );
    fixture.repository.git(['tag', 'later'], place.path);
    const after = await pool.release(place.name);
    assert.deepEqual(
      after.altered?.alterations.map(({ name }) => name),
      ['refs/tags/later'],
    );
    assert.equal(existsSync(join(place.path, '..', '.imprint.json')), false, 'nobody works, so nothing is remembered');
  });

  it('keeps no slot from being given back when it cannot be looked at', async () => {
    await using fixture = await poolFixture();
    const { place } = await fixture.acquire();
    writeFileSync(join(fixture.repository.commonDir, 'packed-refs'), 'no refs at all\n');
    const given = await fixture.pool.release(place.name);
    assert.equal(given.altered, undefined);
    assert.match(fixture.reports.join('\n'), /could not be looked at/);
    rmSync(join(fixture.repository.commonDir, 'packed-refs'));
  });
});

function commitIn(git: TestRepository['git'], folder: string): void {
  writeFiles(folder, { 'work.txt': 'work\n' });
  git(['add', '--all'], folder);
  git(['commit', '--quiet', '--message', 'Work'], folder);
}
