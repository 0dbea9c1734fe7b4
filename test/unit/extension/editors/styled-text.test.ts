import assert from 'node:assert/strict';
import { readStyles } from '../../../../src/extension/editors/styled-text.ts';

const check = (title: string, output: string, text: string, spans: string[]) =>
  it(title, () => {
    const read = readStyles(output);
    assert.equal(read.text, text);
    assert.deepEqual(
      read.spans.map(({ start, end, style }) => `${read.text.slice(start, end)} ${Object.values(style).join(' ')}`),
      spans,
    );
  });

describe('coloured output in an editor', () => {
  check('is plain where it has no colours', 'one\ntwo\n', 'one\ntwo\n', []);
  check('has the colours of the theme', '\u001b[31mred\u001b[0m \u001b[92mok\u001b[39m.', 'red ok.', [
    'red terminal.ansiRed',
    'ok terminal.ansiBrightGreen',
  ]);
  check('may be bold and faint', '\u001b[1;34mtitle\u001b[22m \u001b[2msmall\u001b[m', 'title small', [
    'title true terminal.ansiBlue',
    '  terminal.ansiBlue',
    'small terminal.ansiBlue true',
  ]);
  check(
    'takes the first colours of a palette and no others',
    '\u001b[38;5;1ma\u001b[38;5;200mb\u001b[38;2;1;31;3mc',
    'abc',
    ['a terminal.ansiRed'],
  );
  check('does not take a background for a colour', '\u001b[48;5;31;32mx', 'x', ['x terminal.ansiGreen']);
  check('loses everything else that terminals obey', 'a\u001b[2J\u001b]0;title\u0007b\u001b[3', 'ab3', []);

  it('keeps the last colours when there are too many', () => {
    const output = Array.from({ length: 20 }, (_, n) => `\u001b[3${n % 8}m${n} `).join('');
    const { spans, text } = readStyles(output, { spansMax: 3 });
    assert.deepEqual(
      spans.map(({ start, end }) => text.slice(start, end)),
      ['17 ', '18 ', '19 '],
    );
  });
});
