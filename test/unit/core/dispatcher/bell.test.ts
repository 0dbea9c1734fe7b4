import assert from 'node:assert/strict';
import { createBell } from '../../../../src/core/dispatcher/bell.ts';

describe('the bell', () => {
  it('wakes whoever waits', async () => {
    const bell = createBell();
    const waiting = bell.wait(60_000);
    bell.ring();
    assert.equal(await waiting, true);
  });

  it('remembers a ring that nobody waited for, and many as one', async () => {
    const bell = createBell();
    bell.ring();
    bell.ring();
    assert.equal(await bell.wait(60_000), true);
    assert.equal(await bell.wait(1), false);
  });
});
