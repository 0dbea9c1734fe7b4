import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Cancelled, UserError } from '../../../../src/core/base/errors.ts';
import { occupantsOf } from '../../../../src/core/slots/occupants.ts';
import { writeFiles } from '../../../support/repository.ts';
import { dirtOf, firstFiles, gitDirsOf, poolFixture, type Arrangement } from './pool-fixture.ts';

describe('a slot', () => {
  it('is made on the commit with the branch checked out, and leaves the user alone', async () => {
    await using fixture = await poolFixture();
    const { repository, base } = fixture;
    const before = repository.userState();
    const { place, isWarm } = await fixture.acquire({ branch: 'feature/task-chat-1-login' });
    assert.equal(isWarm, false);
    assert.equal(repository.git(['symbolic-ref', 'HEAD'], place.path), 'refs/heads/feature/task-chat-1-login');
    assert.equal(repository.git(['rev-parse', 'HEAD'], place.path), base);
    assert.equal(dirtOf(place.path), '');
    assert.equal(readFileSync(join(place.path, 'src/a.txt'), 'utf8'), firstFiles['src/a.txt']);
    assert.deepEqual([place.name, place.port, place.ports], ['slot-1', 20_000, 10]);
    assert.equal(readFileSync(join(place.path, '.git'), 'utf8'), `gitdir: ${place.git_dir}\n`);
    assert.ok(existsSync(`${place.path}.lock`), 'the mark shows that it is taken');
    assert.deepEqual(repository.userState(), before);
  });

  it('comes back clean and detached, and is used again', async () => {
    await using fixture = await poolFixture();
    const { repository, pool } = fixture;
    const { place } = await fixture.acquire({ branch: 'feature/task-chat-1-login' });
    assert.deepEqual(await pool.release(place.name), {});
    assert.ok(!existsSync(`${place.path}.lock`));
    repository.git(['branch', '--delete', '--force', 'feature/task-chat-1-login']);
    const next = repository.commitOn(fixture.base, { 'src/a.txt': 'other\n', 'new/c.txt': 'c\n' });
    const again = await fixture.acquire({ base: next, branch: 'feature/task-chat-2-chat' });
    assert.equal(again.isWarm, true);
    assert.equal(again.place.path, place.path);
    assert.equal(repository.git(['rev-parse', 'HEAD'], place.path), next);
    assert.equal(dirtOf(place.path), '');
    assert.equal(readFileSync(join(place.path, 'new/c.txt'), 'utf8'), 'c\n');
  });

  it('that has rested longest goes first', async () => {
    await using fixture = await poolFixture();
    const { pool } = fixture;
    const first = await fixture.acquire();
    const second = await fixture.acquire();
    await pool.release(second.place.name);
    await pool.release(first.place.name);
    assert.equal((await fixture.acquire()).place.name, second.place.name);
  });

  it('stands on another commit of the same tree without being written', async () => {
    await using fixture = await poolFixture();
    const { repository, pool } = fixture;
    const { place } = await fixture.acquire();
    await pool.release(place.name);
    const same = repository.git(['commit-tree', '-p', fixture.base, '-m', 'Same tree', `${fixture.base}^{tree}`]);
    const again = await fixture.acquire({ base: same });
    assert.equal(repository.git(['rev-parse', 'HEAD'], again.place.path), same);
    assert.equal(dirtOf(again.place.path), '');
    // Detached on a commit that no ref holds: not work of the slot's holder, so nothing to save.
    assert.deepEqual(await pool.release(again.place.name), {});
  });

  it('is given to sixteen at once from an empty pool', async () => {
    await using fixture = await poolFixture();
    const { repository, pool } = fixture;
    const before = repository.userState();
    const acquired = await Promise.all(
      Array.from({ length: 16 }, (_, n) => fixture.acquire({ branch: `feature/task-chat-${String(n)}-x` })),
    );
    assert.equal(new Set(acquired.map(({ place }) => place.path)).size, 16);
    for (const { place } of acquired) assert.equal(dirtOf(place.path), '');
    assert.equal(gitDirsOf(repository).length, 16);
    await Promise.all(acquired.map(({ place }) => pool.release(place.name)));
    assert.deepEqual(new Set((await pool.list()).map(({ state }) => state)), new Set(['free']));
    assert.deepEqual(repository.userState(), before);
  });

  const worlds: [title: string, arrangement: Arrangement][] = [
    ['main is detached', { arrange: ({ git }) => git(['checkout', '--quiet', '--detach']) }],
    [
      'main is dirty and in the middle of a merge',
      {
        arrange: ({ git, mainWorktree, commitOn }) => {
          git(['merge', '--quiet', '--no-commit', '--no-ff', commitOn('HEAD', { 'c.txt': 'c\n' })]);
          writeFiles(mainWorktree, { 'src/a.txt': 'mine\n', 'untracked.txt': 'mine\n' });
        },
      },
    ],
    ['main is sparse', { arrange: ({ git }) => git(['sparse-checkout', 'set', '--no-cone', '/README.md']) }],
    ['main has a branch of other letters', { arrange: ({ git }) => git(['checkout', '--quiet', '-b', '機能/x']) }],
    ['names are SHA-256', { initArgs: ['--object-format=sha256'] }],
  ];
  for (const [title, arrangement] of worlds) {
    it(`works while ${title}`, async () => {
      await using fixture = await poolFixture({}, arrangement);
      const { repository, pool } = fixture;
      const before = repository.userState();
      const { place } = await fixture.acquire({ branch: 'feature/task-chat-1-x' });
      assert.deepEqual([dirtOf(place.path), existsSync(join(place.path, 'src/b.txt'))], ['', true]);
      writeFiles(place.path, { 'src/a.txt': 'work\n' });
      assert.ok((await pool.release(place.name)).rescueRef);
      assert.deepEqual(repository.userState(), before);
    });
  }

  it('leaves submodules empty, and is clean all the same', async () => {
    await using fixture = await poolFixture();
    const { repository, pool } = fixture;
    repository.git(['update-index', '--add', '--cacheinfo', `160000,${fixture.base},lib`]);
    repository.git(['commit', '--quiet', '--message', 'Submodule']);
    const { place } = await fixture.acquire({ base: 'main' });
    assert.deepEqual([dirtOf(place.path), readdirSync(join(place.path, 'lib'))], ['', []]);
    writeFiles(place.path, { 'lib/x.txt': 'x\n' });
    await pool.release(place.name);
    assert.deepEqual(
      (await pool.list()).map(({ state }) => state),
      ['free'],
    );
  });

  it('is recycled after so many uses', async () => {
    await using fixture = await poolFixture({ uses_max: 2 });
    const { pool, repository } = fixture;
    for (let use = 1; use <= 2; use += 1) await pool.release((await fixture.acquire()).place.name);
    assert.deepEqual(await pool.list(), []);
    assert.deepEqual(gitDirsOf(repository), []);
    assert.equal((await fixture.acquire()).isWarm, false);
  });
});

