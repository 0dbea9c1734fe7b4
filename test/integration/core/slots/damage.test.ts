import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { occupantsOf } from '../../../../src/core/slots/occupants.ts';
import type { SlotPlace } from '../../../../src/core/model/spirit.ts';
import { writeFiles, type TestRepository } from '../../../support/repository.ts';
import { dirtOf, gitDirsOf, poolFixture } from './pool-fixture.ts';

interface Damage {
  place: SlotPlace;
  repository: TestRepository;
  /** Runs git in the slot; its failure is part of the damage. */
  git: (...args: string[]) => void;
}

type Case = [title: string, damage: (of: Damage) => void];

/** After each of these the same slot comes back clean, and nothing outside of it has changed. */
const mended: Case[] = [
  ['a stale index.lock', ({ place }) => writeFileSync(join(place.git_dir, 'index.lock'), '')],
  ['a damaged index', ({ place }) => writeFileSync(join(place.git_dir, 'index'), 'junk')],
  ['no index', ({ place }) => rmSync(join(place.git_dir, 'index'))],
  ['a damaged HEAD', ({ place }) => writeFileSync(join(place.git_dir, 'HEAD'), 'junk')],
  [
    'a merge in conflict',
    ({ repository, git }) => git('merge', repository.commitOn('HEAD', { 'src/a.txt': 'theirs\n' })),
  ],
  [
    'a rebase in conflict',
    ({ place, repository, git }) => {
      const other = repository.commitOn('HEAD', { 'src/a.txt': 'theirs\n' });
      writeFiles(place.path, { 'src/a.txt': 'ours\n' });
      git('commit', '--quiet', '--all', '--message', 'Ours');
      git('rebase', other);
    },
  ],
  ['a bisection', ({ git }) => git('bisect', 'start')],
  ['an unborn branch', ({ git }) => git('checkout', '--quiet', '--orphan', 'nothing')],
  ['a sparse checkout', ({ git }) => git('sparse-checkout', 'set', 'src')],
  ['a lock for pruning', ({ place, git }) => git('worktree', 'lock', place.path)],
  [
    'files hidden from git',
    ({ place, git }) => {
      git('update-index', '--assume-unchanged', 'src/a.txt');
      git('update-index', '--skip-worktree', 'src/b.txt');
      writeFiles(place.path, { 'src/a.txt': 'hidden\n', 'src/b.txt': 'hidden\n' });
    },
  ],
  [
    'a program in the config of the slot',
    ({ place, repository }) => {
      const marker = join(repository.folder, 'ran');
      writeFileSync(join(place.git_dir, 'config.worktree'), `[core]\n\tfsmonitor = "touch '${marker}' #"\n`);
      repository.git(['config', 'extensions.worktreeConfig', 'true']);
    },
  ],
  ['no .git', ({ place }) => rmSync(join(place.path, '.git'))],
  [
    'a repository of its own as .git',
    ({ place, git }) => {
      rmSync(join(place.path, '.git'));
      git('init', '--quiet');
      git('add', '--all');
      git('commit', '--quiet', '--message', 'Mine');
    },
  ],
  [
    '.git as a link to the main one',
    ({ place, repository }) => {
      rmSync(join(place.path, '.git'));
      symlinkSync(repository.commonDir, join(place.path, '.git'));
    },
  ],
  [
    '.git that points to the main one',
    ({ place, repository }) => writeFileSync(join(place.path, '.git'), `gitdir: ${repository.commonDir}\n`),
  ],
  [
    'pointers that lead elsewhere',
    ({ place, repository }) => {
      writeFileSync(join(place.git_dir, 'commondir'), `${repository.folder}\n`);
      writeFileSync(join(place.git_dir, 'gitdir'), `${join(repository.folder, 'x', '.git')}\n`);
    },
  ],
  ['a link to everything', ({ place }) => symlinkSync('/', join(place.path, 'root'))],
  [
    'a folder that became a link',
    ({ place, repository }) => {
      rmSync(join(place.path, 'src'), { recursive: true });
      symlinkSync(repository.mainWorktree, join(place.path, 'src'));
    },
  ],
  [
    'files without permissions',
    ({ place }) => {
      mkdirSync(join(place.path, 'closed'));
      writeFileSync(join(place.path, 'closed/x.log'), 'x');
      chmodSync(join(place.path, 'closed/x.log'), 0);
      chmodSync(join(place.path, 'src/a.txt'), 0);
    },
  ],
  [
    'a file where a folder was',
    ({ place }) => {
      rmSync(join(place.path, 'src'), { recursive: true });
      writeFileSync(join(place.path, 'src'), 'file\n');
    },
  ],
];

/** After these the slot is gone or stands aside, and another takes its place. */
const replaced: Case[] = [
  ['no folder any more', ({ place }) => rmSync(place.path, { recursive: true })],
  [
    'a link in place of its folder',
    ({ place, repository }) => {
      renameSync(place.path, `${place.path} moved`);
      symlinkSync(repository.mainWorktree, place.path);
    },
  ],
  ['no git directory any more', ({ place }) => rmSync(place.git_dir, { recursive: true })],
  [
    'been removed as a worktree',
    ({ place, repository }) => repository.git(['worktree', 'remove', '--force', place.path]),
  ],
];

