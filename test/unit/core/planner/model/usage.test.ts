import assert from 'node:assert/strict';
import { createUsageMeter } from '../../../../../src/core/planner/model/usage.ts';

describe('the usage of a planning', () => {
  it('is the sum over all calls, part by part, and unknown where one call did not tell', () => {
    const meter = createUsageMeter();
    meter.add({ tokensIn: 10, tokensOut: 2, costUsd: 0.25 });
    meter.add({ tokensIn: 5, tokensOut: undefined, costUsd: 0.5 });
    assert.equal(meter.calls(), 2);
    assert.deepEqual(meter.total(), { tokensIn: 15, tokensOut: undefined, costUsd: 0.75 });
  });
});
