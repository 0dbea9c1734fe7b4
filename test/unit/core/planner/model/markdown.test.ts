import assert from 'node:assert/strict';
import { detailLine, prose, titleLine } from '../../../../../src/core/planner/model/markdown.ts';

describe('text of a model in a document', () => {
  it('keeps lists and code, and has no heading, comment or open fence', () => {
    const text = '# Big\n- a\n```ts\n# no heading\n';
    assert.equal(prose(text), '**Big**\n- a\n```ts\n# no heading\n```');
    assert.equal(prose('a <!-- b'), 'a <! -- b');
    assert.equal(prose('a\u001b[31m\u0007b\r\nc'), 'a[31mb\nc');
    assert.equal(prose('Title\n-----\nText'), 'Title\n\nText');
  });

  const titles: [text: string, expected: string][] = [
    ['Build it', 'Build it'],
    ['- [ ] 1.2 **Build** `it` (P)', 'Build it'],
    ['Task 3: Build it', 'Build it'],
    ['3 unit tests', '3 unit tests'],
    ['~~Old~~ [removed]', 'Old'],
    ['Zwei\nZeilen', 'Zwei Zeilen'],
    ['2. ログイン（並行可）', 'ログイン'],
  ];
  for (const [text, expected] of titles) {
    it(`makes ${JSON.stringify(text)} the title ${JSON.stringify(expected)}`, () =>
      assert.equal(titleLine(text), expected));
  }

  it('says details so that they are no meta line', () => {
    assert.equal(detailLine('Requirements: 1.1'), 'Requirements – 1.1');
    assert.equal(detailLine('_Depends on: 1.1_'), '_builds on – 1.1_');
    assert.equal(detailLine('Return 404 (depends on T001): then stop'), 'Return 404 (builds on T001): then stop');
  });
});