describe('a branch for a slot', () => {
  const branch = 'feature/task-chat-1-login';

  it('is moved to the base, and a tip that would be lost is saved', async () => {
    await using fixture = await poolFixture();
    const { repository } = fixture;
    const lost = repository.commitOn(fixture.base, { 'lost.txt': 'lost\n' });
    repository.git(['branch', branch, lost]);
    await fixture.acquire({ branch });
    assert.equal(repository.git(['rev-parse', branch]), fixture.base);
    assert.equal(repository.git(['for-each-ref', '--format=%(objectname)', 'refs/necrocode/rescue']), lost);
  });

  it('is refused while the user has it checked out, and the slot stays usable', async () => {
    await using fixture = await poolFixture();
    const { repository } = fixture;
    repository.git(['checkout', '--quiet', '-b', branch]);
    const before = repository.userState();
    await assert.rejects(
      fixture.acquire({ branch }),
      (error) => error instanceof UserError && /checked out in/.test(error.message),
    );
    assert.deepEqual(repository.userState(), before);
    assert.equal((await fixture.acquire({ branch: 'feature/task-chat-2-x' })).isWarm, true);
  });

  it('is taken from the slot of an earlier attempt, whose work is saved all the same', async () => {
    await using fixture = await poolFixture();
    const { repository, pool } = fixture;
    const earlier = await fixture.acquire({ branch });
    writeFiles(earlier.place.path, { 'c.txt': 'c\n' });
    repository.git(['add', '--all'], earlier.place.path);
    repository.git(['commit', '--quiet', '--message', 'Earlier'], earlier.place.path);
    writeFiles(earlier.place.path, { 'd.txt': 'd\n' });
    const later = await fixture.acquire({ branch });
    assert.equal(repository.git(['rev-parse', 'HEAD'], later.place.path), fixture.base);
    const { rescueRef } = await pool.release(earlier.place.name);
    assert.equal(repository.git(['show', `${rescueRef!}:c.txt`]), 'c');
    assert.equal(repository.git(['show', `${rescueRef!}:d.txt`]), 'd');
    assert.equal(repository.git(['symbolic-ref', 'HEAD'], later.place.path), `refs/heads/${branch}`);
    assert.deepEqual([dirtOf(earlier.place.path), dirtOf(later.place.path)], ['', '']);
  });

  it('is checked out in the slot that is preferred, where that is at hand', async () => {
    await using fixture = await poolFixture();
    const slots = [await fixture.acquire(), await fixture.acquire()];
    for (const { place } of slots) await fixture.pool.release(place.name);
    const [, preferred = ''] = slots.map(({ place }) => place.path);
    assert.equal((await fixture.acquire({ branch, preferred })).place.path, preferred);
    assert.equal((await fixture.acquire({ preferred })).place.path, slots[0]?.place.path);
  });

  for (const name of ['../x', '-x', 'a;b', 'x.lock', 'HEAD', 'a b']) {
    it(`is refused when it is named ${JSON.stringify(name)}`, async () => {
      await using fixture = await poolFixture();
      await assert.rejects(fixture.acquire({ branch: name }), UserError);
    });
  }
});

