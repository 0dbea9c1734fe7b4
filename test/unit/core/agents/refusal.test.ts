import assert from 'node:assert/strict';
import { failureOfReport } from '../../../../src/core/agents/refusal.ts';
import type { Reported } from '../../../../src/core/agents/refusal.ts';

const now = Date.parse('2026-11-01T10:00:00Z');

describe('what an agent reports', () => {
  const cases: readonly [report: Reported, kind: string, inSeconds?: number][] = [
    [{ message: 'Too many requests, try again in 20 s' }, 'quota', 20],
    [{ message: 'Rate limit exceeded', details: { data: { responseHeaders: { 'retry-after': '30' } } } }, 'quota', 30],
    [{ message: 'Internal error', details: { data: { status: 429, retry_after_ms: 1500 } } }, 'quota', 1.5],
    [{ message: 'quota', details: { resets_at: '2026-11-01T11:00:00Z' } }, 'quota', 3600],
    [{ message: 'You have hit your usage limit. Try again in 5 minutes.' }, 'quota', 300],
    [{ message: `Claude AI usage limit reached|${String(now / 1000 + 60)}` }, 'quota', 60],
    [{ message: 'rate limit', details: { resetAt: now + 5000 } }, 'quota', 5],
    [{ message: 'You are out of credits' }, 'quota'],
    [{ message: 'Authentication required', details: { code: -32000 } }, 'permission_denied'],
    [{ message: 'Invalid API key · Please run /login' }, 'permission_denied'],
    [{ message: 'error: You are not logged in' }, 'permission_denied'],
    [{ message: 'Internal error', details: { code: -32603 } }, 'agent_error'],
    [{ message: 'The file limit.txt could not be read' }, 'agent_error'],
    [{ message: '' }, 'agent_error'],
  ];
  for (const [report, kind, inSeconds] of cases) {
    it(`is ${kind}: ${JSON.stringify(report)}`, () => {
      const failure = failureOfReport('a', report, { now, signInHint: 'Sign in.' });
      assert.equal(failure.kind, kind);
      assert.equal(failure.reset_at, inSeconds === undefined ? undefined : now + inSeconds * 1000);
    });
  }
});
