import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { chmod, readdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvariantError } from '../../../../src/core/base/errors.ts';
import { tickTask } from '../../../../src/core/cleanup/cleanup.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** Ticks the first open box. */
function tickFirst(bytes: Buffer): Buffer | undefined {
  const text = bytes.toString('utf8');
  return text.includes('[ ]') ? Buffer.from(text.replace('[ ]', '[x]')) : undefined;
}

describe('tickTask', () => {
  it('changes one character and keeps the mode', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'tasks.md');
    await writeFile(file, '- [ ] 1. 認証\r\n- [ ] 2. B\r\n');
    await chmod(file, 0o666);
    assert.equal(await tickTask({ file, edit: tickFirst }), 'ticked');
    assert.equal(await readFile(file, 'utf8'), '- [x] 1. 認証\r\n- [ ] 2. B\r\n');
    assert.equal((await stat(file)).mode & 0o777, 0o666);
    assert.deepEqual(await readdir(folder.path), ['tasks.md']);
  });

  it('ticks what a link points to, and keeps the link', async () => {
    using folder = temporaryFolder();
    const [file, real] = [join(folder.path, 'tasks.md'), join(folder.path, 'real.md')];
    await writeFile(real, '- [ ] 1. A\n');
    await symlink('real.md', file);
    assert.equal(await tickTask({ file, edit: tickFirst }), 'ticked');
    assert.equal(await readlink(file), 'real.md');
    assert.equal(await readFile(real, 'utf8'), '- [x] 1. A\n');
  });

  it('leaves the file untouched when there is nothing to tick', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'tasks.md');
    await writeFile(file, '- [x] 1. A\n');
    const before = await stat(file);
    assert.equal(await tickTask({ file, edit: tickFirst }), 'unchanged');
    assert.equal(await tickTask({ file, edit: (bytes) => Buffer.from(bytes) }), 'unchanged');
    const after = await stat(file);
    assert.deepEqual([after.mtimeMs, after.ino], [before.mtimeMs, before.ino]);
  });

  it('has nothing to do when the plan has no such file', async () => {
    using folder = temporaryFolder();
    assert.equal(await tickTask({ file: join(folder.path, 'tasks.md'), edit: tickFirst }), 'missing');
  });

  it('keeps what a person saves meanwhile, and ticks on top of it', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'tasks.md');
    await writeFile(file, '- [ ] 1. A\n');
    let edits = 0;
    const edit = (bytes: Buffer) => {
      edits += 1;
      if (edits === 1) writeFileSync(file, 'A new first line.\n- [ ] 1. A\n');
      return tickFirst(bytes);
    };
    assert.equal(await tickTask({ file, edit }), 'ticked');
    assert.equal(await readFile(file, 'utf8'), 'A new first line.\n- [x] 1. A\n');
    assert.equal(edits, 2);
  });

  it('gives way to somebody who writes all the time', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'tasks.md');
    await writeFile(file, '- [ ] 1. A\n');
    const edit = (bytes: Buffer) => {
      writeFileSync(file, `${readFileSync(file, 'utf8')}more\n`);
      return tickFirst(bytes);
    };
    assert.equal(await tickTask({ file, edit }), 'busy');
    assert.match(await readFile(file, 'utf8'), /^- \[ \] 1\. A\n(more\n)+$/);
    assert.deepEqual(await readdir(folder.path), ['tasks.md']);
  });

  it('refuses an edit of more than one character', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'tasks.md');
    await writeFile(file, '- [ ] 1. A\n');
    await assert.rejects(tickTask({ file, edit: () => Buffer.from('- [x] 1. Another\n') }), InvariantError);
    assert.equal(await readFile(file, 'utf8'), '- [ ] 1. A\n');
  });

  it('takes a no-break space for one character', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'tasks.md');
    await writeFile(file, '- [\u00a0] 1. A\n');
    const edit = (bytes: Buffer) => Buffer.from(bytes.toString().replace('\u00a0', 'x'));
    assert.equal(await tickTask({ file, edit }), 'ticked');
    assert.equal(await readFile(file, 'utf8'), '- [x] 1. A\n');
  });
});
