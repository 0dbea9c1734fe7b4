import assert from 'node:assert/strict';
import { watchLimit, type LimitWatch } from '../../../../../src/core/agents/acp/limit-watch.ts';
import type { Failure } from '../../../../../src/core/model/failure.ts';

const now = 1_000_000;
const limit = 'level=ERROR message="stream error" error.error="AI_APICallError: Rate limit. Please try again in 30s."';

/** Resolves with the first limit. A second watch that only hears of a limit last tells that the first had its time. */
async function check(
  acts: (watch: LimitWatch) => void,
  isToolAtWork: () => boolean = () => false,
): Promise<Failure | undefined> {
  const { promise, resolve } = Promise.withResolvers<Failure | undefined>();
  const options = { agent: 'opencode', patienceMs: 20, now: () => now };
  using watch = watchLimit({ ...options, isToolAtWork, onLimit: resolve });
  acts(watch);
  using clock = watchLimit({ ...options, isToolAtWork: () => false, onLimit: () => resolve(undefined) });
  clock.hear(limit);
  return await promise;
}

describe('a rate limit that an agent waits out by itself', () => {
  it('counts as a used-up quota when nothing more comes', async () => {
    assert.deepEqual(await check((watch) => watch.hear(limit)), {
      kind: 'quota',
      message: 'The agent "opencode" has used up its quota: AI_APICallError: Rate limit. Please try again in 30s.',
      reset_at: now + 30_000,
    });
  });

  it('is forgotten when the agent goes on', async () => {
    const goesOn = (watch: LimitWatch) => {
      watch.hear(limit);
      watch.progress();
    };
    assert.equal(await check(goesOn), undefined);
  });

  it('is no reason to end a tool that is at work', async () => {
    const hears = (watch: LimitWatch) => watch.hear(limit);
    assert.equal(await check(hears, () => true), undefined);
    let looks = 0;
    const ends = new Promise<Failure>((resolve) => {
      const isToolAtWork = () => (looks += 1) < 3;
      watchLimit({ agent: 'a', patienceMs: 1, now: () => now, isToolAtWork, onLimit: resolve }).hear(limit);
    });
    assert.equal((await ends).kind, 'quota');
    assert.equal(looks, 3);
  });

  it('is not what every other error is', async () => {
    assert.equal(await check((watch) => watch.hear('level=ERROR error="Cannot connect to API"')), undefined);
  });
});
