import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { createPulse } from '../../../src/extension/pulse.ts';

describe('a pulse', () => {
  it('beats soon after the first ring, and once for all that come until the next', async () => {
    const beats: number[] = [];
    const first = Promise.withResolvers<void>();
    const second = Promise.withResolvers<void>();
    const pulse = createPulse(100, () => {
      beats.push(performance.now());
      (beats.length === 1 ? first : second).resolve();
    });
    pulse.ring();
    pulse.ring();
    assert.equal(beats.length, 0, 'nobody is answered while they ring');
    await first.promise;
    for (let n = 0; n < 50; n += 1) pulse.ring();
    await second.promise;
    assert.ok(beats[1]! - beats[0]! >= 95, `${beats[1]! - beats[0]!} ms between beats`);
    await wait(120);
    assert.equal(beats.length, 2, 'no beat without a ring');
    pulse.dispose();
  });

  it('is still after it was disposed', async () => {
    let beats = 0;
    const pulse = createPulse(1, () => (beats += 1));
    pulse.ring();
    pulse.dispose();
    await wait(30);
    assert.equal(beats, 0);
  });
});
