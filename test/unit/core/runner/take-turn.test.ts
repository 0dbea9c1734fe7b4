import assert from 'node:assert/strict';
import { systemClock } from '../../../../src/core/base/clock.ts';
import { sleep } from '../../../../src/core/base/abort.ts';
import { Cancelled } from '../../../../src/core/base/errors.ts';
import { limitsSchema } from '../../../../src/core/model/spirit.ts';
import { AttemptFailed } from '../../../../src/core/runner/attempt-failed.ts';
import type { AgentSession } from '../../../../src/core/runner/ports.ts';
import { createBudget, spend, takeTurn } from '../../../../src/core/runner/take-turn.ts';

const idle = { marker: 'no-such-marker', lastOutputAt: () => performance.now(), fingerprint: async () => '' };

function sessionOf(run: AgentSession['run']): AgentSession {
  return { run, [Symbol.asyncDispose]: async () => {} };
}

const turnOf = (signal: AbortSignal) => ({ round: 1, reason: 'first' as const, prompt: '', signal });

describe('a turn', () => {
  const overspending: [what: string, limits: Record<string, number>, message: RegExp][] = [
    ['money', { cost_usd_max: 1 }, /budget of 1 USD/],
    ['tokens', { tokens_max: 100 }, /budget of 100 tokens/],
  ];
  for (const [what, limits, message] of overspending) {
    it(`ends when the agent has used more ${what} than it may, over all turns`, async () => {
      const budget = createBudget(limitsSchema.parse(limits), systemClock);
      const usage = { cost_usd: 0.6, input_tokens: 50, output_tokens: 10 };
      const session = sessionOf(async ({ signal }) => {
        spend(budget, usage);
        await sleep(budget.usage.cost_usd === 0.6 ? 0 : 60_000, signal);
        return { kind: 'ended' };
      });
      const { signal } = new AbortController();
      assert.deepEqual(await takeTurn(session, turnOf(signal), { budget, idle }), { kind: 'ended' });
      await assert.rejects(takeTurn(session, turnOf(signal), { budget, idle }), (error: unknown) => {
        assert.ok(error instanceof AttemptFailed);
        assert.equal(error.failure.kind, 'policy_violation');
        assert.match(error.message, message);
        return true;
      });
    });
  }

  it('has only the time that the turns before it have left', async () => {
    const budget = createBudget(limitsSchema.parse({ wall_clock_ms: 1000 }), systemClock);
    budget.usedMs = 990;
    const session = sessionOf(async ({ signal }) => {
      await sleep(60_000, signal);
      return { kind: 'ended' };
    });
    await assert.rejects(takeTurn(session, turnOf(new AbortController().signal), { budget, idle }), {
      name: 'AttemptFailed',
      message: /longer than 1 s/,
    });
  });

  it('that is called off from outside is cancelled, not failed', async () => {
    const stop = new AbortController();
    const session = sessionOf(async ({ signal }) => {
      stop.abort(new Cancelled('a person asked'));
      await sleep(60_000, signal);
      return { kind: 'ended' };
    });
    const budget = createBudget(limitsSchema.parse({}), systemClock);
    await assert.rejects(takeTurn(session, turnOf(stop.signal), { budget, idle }), {
      name: 'Cancelled',
      message: 'a person asked',
    });
  });
});
