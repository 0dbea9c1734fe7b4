import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inOrder } from '../../../../../src/core/dispatcher/decide/in-order.ts';

describe('inOrder', () => {
  it('gives what sorting gives, and leaves the list alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (items) => {
        const before = [...items];
        assert.deepEqual(
          [...inOrder(items, (a, b) => a - b)],
          items.toSorted((a, b) => a - b),
        );
        assert.deepEqual(items, before);
      }),
    );
  });
});
