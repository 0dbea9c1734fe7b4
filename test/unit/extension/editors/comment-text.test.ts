import assert from 'node:assert/strict';
import { parseLineComment, writeLineComment } from '../../../../src/extension/editors/comment-text.ts';

describe('a comment at a line', () => {
  it('is found again in the text that it travels as', () => {
    for (const comment of [
      { file: 'src/a.ts', line: 12, text: 'Why twice?' },
      { file: '設計/b c.md', line: 1, text: 'Two\n\nparagraphs with `code:3` in them' },
      { file: 'a:1', line: 1_000_000, text: '`x:2` y' },
    ]) {
      assert.deepEqual(parseLineComment(writeLineComment(comment)), comment);
    }
  });

  it('reads well for who knows nothing of it', () => {
    assert.equal(writeLineComment({ file: 'src/a.ts', line: 12, text: ' Why twice?\n' }), '`src/a.ts:12` Why twice?');
  });

  it('is not seen in what is about the whole', () => {
    for (const text of [
      'Please add tests.',
      '`npm test` fails',
      'see `src/a.ts:12` there',
      '`a:0` no line',
      '`a:12`',
      '',
    ]) {
      assert.equal(parseLineComment(text), undefined, text);
    }
  });
});
