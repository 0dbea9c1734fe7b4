import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inert, inertCode, inertQuote, tableRow } from '../../../../src/core/base/inert.ts';

describe('inert', () => {
  const check = (title: string, input: string, expected: string) =>
    it(title, () => assert.equal(inert(input), expected));

  check(
    'leaves ordinary text readable',
    'Add the log in form (v2.1), 90 % done!',
    'Add the log in form (v2.1), 90 % done!',
  );
  check('leaves names and hyphens readable', 'snake_case and verify-failed', 'snake_case and verify-failed');
  check('shows tags instead of making them', '<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)>');
  check('cannot close the comment before it', '--> <!-- necrocode:x/y -->', '\\--> &lt;!-- necrocode:x/y -->');
  check('shows entities as they were written', '&lt;b&gt; &#x3c;', '&amp;lt;b&amp;gt; &amp;#x3c;');
  check('makes no link or image', '![a](http://x)', '!\\[a\\](http\\://x)');
  check('links no bare address', 'https://evil.example www.evil.example', 'https\\://evil.example www\\.evil.example');
  check('mentions nobody', '@octocat and a@b.example', '@\u200boctocat and a@\u200bb.example');
  check('closes no issue', 'fixes #12, owner/repo#3, GH-4', 'fixes #\u200b12, owner/repo#\u200b3, GH-\u200b4');
  check('begins no heading, list or quotation', '# x', '\\# x');
  check('begins no list', '- [ ] x', '\\- \\[ \\] x');
  check('begins no numbered list', '1. x', '1\\. x');
  check('makes nothing bold or struck', '**b** ~~s~~ `c` _i_', '\\*\\*b\\*\\* \\~\\~s\\~\\~ \\`c\\` \\_i\\_');
  check('stays one line', 'a\n\n# b\u202e', 'a # b');

  it('leaves no character that could act, whatever comes in', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...'<>&@#`*_[]()\\|!-+=~$ab1 \n/:.w'.split(''))), (chars) => {
        const text = inert(chars.join(''));
        assert.doesNotMatch(text, /<|@[a-z0-9]|#\d|(?<!\\):\/\/|\n|^[#>=+-]/i);
        // Every character of markup has an odd number of backslashes in front.
        for (const [, slashes = ''] of text.matchAll(/(\\*)[`*[\]~$|]/g)) assert.equal(slashes.length % 2, 1);
      }),
    );
  });
});

describe('inertCode', () => {
  it('cannot be left by backticks', () => {
    assert.equal(inertCode('npm test'), '`npm test`');
    assert.equal(inertCode('a`b``c'), '```a`b``c```');
    assert.equal(inertCode('`x`'), '`` `x` ``');
    assert.equal(inertCode(' \n '), '');
  });
});

describe('inertQuote', () => {
  it('quotes line by line, and bounds how many', () => {
    assert.deepEqual(inertQuote('a\n\n> b\n```\n'), ['> a', '>', '> \\> b', '> \\`\\`\\`']);
    assert.deepEqual(inertQuote('1\n2\n3', { linesMax: 2 }), ['> 1', '> 2', '> …']);
  });
});

describe('tableRow', () => {
  it('keeps a bar inside its cell', () => {
    assert.equal(tableRow(inertCode('a|b'), inert('c|d')), '| `a\\|b` | c\\|d |');
  });
});
