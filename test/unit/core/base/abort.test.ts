import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import {
  anySignal,
  cancelledBy,
  settlesWithin,
  sleep,
  throwIfAborted,
  withDeadline,
} from '../../../../src/core/base/abort.ts';
import { Cancelled } from '../../../../src/core/base/errors.ts';

describe('waiting', () => {
  it('ends when it is called off, with the reason given', async () => {
    const controller = new AbortController();
    const waiting = sleep(60_000, controller.signal);
    controller.abort(new Cancelled('the first reason'));
    await assert.rejects(waiting, /the first reason/);
    await assert.rejects(sleep(60_000, controller.signal), /the first reason/);
  });

  it('leaves no listener behind', async () => {
    const { signal } = new AbortController();
    await sleep(1, signal);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('turns whatever a signal carries into Cancelled', () => {
    const error = new Error('why');
    const cancelled = cancelledBy(AbortSignal.abort(error));
    assert.ok(cancelled instanceof Cancelled);
    assert.equal(cancelled.message, 'why');
    assert.equal(cancelled.cause, error);
    assert.throws(() => throwIfAborted(AbortSignal.abort()), Cancelled);
    throwIfAborted(undefined);
  });

  it('tells whether a promise settled in time, and swallows nothing of it', async () => {
    assert.equal(await settlesWithin(Promise.resolve(), 60_000), true);
    assert.equal(await settlesWithin(Promise.reject(new Error('x')), 60_000), true);
    assert.equal(await settlesWithin(new Promise<void>(() => undefined), 1), false);
  });

  it('has a deadline, which the work sees as a signal', async () => {
    const late = withDeadline({ ms: 5, what: 'the push' }, async (signal) => sleep(60_000, signal));
    await assert.rejects(
      late,
      (error) => error instanceof Cancelled && /the push took longer than 5 ms/.test(error.message),
    );
    assert.equal(await withDeadline({ ms: 60_000, what: 'x' }, async () => 7), 7);
  });

  it('listens to several signals as to one', () => {
    const second = new AbortController();
    const signal = anySignal(undefined, new AbortController().signal, second.signal);
    assert.equal(signal.aborted, false);
    second.abort(new Cancelled('second'));
    assert.equal(cancelledBy(signal).message, 'second');
    assert.equal(anySignal(undefined).aborted, false);
  });
});
