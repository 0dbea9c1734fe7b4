import assert from 'node:assert/strict';
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLogBuffer } from '../../../../src/extension/editors/log-buffer.ts';
import { followLog, type LogChunk } from '../../../../src/extension/editors/follow-log.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

interface Following extends AsyncDisposable {
  path: string;
  /** What has come so far, once it holds `text`. */
  until(text: string): Promise<string>;
  /** Ends the attempt; everything that has come. */
  end(): Promise<string>;
  chunks: LogChunk[];
}

function follow(before?: string, bytesMax = 1_000_000): Following {
  const folder = temporaryFolder();
  const path = join(folder.path, 'output.log');
  if (before !== undefined) writeFileSync(path, before);
  const [ended, closed] = [new AbortController(), new AbortController()];
  const chunks: LogChunk[] = [];
  const all = () => chunks.map(({ text }) => text).join('');
  let wake = () => {};
  const reading = (async () => {
    for await (const chunk of followLog(path, { bytesMax, ended: ended.signal, signal: closed.signal })) {
      chunks.push(chunk);
      wake();
    }
  })();
  return {
    path,
    chunks,
    async until(text) {
      while (!all().includes(text)) await new Promise<void>((resolve) => (wake = resolve));
      return all();
    },
    async end() {
      ended.abort();
      await reading;
      return all();
    },
    async [Symbol.asyncDispose]() {
      closed.abort();
      await reading;
      folder[Symbol.dispose]();
    },
  };
}

describe('following the output of an attempt', () => {
  it('waits for a file that is not there yet, and shows lines as they come', async () => {
    await using log = follow();
    writeFileSync(log.path, 'one\ntw');
    assert.equal(await log.until('one\n'), 'one\n');
    appendFileSync(log.path, 'o\n');
    assert.equal(await log.until('two\n'), 'one\ntwo\n');
  });

  it('shows an unfinished line when the attempt has ended, and reads no further', async () => {
    await using log = follow('one\n');
    await log.until('one\n');
    appendFileSync(log.path, 'two\nlast words');
    assert.equal(await log.end(), 'one\ntwo\nlast words');
  });

  it('begins near the end, with a whole line', async () => {
    await using log = follow(`${'x'.repeat(50)}\nalmost last\nlast\n`, 10);
    assert.equal(await log.end(), 'last\n');
  });

  it('says so when a shorter file takes the place of the one that it has shown', async () => {
    await using log = follow('one\ntwo\nthree\n');
    await log.until('three\n');
    writeFileSync(`${log.path}.next`, 'one\n…\n');
    renameSync(`${log.path}.next`, log.path);
    await log.until('…\n');
    assert.deepEqual(
      log.chunks.map(({ text, isFresh }) => `${text.trim()} ${isFresh}`),
      ['one false', 'two false', 'three false', 'one true', '… false'],
    );
  });

  it('is over at once for an attempt that left no output', async () => {
    await using log = follow();
    assert.equal(await log.end(), '');
  });
});

describe('the end of an output', () => {
  it('is all of it while it is short', () => {
    const buffer = createLogBuffer(100, '…');
    buffer.push('one\n');
    buffer.push('two');
    assert.equal(buffer.text(), 'one\ntwo');
  });

  it('is cut at a line, and says so', () => {
    const buffer = createLogBuffer(20, '…');
    for (let n = 0; n < 100; n += 1) buffer.push(`line ${n}\n`);
    const lines = buffer.text().split('\n');
    assert.equal(lines[0], '…');
    assert.match(lines[1]!, /^line \d+$/);
    assert.equal(lines.at(-2), 'line 99');
    assert.ok(buffer.text().length <= 32);
  });

  it('begins anew when it is told to', () => {
    const buffer = createLogBuffer(20, '…');
    buffer.push('x'.repeat(50));
    buffer.clear();
    buffer.push('one\n');
    assert.equal(buffer.text(), 'one\n');
  });
});
