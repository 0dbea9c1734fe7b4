import assert from 'node:assert/strict';
import { createLineCutter } from '../../../../src/core/base/line-cutter.ts';

describe('cutting lines', () => {
  const check = (chunks: string[], expected: string, expectedCut: number) => {
    const cutter = createLineCutter(10);
    assert.equal(chunks.map((chunk) => cutter.push(chunk)).join('') + cutter.flush(), expected);
    assert.equal(cutter.linesCut(), expectedCut);
  };

  it('leaves lines alone that fit', () => check(['0123456789\n', 'abc\n\nd'], '0123456789\nabc\n\nd', 0));
  it('counts what a long line has too much', () =>
    check(['0123456789abc\nd'], '0123456789 [… 3 characters left out]\nd', 1));
  it('counts over chunks', () =>
    check(['01234', '56789', 'abc', 'def\n', 'x'], '0123456789 [… 6 characters left out]\nx', 1));
  it('tells of the last line too', () => check(['0123456789abc'], '0123456789 [… 3 characters left out]', 1));
  it('never splits a character', () => check(['012345678😀\n'], '012345678 [… 2 characters left out]\n', 1));
});
