import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createControlStripper } from '../../../../src/core/base/control-text.ts';

function strip(...chunks: string[]): string {
  const stripper = createControlStripper();
  return chunks.map((chunk) => stripper.push(chunk)).join('') + stripper.flush();
}

describe('control characters in output', () => {
  for (const [what, text, expected] of [
    ['plain text, tabs and lines stay', 'a\tb\n日本', 'a\tb\n日本'],
    ['colours stay', '\x1b[1;31mred\x1b[0m', '\x1b[1;31mred\x1b[0m'],
    ['moving the cursor goes', 'a\x1b[2J\x1b[1;1Hb\x1b[?25l', 'ab'],
    ['a title goes', '\x1b]0;title\x07a', 'a'],
    ['a link keeps its text', '\x1b]8;;http://x\x1b\\text\x1b]8;;\x1b\\', 'text'],
    ['the clipboard is not reached', '\x1b]52;c;ZXZpbA==\x07ok', 'ok'],
    ['device strings go', '\x1bP1;2|abc\x1b\\ok\x1b_x\x1b\\', 'ok'],
    ['charset escapes go', '\x1b(Bok\x1bc', 'ok'],
    ['8-bit controls go', '\x9b2Ja\x9d0;t\x9cb\x85', 'ab'],
    ['bells, backspaces and NULs go', 'a\x07\x08\x00\x7fb', 'ab'],
    ['line ends become LF', 'a\r\nb\rc', 'a\nb\nc'],
    [
      'a sequence that never ends loses its power, not the text behind it',
      `\x1b]0;${'x'.repeat(5000)}`,
      `0;${'x'.repeat(5000)}`,
    ],
  ] as const) {
    it(what, () => assert.equal(strip(text), expected));
  }

  it('are recognised wherever the chunks are cut', () => {
    const piece = fc.constantFrom(
      'a',
      '\r',
      '\n',
      '\x1b',
      '[',
      ']',
      '0;',
      '31m',
      '2J',
      '\x07',
      '\\',
      'P',
      '\x9b',
      '日',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.nat(60), (pieces, cut) => {
        const text = pieces.join('');
        assert.equal(strip(text.slice(0, cut), text.slice(cut)), strip(text));
      }),
      { numRuns: 2000 },
    );
  });
});
