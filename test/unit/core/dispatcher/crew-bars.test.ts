import assert from 'node:assert/strict';
import { createCrew } from '../../../../src/core/dispatcher/crew.ts';

describe('a barred attempt', () => {
  const crew = createCrew({ now: () => 0, monotonic: () => 0 });
  const key = 'demo/1/1';
  let followers = 0;
  const enlist = () =>
    crew.enlist(key, async () => {
      followers += 1;
    });

  it('is followed by nobody until the last of those who end it is through', async () => {
    const bars = [crew.bar(key), crew.bar(key)];
    assert.deepEqual([...crew.barred()], [key]);
    for (const bar of bars) {
      await enlist();
      assert.equal(followers, 0);
      bar[Symbol.dispose]();
    }
    await enlist();
    assert.equal(followers, 1);
    assert.equal(crew.barred().size, 0);
  });
});
