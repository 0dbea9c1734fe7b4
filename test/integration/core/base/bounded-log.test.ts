import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openBoundedLog } from '../../../../src/core/base/bounded-log.ts';
import { createRedactor, redactionMark } from '../../../../src/core/base/redact.ts';
import { temporaryFolder } from './places.ts';

const redactor = createRedactor({ secrets: ['hunter2-secret'] });

describe('a bounded log', () => {
  it('can be followed while it is written, and is clean', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'deep', 'output.log');
    using log = openBoundedLog(path, { redactor });
    const bytes = Buffer.from('日本\r\n\x1b[31mred\x1b[0m \x1b]52;c;eA==\x07ok\n');
    for (const byte of bytes) log.write(Uint8Array.of(byte), 'stdout');
    log.write('hunter2', 'stdout');
    log.write('between\n', 'stderr');
    log.write('-secret!\n', 'stdout');
    assert.equal(await readFile(path, 'utf8'), `日本\n\x1b[31mred\x1b[0m ok\nbetween\n${redactionMark}!\n`);
    log.write('hunter2');
    assert.equal(log.close().bytesIn, bytes.length + 7 + 8 + 9 + 7);
    assert.ok((await readFile(path, 'utf8')).endsWith('!\nhunter2'));
    assert.deepEqual(log.close(), log.counters());
  });

  it('finds a secret that control sequences split', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'l');
    using log = openBoundedLog(path, { redactor });
    log.write('hun\x1b[2Kter2-sec\x00ret\n');
    assert.equal(await readFile(path, 'utf8'), `${redactionMark}\n`);
  });

  it('keeps beginning and end, and counts exactly what is gone', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'l');
    const bounds = { headBytesMax: 1000, tailBytesMax: 2000 };
    using log = openBoundedLog(path, { ...bounds, redactor });
    const lines = Array.from({ length: 3000 }, (_, index) => `line ${String(index)} 日本`);
    for (const line of lines) log.write(`${line}\n`);
    const { bytesLeftOut, bytesIn } = log.close();
    const kept = (await readFile(path, 'utf8')).split('\n').slice(0, -1);
    const gap = kept.findIndex((line) => line.startsWith('[… '));
    assert.equal(kept[gap], `[… ${String(bytesLeftOut)} bytes left out …]`);
    assert.deepEqual(kept.slice(0, gap), lines.slice(0, gap));
    assert.deepEqual(kept.slice(gap + 1), lines.slice(-(kept.length - gap - 1)));
    const shown = [...kept.slice(0, gap), ...kept.slice(gap + 1)];
    assert.equal(Buffer.byteLength(shown.map((line) => `${line}\n`).join('')) + bytesLeftOut, bytesIn);
    assert.ok((await stat(path)).size < bounds.headBytesMax + 3 * bounds.tailBytesMax + 200);
  });

  it('cuts lines that are too long', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'l');
    using log = openBoundedLog(path, { redactor, lineCharsMax: 100 });
    for (let round = 0; round < 50; round += 1) log.write('x'.repeat(10_000));
    log.write('\nnext\n');
    assert.equal(log.close().linesCut, 1);
    assert.equal(await readFile(path, 'utf8'), `${'x'.repeat(100)} [… 499900 characters left out]\nnext\n`);
  });

  it('never throws, and says why nothing could be written', () => {
    using log = openBoundedLog('/dev/null/impossible', { redactor });
    log.write('abc');
    assert.match(log.close().writeError ?? '', /EEXIST|ENOTDIR/);
  });

  it('needs no more memory for 200 MB than for a little', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'l');
    using log = openBoundedLog(path, { redactor });
    const chunk = Buffer.from(`${'The quick brown fox jumps over the lazy dog. '.repeat(30)}\n`.repeat(48));
    const before = process.memoryUsage.rss();
    let peak = before;
    for (let written = 0; written < 200 * 1024 * 1024; written += chunk.length) {
      log.write(chunk);
      peak = Math.max(peak, process.memoryUsage.rss());
    }
    log.close();
    assert.ok(peak - before < 64 * 1024 * 1024, `grew by ${String(Math.round((peak - before) / 1024 / 1024))} MB`);
    assert.ok((await stat(path)).size < 14 * 1024 * 1024);
  });
});