describe('a slot that is given back with', () => {
  const outsideOf = (repository: TestRepository) => ({
    ...{ ...repository.userState(), config: undefined },
    hasRun: existsSync(join(repository.folder, 'ran')),
  });

  const useAndDamage = async (
    fixture: Awaited<ReturnType<typeof poolFixture>>,
    damage: Case[1],
  ): Promise<SlotPlace> => {
    const { repository } = fixture;
    repository.commitOn(fixture.base, {});
    const { place } = await fixture.acquire({ branch: 'feature/task-chat-1-x' });
    const before = outsideOf(repository);
    const git = (...args: string[]): void => {
      try {
        repository.git(args, place.path);
      } catch {
        // A conflict ends with a status of its own.
      }
    };
    damage({ place, repository, git });
    await fixture.pool.release(place.name);
    assert.deepEqual(outsideOf(repository), before);
    return place;
  };

  for (const [title, damage] of mended) {
    it(`${title} is clean again`, async () => {
      await using fixture = await poolFixture();
      const place = await useAndDamage(fixture, damage);
      const { repository, reports } = fixture;
      assert.deepEqual(reports, []);
      assert.equal(dirtOf(place.path), '');
      assert.equal(repository.git(['rev-parse', 'HEAD'], place.path), fixture.base);
      assert.equal(repository.git(['ls-files', '-v'], place.path).replaceAll(/^H .*\n?/gm, ''), '');
      const again = await fixture.acquire({ branch: 'feature/task-chat-1-x' });
      assert.deepEqual([again.place.path, again.isWarm], [place.path, true]);
    });
  }

  for (const [title, damage] of replaced) {
    it(`${title} is replaced`, async () => {
      await using fixture = await poolFixture();
      const place = await useAndDamage(fixture, damage);
      const again = await fixture.acquire({ branch: 'feature/task-chat-1-x' });
      assert.equal(again.isWarm, false);
      assert.equal(dirtOf(again.place.path), '');
      assert.deepEqual(gitDirsOf(fixture.repository), [place.name]);
    });
  }

  it('more changed files than can be saved stands aside', async () => {
    await using fixture = await poolFixture();
    const { place } = await fixture.acquire();
    mkdirSync(join(place.path, 'many'));
    for (let n = 0; n <= 20_000; n += 1) writeFileSync(join(place.path, 'many', String(n)), '');
    const { quarantined } = await fixture.pool.release(place.name);
    assert.match(quarantined ?? '', /more than 20000 changed files/);
    const { kept } = await fixture.pool.clean({ dryRun: false });
    assert.match(kept[0]!.reason, /more than 20000 changed files/);
  });
});

describe('a pool whose process was killed', () => {
  const program = fileURLToPath(new URL('acquire-forever.ts', import.meta.url));

  it('is found whole by the next one, whenever that happened', async () => {
    await using fixture = await poolFixture();
    const { repository, base } = fixture;
    writeFiles(
      repository.mainWorktree,
      Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`many/${n % 30}/${n}.txt`, `${n}\n`])),
    );
    const many = repository.commit({});
    const { commonDir, mainWorktree, root } = repository;
    const options = JSON.stringify({ commonDir, mainWorktree, root, bases: [base, many, many] });
    const before = repository.userState();
    for (let kill = 0; kill < 6; kill += 1) {
      const child = spawn('node', [program, options], { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      await setTimeout(kill * 53);
      child.kill('SIGKILL');
      await once(child, 'exit');

      await using pool = await fixture.reopen();
      await pool.adopt([]);
      const slots = await pool.list();
      assert.deepEqual(
        slots.filter(({ state }) => state !== 'free'),
        [],
      );
      assert.deepEqual(gitDirsOf(repository), slots.map(({ slot }) => slot).sort());
      for (const { path } of slots) assert.deepEqual([dirtOf(path), occupantsOf(path)], ['', []]);
      assert.equal(repository.git(['for-each-ref', 'refs/necrocode/rescue']), '');
    }
    assert.deepEqual(repository.userState(), before);
  });

  it('keeps the slots that attempts still hold, and cleans the others', async () => {
    await using fixture = await poolFixture();
    const { repository } = fixture;
    const [held, lost] = [await fixture.acquire({ branch: 'feature/task-chat-1-x' }), await fixture.acquire()];
    writeFiles(held.place.path, { 'src/a.txt': 'in work\n' });
    writeFiles(lost.place.path, { 'src/a.txt': 'in other work\n' });
    const next = await fixture.reopen();
    await next.adopt([
      { slot: held.place.name, holder: 'chat/1/1' },
      { slot: 'slot-99', holder: 'chat/2/1' },
    ]);
    const states = (await next.list()).map(({ slot, state }) => [slot, state]);
    assert.deepEqual(states, [
      ['slot-1', 'leased'],
      ['slot-2', 'free'],
    ]);
    assert.equal(readFileSync(join(held.place.path, 'src/a.txt'), 'utf8'), 'in work\n');
    assert.equal(repository.git(['for-each-ref', 'refs/necrocode/rescue']).split('\n').length, 1);
    assert.deepEqual(await next.release('slot-99'), {});
    const { rescueRef } = await next.release(held.place.name);
    assert.ok(rescueRef);
  });

  it('sets aside a slot whose record is damaged', async () => {
    await using fixture = await poolFixture();
    const { place } = await fixture.acquire();
    writeFileSync(`${place.path}.json`, '{');
    const next = await fixture.reopen();
    await next.adopt([]);
    const [entry] = await next.list();
    assert.deepEqual([entry!.state, entry!.reason], ['quarantined', 'Its record is missing or damaged.']);
    const other = await next.acquire({
      base: fixture.base,
      branch: undefined,
      holder: 'x',
      signal: new AbortController().signal,
    });
    assert.equal(other.place.name, 'slot-2');
  });
});
