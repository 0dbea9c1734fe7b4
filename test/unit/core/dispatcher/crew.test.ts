import assert from 'node:assert/strict';
import { createCrew } from '../../../../src/core/dispatcher/crew.ts';

/** A clock that moves when it is told to. */
function handClock() {
  let ms = 0;
  return { now: () => ms, monotonic: () => ms, forward: (by: number) => (ms += by) };
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

describe('the crew', () => {
  it('follows an attempt once, and forgets it when the follower is through', async () => {
    const crew = createCrew(handClock());
    let followers = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    const follow = () => {
      followers += 1;
      return promise;
    };
    const first = crew.enlist('s/1/1', follow);
    await crew.enlist('s/1/1', follow);
    assert.deepEqual([...crew.followed()], ['s/1/1']);
    resolve();
    await first;
    assert.equal(followers, 1);
    assert.equal(crew.followed().size, 0);
  });

  it('tells who has been silent for longer than the lease', async () => {
    const clock = handClock();
    const crew = createCrew(clock);
    const both = [crew.enlist('s/1/1', untilAborted), crew.enlist('s/2/1', untilAborted)];
    clock.forward(900);
    crew.heard('s/2/1');
    clock.forward(200);
    assert.deepEqual([...crew.silent(1000)], ['s/1/1']);
    await crew.letAllGo(new Error('the test is over'));
    await Promise.all(both);
  });

  it('lets go of an attempt only when its follower has ended', async () => {
    const crew = createCrew(handClock());
    const steps: string[] = [];
    const following = crew.enlist('s/1/1', async (signal) => {
      await untilAborted(signal);
      await Promise.resolve();
      steps.push('the follower has ended');
    });
    await crew.letGo('s/1/1', new Error('stop'));
    steps.push('let go');
    await following;
    assert.deepEqual(steps, ['the follower has ended', 'let go']);
  });

  it('passes on what the follower throws', async () => {
    const crew = createCrew(handClock());
    await assert.rejects(
      crew.enlist('s/1/1', () => Promise.reject(new Error('torn'))),
      /torn/,
    );
    assert.equal(crew.followed().size, 0);
  });
});
