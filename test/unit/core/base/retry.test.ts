import assert from 'node:assert/strict';
import { Cancelled } from '../../../../src/core/base/errors.ts';
import { backoffMs, retry } from '../../../../src/core/base/retry.ts';

describe('trying again', () => {
  const quick = { baseMs: 1, maxMs: 2, random: () => 0, isRetryable: () => true };

  it('waits a random part of a time that doubles up to its cap', () => {
    const options = { baseMs: 100, maxMs: 1000 };
    const longest = [1, 2, 3, 4, 5, 5000].map((attempt) => backoffMs(attempt, { ...options, random: () => 0.999_999 }));
    assert.deepEqual(longest, [99, 199, 399, 799, 999, 999]);
    assert.equal(backoffMs(3, { ...options, random: () => 0 }), 0);
  });

  it('ends with the first success', async () => {
    const result = await retry(
      async (attempt) => {
        if (attempt < 3) throw new Error('not yet');
        return attempt;
      },
      { ...quick, attemptsMax: 5 },
    );
    assert.equal(result, 3);
  });

  it('throws the last error when the attempts are used up, and any that is not to be retried', async () => {
    const tried: number[] = [];
    const fail = async (attempt: number): Promise<never> => {
      tried.push(attempt);
      throw new Error(`attempt ${String(attempt)}`);
    };
    await assert.rejects(retry(fail, { ...quick, attemptsMax: 3 }), /attempt 3/);
    await assert.rejects(retry(fail, { ...quick, attemptsMax: 3, isRetryable: () => false }), /attempt 1/);
    assert.deepEqual(tried, [1, 2, 3, 1]);
  });

  it('is called off while it waits', async () => {
    const controller = new AbortController();
    const work = retry(
      async () => {
        controller.abort(new Cancelled('the user'));
        throw new Error('failed');
      },
      { ...quick, random: () => 1, baseMs: 60_000, maxMs: 60_000, attemptsMax: 2, signal: controller.signal },
    );
    await assert.rejects(work, (error) => error instanceof Cancelled && error.message === 'the user');
  });
});