describe('a kept cache', () => {
  it('survives cleaning only where git ignores it', async () => {
    await using fixture = await poolFixture({ keep: ['node_modules', 'target'] });
    const { place } = await fixture.acquire();
    writeFiles(place.path, { 'node_modules/p/x.js': 'x', 'a/node_modules/q.js': 'q', 'target/y': 'y', 'out.log': 'z' });
    await fixture.pool.release(place.name);
    assert.ok(existsSync(join(place.path, 'node_modules/p/x.js')));
    assert.ok(existsSync(join(place.path, 'a/node_modules/q.js')));
    assert.ok(!existsSync(join(place.path, 'target')));
    assert.ok(!existsSync(join(place.path, 'out.log')));
    assert.equal((await fixture.acquire()).place.path, place.path);
  });
});

describe('.worktreeinclude', () => {
  it('brings ignored files, and nothing from outside', async () => {
    await using fixture = await poolFixture();
    const { repository, pool } = fixture;
    const secret = join(repository.folder, 'secret');
    writeFileSync(secret, 'secret');
    mkdirSync(join(repository.folder, 'elsewhere'));
    writeFiles(repository.mainWorktree, {
      '.worktreeinclude': '.env\n*.log\nuntracked.txt\nout/\n',
      '.env': 'A=1\n',
      'deep/er/.env': 'B=2\n',
      'untracked.txt': 'not ignored\n',
    });
    symlinkSync(secret, join(repository.mainWorktree, 'link.log'));
    const { place } = await fixture.acquire();
    assert.equal(readFileSync(join(place.path, '.env'), 'utf8'), 'A=1\n');
    assert.equal(readFileSync(join(place.path, 'deep/er/.env'), 'utf8'), 'B=2\n');
    assert.ok(!existsSync(join(place.path, 'link.log')));
    assert.ok(!existsSync(join(place.path, 'untracked.txt')));
    await pool.release(place.name);
    assert.ok(!existsSync(join(place.path, '.env')));
  });
});

