import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { putFile, readDocument } from '../../../../../src/core/planner/agent/slot-files.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const place = '.kiro/specs/notes/tasks.md';

describe('a document in a slot', () => {
  const rows: [what: string, make: (path: string, outside: string) => void, expected: string | RegExp][] = [
    ['is read with plain line ends', (path) => writeFileSync(path, '\uFEFF# A\r\n\r\nb\r'), '# A\n\nb\n'],
    ['loses what steers a terminal', (path) => writeFileSync(path, 'a\u001b[2Jb\u0000\tc'), 'a[2Jb\tc\n'],
    ['is missing', () => {}, /is not there/],
    ['is empty', (path) => writeFileSync(path, ' \n'), /is empty/],
    ['is no text', (path) => writeFileSync(path, Buffer.from([0x2d, 0xff, 0xfe])), /UTF-8/],
    ['is a folder', (path) => mkdirSync(path), /to be a file, got something else/],
    ['is a pipe that nobody writes to', (path) => void execFileSync('mkfifo', [path]), /to be a file/],
    ['is a link out of the slot', (path, outside) => symlinkSync(outside, path), /got a link/],
    [
      'is a link inside the slot',
      (path) => (writeFileSync(`${path}.x`, 'x'), symlinkSync('tasks.md.x', path)),
      /a link/,
    ],
    ['is a link to nothing', (path) => symlinkSync('/nowhere/at/all', path), /got a link/],
  ];
  for (const [what, make, expected] of rows) {
    it(`that ${what} is told apart`, async () => {
      using folder = temporaryFolder();
      const slot = join(folder.path, 'slot');
      mkdirSync(join(slot, '.kiro/specs/notes'), { recursive: true });
      writeFileSync(join(folder.path, 'outside.md'), 'Mine.');
      make(join(slot, place), join(folder.path, 'outside.md'));
      const read = await readDocument(slot, place);
      if (typeof expected === 'string') assert.deepEqual(read, { kind: 'text', text: expected });
      else assert.match(read.kind === 'problem' ? read.problem : `It was read: ${read.text}`, expected);
    });
  }

  it('is not read through a folder that is a link', async () => {
    using folder = temporaryFolder();
    const slot = join(folder.path, 'slot');
    mkdirSync(join(folder.path, 'outside'), { recursive: true });
    mkdirSync(join(slot, '.kiro/specs'), { recursive: true });
    writeFileSync(join(folder.path, 'outside/tasks.md'), 'Mine.');
    symlinkSync(join(folder.path, 'outside'), join(slot, '.kiro/specs/notes'));
    const read = await readDocument(slot, place);
    assert.equal(read.kind, 'problem');
    await assert.rejects(putFile(slot, place, 'Ours.'), /Expected a path inside/);
    assert.equal(readFileSync(join(folder.path, 'outside/tasks.md'), 'utf8'), 'Mine.');
  });

  it('replaces a link that stands in its place, and is never written through it', async () => {
    using folder = temporaryFolder();
    const slot = join(folder.path, 'slot');
    mkdirSync(join(slot, '.kiro'), { recursive: true });
    const outside = join(folder.path, 'outside.md');
    writeFileSync(outside, 'Mine.');
    symlinkSync(outside, join(slot, '.kiro/current-task.md'));
    await putFile(slot, '.kiro/current-task.md', 'Ours.');
    assert.equal(readFileSync(outside, 'utf8'), 'Mine.');
    assert.ok(lstatSync(join(slot, '.kiro/current-task.md')).isFile());
  });
});
