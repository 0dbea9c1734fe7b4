import assert from 'node:assert/strict';
import { appendFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { followFile, lineBytesMax, readLines, splitLines } from '../../../../src/core/base/jsonl.ts';
import { collect } from '../../../support/collect.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('splitLines', () => {
  const check = (text: string, expected: string[], rest: number) => {
    const lines: string[] = [];
    const end = splitLines(Buffer.from(text), (bytes, from, to) => {
      lines.push(bytes.toString('utf8', from, to));
      return true;
    });
    assert.deepEqual({ lines, end }, { lines: expected, end: rest });
  };

  it('shows complete lines only, and says where the rest begins', () => {
    check('', [], 0);
    check('a', [], 0);
    check('a\nb', ['a'], 2);
    check('\n\n', ['', ''], 2);
    check('é\nb\n', ['é', 'b'], 5);
  });

  it('stops when it is told to', () => {
    assert.equal(
      splitLines(Buffer.from('a\nb\nc\n'), (bytes, start) => bytes[start] === 97),
      2,
    );
  });
});

describe('readLines', () => {
  it('gives every line and the offset behind it, from whichever line it begins', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'lines');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' })), async (words) => {
        const lines = words.map((word) => word.replaceAll('\n', ' '));
        writeFileSync(path, `${lines.map((line) => `${line}\n`).join('')}unfinished`);
        const read = await collect(readLines(path));
        assert.deepEqual(
          read.map(({ line }) => line),
          lines,
        );
        const middle = read.length >> 1;
        const from = middle === 0 ? 0 : read[middle - 1]!.offset;
        assert.deepEqual(await collect(readLines(path, from)), read.slice(middle));
      }),
      { numRuns: 50 },
    );
  });

  it('passes over a line that is too long', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'lines');
    writeFileSync(path, `a\n${'x'.repeat(lineBytesMax * 2 + 7)}\nb\n`);
    assert.deepEqual(
      (await collect(readLines(path))).map(({ line }) => line),
      ['a', 'b'],
    );
  });
});

describe('followFile', () => {
  const stop = new AbortController();
  const options = { signal: stop.signal, pollMs: 10 };

  it('waits for the file and for the end of each line', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'log');
    const following = followFile(path, options);
    const first = following.next();
    writeFileSync(path, 'on');
    appendFileSync(path, 'e\ntw');
    assert.deepEqual((await first).value, { line: 'one', offset: 4 });
    const second = following.next();
    appendFileSync(path, 'o\n');
    assert.deepEqual((await second).value, { line: 'two', offset: 8 });
    await following.return();
  });

  it('reads a replaced file to its end and then the new one, and a shrunk one anew', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'log');
    writeFileSync(path, '1\n2\n');
    const following = followFile(path, options);
    const next = async () => (await following.next()).value?.line;
    assert.deepEqual([await next(), await next()], ['1', '2']);
    appendFileSync(path, '3\n');
    renameSync(path, `${path}.old`);
    writeFileSync(path, '4\n5\n');
    assert.deepEqual([await next(), await next(), await next()], ['3', '4', '5']);
    truncateSync(path, 0);
    appendFileSync(path, '6\n');
    assert.equal(await next(), '6');
    await following.return();
  });

  it('ends when it is told to, also while it waits', async () => {
    using folder = temporaryFolder();
    const ending = new AbortController();
    const following = collect(followFile(join(folder.path, 'none'), { signal: ending.signal, pollMs: 60_000 }));
    setImmediate(() => ending.abort());
    assert.deepEqual(await following, []);
  });
});