describe('setup and teardown', () => {
  it('run in the slot with its ports, and what they leave running is ended', async () => {
    const setup = [`node -e "fs.writeFileSync('setup.log', process.env.NECROCODE_PORT)"`];
    const teardown = [`node -e "fs.writeFileSync('../down', process.cwd())"`, 'false'];
    await using fixture = await poolFixture({ setup, teardown });
    const { place } = await fixture.acquire();
    assert.equal(readFileSync(join(place.path, 'setup.log'), 'utf8'), '20000');
    await fixture.pool.release(place.name);
    assert.equal(readFileSync(join(dirname(place.path), 'down'), 'utf8'), place.path);
    assert.match(fixture.reports.join('\n'), /teardown command `false` failed/);
  });

  it('that fail are told to the user, and the slot is cleaned for the next', async () => {
    await using fixture = await poolFixture({ setup: ['node -e "process.exit(3)"'] });
    await assert.rejects(
      fixture.acquire(),
      (error) => error instanceof UserError && /setup command/.test(error.message),
    );
    const pool = await fixture.reopen({ setup: [] });
    await pool.adopt([]);
    assert.deepEqual(
      (await pool.list()).map(({ slot, state }) => [slot, state]),
      [['slot-1', 'free']],
    );
  });
});

describe('asking for a slot', () => {
  it('can be called off, and ends what it has started', async () => {
    const setup = [`node -e "fs.writeFileSync('started.log', ''); setInterval(() => {}, 1000)"`];
    await using fixture = await poolFixture({ setup });
    const controller = new AbortController();
    const asked = fixture.acquire({ signal: controller.signal });
    const watched = assert.rejects(asked, Cancelled);
    const [home = ''] = readdirSync(fixture.repository.root);
    const path = join(fixture.repository.root, home, 'slot-1');
    while (!existsSync(join(path, 'started.log'))) await setTimeout(5);
    controller.abort(new Cancelled('enough'));
    await watched;
    assert.deepEqual(occupantsOf(path), []);
    assert.deepEqual(
      (await fixture.pool.list()).map(({ state }) => state),
      ['dirty'],
    );
  });

  it('is refused for a commit that is not there', async () => {
    await using fixture = await poolFixture();
    await assert.rejects(fixture.acquire({ base: '0'.repeat(40) }), UserError);
    await assert.rejects(fixture.acquire({ base: '--help' }), UserError);
    assert.deepEqual(await fixture.pool.list(), []);
  });
});

describe('cleaning the pool', () => {
  it('removes what is free, keeps what is leased, and never goes outside', async () => {
    await using fixture = await poolFixture();
    const { pool, repository } = fixture;
    const before = repository.userState();
    const free = await fixture.acquire();
    const leased = await fixture.acquire();
    await pool.release(free.place.name);
    const foreign = join(dirname(free.place.path), 'not ours');
    mkdirSync(foreign);
    const again = await fixture.reopen();
    const wanted = await again.clean({ dryRun: true });
    assert.deepEqual(
      wanted.removed.map(({ slot }) => slot),
      [free.place.name],
    );
    assert.ok(existsSync(free.place.path));
    const cleaned = await again.clean({ dryRun: false });
    assert.deepEqual(cleaned.removed, wanted.removed);
    assert.deepEqual(cleaned.kept.map(({ slot }) => slot).sort(), ['not ours', leased.place.name].sort());
    assert.ok(existsSync(foreign) && existsSync(leased.place.path) && !existsSync(free.place.path));
    assert.deepEqual(gitDirsOf(repository), [leased.place.name]);
    assert.deepEqual(repository.userState(), before);
  });

  it('lists the slots with holder, head and size', async () => {
    await using fixture = await poolFixture();
    await fixture.acquire({ branch: 'feature/task-chat-1-x' });
    const [entry] = await fixture.pool.list({ withBytes: true });
    const { bytes, path, ...rest } = entry!;
    assert.ok((bytes ?? 0) > 40);
    assert.ok(path.startsWith(fixture.repository.root));
    assert.deepEqual(rest, {
      ...{ slot: 'slot-1', state: 'leased', uses: 1, holder: 'chat/1/1' },
      head: 'refs/heads/feature/task-chat-1-x',
    });
  });
});
