import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cutText, plainText } from '../../../../src/core/base/text.ts';

describe('plainText', () => {
  const check = (title: string, input: string, expected: string) =>
    it(title, () => assert.equal(plainText(input), expected));

  check('leaves ordinary text alone', 'Log in form', 'Log in form');
  check('leaves Japanese, accents and joined emoji alone', 'ログイン画面 é 👩‍💻', 'ログイン画面 é 👩‍💻');
  check('makes one line of many', 'one\r\ntwo\n\n\tthree\u2028four', 'one two three four');
  check('takes away colours and cursor moves', '\u001b[31mred\u001b[0m\u001b[2J\u001b[1;1H!', 'red!');
  check('takes away a window title and a link', '\u001b]0;owned\u0007a\u001b]8;;http://x\u001b\\b', 'ab');
  check('shows what follows a sequence that never ends', 'a\u001b]0;rest', 'a0;rest');
  check('takes away a change of direction', 'abc\u202etxt.exe\u202c\u2066x\u2069', 'abctxt.exex');
  check('takes away what cannot be seen', 'a\u200bb\u{e0041}c\ufeff', 'abc');
  check('mends a torn surrogate', 'a\ud83d', 'a\ufffd');

  it('gives one visible line of at most the length asked for, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 1, max: 80 }), (text, charsMax) => {
        const plain = plainText(text, { charsMax });
        assert.ok(plain.length <= charsMax);
        assert.doesNotMatch(plain, /[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u);
        assert.ok(plain.isWellFormed());
      }),
    );
  });
});

describe('cutText', () => {
  it('never tears a character in two', () => {
    assert.equal(cutText('ab😀cd', 4), 'ab…');
    assert.equal(cutText('ab😀cd', 5), 'ab😀…');
    assert.equal(cutText('abcd', 4), 'abcd');
  });
});
