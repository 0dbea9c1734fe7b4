import assert from 'node:assert/strict';
import { Cancelled, InvariantError } from '../../../../src/core/base/errors.ts';
import { createQueue } from '../../../../src/core/base/git-queue.ts';

describe('the serial queue', () => {
  it('runs one at a time, in the order of asking', async () => {
    const queue = createQueue();
    const seen: string[] = [];
    const work = (name: string) =>
      queue.run(async () => {
        seen.push(`${name} begins`);
        await new Promise(setImmediate);
        seen.push(`${name} ends`);
        return name;
      });
    assert.deepEqual(await Promise.all([work('a'), work('b'), work('c')]), ['a', 'b', 'c']);
    assert.deepEqual(seen, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('goes on after a failure, which its asker alone sees', async () => {
    const queue = createQueue();
    const failing = queue.run(() => Promise.reject(new Error('broken')));
    const next = queue.run(async () => 1);
    await assert.rejects(failing, /broken/);
    assert.equal(await next, 1);
  });

  it('never runs what was called off before its turn', async () => {
    const queue = createQueue();
    const gate = Promise.withResolvers<void>();
    const controller = new AbortController();
    const first = queue.run(() => gate.promise);
    const second = queue.run(() => assert.fail('ran'), { signal: controller.signal });
    const third = queue.run(async () => 3);
    assert.equal(queue.waiting, 2);
    controller.abort(new Cancelled('no longer wanted'));
    await assert.rejects(second, /no longer wanted/);
    await assert.rejects(
      queue.run(async () => 4, { signal: controller.signal }),
      Cancelled,
    );
    gate.resolve();
    assert.equal(await third, 3);
    await first;
  });

  it('refuses more than its bound, and says when it is idle', async () => {
    const queue = createQueue({ waitingMax: 1 });
    await queue.idle();
    const gate = Promise.withResolvers<void>();
    const running = [queue.run(() => gate.promise), queue.run(() => gate.promise)];
    await assert.rejects(
      queue.run(() => gate.promise),
      InvariantError,
    );
    const idle = queue.idle();
    gate.resolve();
    await Promise.all([...running, idle]);
    assert.equal(queue.waiting, 0);
  });
});
