import assert from 'node:assert/strict';
import { splitHidden } from '../../../../src/core/base/hidden-characters.ts';

describe('characters that cannot be seen', () => {
  const check = (line: string, expected: string) =>
    assert.equal(
      splitHidden(line)
        .map(({ text, isHidden }) => (isHidden ? `[${text}]` : text))
        .join(''),
      expected,
    );

  it('are named, and everything else stays', () => {
    check('const a = 1;', 'const a = 1;');
    check('\tif (x)', '\tif (x)');
    check('日本語 🎉', '日本語 🎉');
    check('a\u202eb\u2066\u2069c', 'a[U+202E]b[U+2066 U+2069]c');
    check('\u200bname', '[U+200B]name');
    check('\tx\u0007', '\tx[U+0007]');
    check('x\u{e0041}', 'x[U+E0041]');
    check('', '');
  });
});
