import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { headlessReaders } from '../../../../../src/core/agents/headless/headless.ts';
import { createLineReader } from '../../../../../src/core/agents/line-reader.ts';
import { headlessFormats } from '../../../../../src/core/model/spirit.ts';
import type { HeadlessFormat } from '../../../../../src/core/model/spirit.ts';

// Beside each recorded stream `<format>[-<case>].jsonl` stands what is read from it, `….events.jsonl`: one event per line.
const folder = join(import.meta.dirname, '../../../../support/transcripts');
const recordings = readdirSync(folder).filter((name) => /^[a-z-]+\.jsonl$/.test(name));

function linesOf(name: string): string[] {
  return readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
}

describe('the stream of a headless agent', () => {
  for (const name of recordings) {
    it(`is read as expected: ${name}`, () => {
      const format = headlessFormats.find((one) => name.startsWith(one))!;
      const events = linesOf(name).flatMap((line) => headlessReaders[format].parse(line));
      const expected: unknown[] = linesOf(name.replace('.jsonl', '.events.jsonl')).map((line): unknown =>
        JSON.parse(line),
      );
      assert.deepEqual(events, expected);
    });
  }

  for (const format of headlessFormats) {
    it(`of ${format} has a recording, and may hold anything without harm`, () => {
      assert.ok(recordings.includes(`${format}.jsonl`));
      const parse = (line: string) => headlessReaders[format].parse(line);
      assert.deepEqual(parse('plain words'), [{ kind: 'step', text: 'plain words' }]);
      const nothing = ['', '{}', '{"type":7}', '{"type":"not.known","data":[1]}', '{"type":"result","stats":3}'];
      for (const line of [...nothing, '{"type":"assistant","message":{"content":[7,null]}}', '[]']) {
        assert.doesNotThrow(() => parse(line), line);
      }
      for (const line of nothing.slice(0, 4)) assert.deepEqual(parse(line), [], line);
    });
  }
});

describe('a stream that is cut into lines', () => {
  function check(chunks: readonly string[], expected: readonly string[]) {
    const lines: string[] = [];
    const reader = createLineReader((line) => lines.push(line));
    for (const chunk of chunks) reader.push(chunk);
    reader.end();
    assert.deepEqual(lines, expected);
  }

  it('may be cut anywhere', () => check(['a', 'b\nc', '\n', '\nd'], ['ab', 'c', 'd']));
  it('loses a line that is longer than anybody could mean, and no other', () => {
    const megabyte = 'x'.repeat(1024 * 1024);
    check(['a\n', ...Array<string>(17).fill(megabyte), '\nb\n'], ['a', 'b']);
  });
});

describe('what a headless agent has used', () => {
  const zeros: readonly [format: HeadlessFormat, frame: Record<string, unknown>][] = [
    ['opencode', { type: 'step_finish', part: { tokens: { input: 0, output: 0 }, cost: 0 } }],
    ['claude', { type: 'result', subtype: 'success', usage: { input_tokens: 0, output_tokens: 0 }, total_cost_usd: 0 }],
    ['codex', { type: 'turn.completed', usage: { input_tokens: 0, output_tokens: 0 } }],
    ['gemini', { type: 'result', status: 'success', stats: { input_tokens: 0, output_tokens: 0 } }],
    ['kiro', { type: 'metadata', data: { meteringUsage: [{ unit: 'credit', value: 0 }] } }],
  ];
  for (const [format, frame] of zeros) {
    it(`is unknown where ${format} says 0`, () => {
      const events = headlessReaders[format].parse(JSON.stringify(frame));
      assert.deepEqual(
        events.filter(({ kind }) => kind === 'spent'),
        [],
      );
    });
  }
  it('is its tokens alone where only the price is unknown', () => {
    const frame = { type: 'step_finish', part: { tokens: { input: 5, output: 2 }, cost: 0 } };
    const spent = { kind: 'spent', counts: 'more', usage: { input_tokens: 5, output_tokens: 2 } };
    assert.deepEqual(headlessReaders.opencode.parse(JSON.stringify(frame)), [spent]);
  });
});
