import assert from 'node:assert/strict';
import { chmod, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvariantError, UserError } from '../../../../src/core/base/errors.ts';
import { excludeFromGit } from '../../../../src/core/base/exclude.ts';
import {
  ensureFolder,
  joinInside,
  publishFile,
  readTextIfExists,
  removeTree,
} from '../../../../src/core/base/files.ts';
import { temporaryFolder, temporaryRepository } from './places.ts';

describe('publishing a file', () => {
  it('puts it there whole, with its mode, and leaves nothing beside it', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'state.json');
    await publishFile(path, 'one');
    await publishFile(path, Buffer.from('two'), { mode: 0o600 });
    assert.equal(await readTextIfExists(path), 'two');
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.deepEqual(await readdir(folder.path), ['state.json']);
  });

  it('leaves what was there, and nothing else, when it fails', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'taken');
    await ensureFolder(join(path, 'by', 'a', 'folder'));
    await assert.rejects(publishFile(path, 'x'));
    assert.deepEqual(await readdir(folder.path), ['taken']);
  });

  it('never shows a reader anything but a whole version', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'f');
    const versions = ['a'.repeat(200_000), 'b'.repeat(100_000)];
    await publishFile(path, versions[0]!);
    const writing = (async () => {
      for (let round = 0; round < 10; round += 1) await publishFile(path, versions[round % 2]!);
    })();
    for (let round = 0; round < 30; round += 1) assert.ok(versions.includes((await readTextIfExists(path))!));
    await writing;
  });

  it('reads nothing where nothing is, and refuses what is too large', async () => {
    await using folder = await temporaryFolder();
    assert.equal(await readTextIfExists(join(folder.path, 'none')), undefined);
    await writeFile(join(folder.path, 'f'), '12345');
    assert.equal(await readTextIfExists(join(folder.path, 'f', 'below')), undefined);
    await assert.rejects(readTextIfExists(join(folder.path, 'f'), { bytesMax: 4 }), UserError);
  });
});

describe('joining untrusted parts', () => {
  it('names what is inside, whether it exists or not', async () => {
    await using folder = await temporaryFolder();
    await mkdir(join(folder.path, 'real'));
    await symlink('real', join(folder.path, 'link'));
    const check = async (parts: string[], expected: string) =>
      assert.equal(await joinInside(folder.path, ...parts), join(folder.path, expected));
    await check([], '.');
    await check(['a', 'b.txt'], 'a/b.txt');
    await check(['a/../b'], 'b');
    await check(['..a', '...'], '..a/...');
    await check(['link', 'x'], 'real/x');
  });

  it('refuses every way out', async () => {
    await using folder = await temporaryFolder();
    await using other = await temporaryFolder();
    const root = await ensureFolder(join(folder.path, 'root'));
    await ensureFolder(`${root}-sibling`);
    await symlink(other.path, join(root, 'outside'));
    await symlink('..', join(root, 'up'));
    await symlink(join(other.path, 'not-yet'), join(root, 'dangling'));
    await symlink('loop', join(root, 'loop'));
    for (const parts of [
      ['..'],
      ['../root-sibling'],
      ['a', '../../x'],
      ['/etc'],
      ['a', '/etc'],
      ['a\0b'],
      ['outside'],
      ['outside', 'x'],
      ['up'],
      ['up', 'root'],
      ['dangling'],
      ['loop', 'x'],
    ]) {
      await assert.rejects(joinInside(root, ...parts), UserError, parts.join(' + '));
    }
  });
});

describe('removing a tree', () => {
  it('removes what is below the root, links themselves and not their targets', async () => {
    await using folder = await temporaryFolder();
    await using other = await temporaryFolder();
    await writeFile(join(other.path, 'keep'), '');
    const tree = await ensureFolder(join(folder.path, 'tree', 'deep'));
    await symlink(other.path, join(tree, 'link'));
    await mkdir(join(tree, 'closed'));
    await writeFile(join(tree, 'closed', 'f'), '');
    await chmod(join(tree, 'closed'), 0);
    await removeTree(join(folder.path, 'tree'), { inside: folder.path });
    await symlink(other.path, join(folder.path, 'link'));
    await removeTree(join(folder.path, 'link'), { inside: folder.path });
    await removeTree(join(folder.path, 'never', 'was'), { inside: folder.path });
    assert.deepEqual(await readdir(folder.path), []);
    assert.deepEqual(await readdir(other.path), ['keep']);
  });

  it('refuses the root itself and whatever is not below it', async () => {
    await using folder = await temporaryFolder();
    await using other = await temporaryFolder();
    await symlink(other.path, join(folder.path, 'out'));
    await writeFile(join(other.path, 'keep'), '');
    for (const path of [
      folder.path,
      join(folder.path, '.'),
      join(folder.path, '..'),
      other.path,
      join(folder.path, 'out', 'keep'),
      '/',
    ]) {
      await assert.rejects(removeTree(path, { inside: folder.path }), InvariantError, path);
    }
    assert.ok((await lstat(join(other.path, 'keep'))).isFile());
  });
});

describe('info/exclude', () => {
  it('gets each pattern once, and keeps every byte that was there', async () => {
    await using repository = await temporaryRepository();
    const path = join(repository.path, '.git', 'info', 'exclude');
    const before = Buffer.from('# mine \xff\r\n*.log\r\nlast', 'latin1');
    await writeFile(path, before);
    await excludeFromGit(join(repository.path, '.git'), ['/.kiro/registry/', '*.log', '/.kiro/registry/']);
    await excludeFromGit(join(repository.path, '.git'), ['/.kiro/registry/', '/x']);
    assert.deepEqual(await readFile(path), Buffer.concat([before, Buffer.from('\n/.kiro/registry/\n/x\n')]));
  });

  it('is made when it is missing, and git heeds it', async () => {
    await using repository = await temporaryRepository();
    await removeTree(join(repository.path, '.git', 'info'), { inside: repository.path });
    await excludeFromGit(join(repository.path, '.git'), ['/hidden/']);
    await ensureFolder(join(repository.path, 'hidden'));
    await writeFile(join(repository.path, 'hidden', 'f'), '');
    const { stdout } = await repository.git.read(['status', '--porcelain']);
    assert.equal(stdout, '');
    await assert.rejects(excludeFromGit(join(repository.path, '.git'), ['a\nb']), InvariantError);
  });
});
