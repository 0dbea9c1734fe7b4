import assert from 'node:assert/strict';
import { afterFailure } from '../../../../../src/core/dispatcher/decide.ts';
import { pauseAfter } from '../../../../../src/core/dispatcher/decide/retry.ts';
import type { Failure, FailureKind } from '../../../../../src/core/model/failure.ts';
import { settingsSchema } from '../../../../../src/core/model/settings.ts';
import { failure, node, story, type Story } from '../../../../support/builders.ts';

const context = {
  subject: { run_id: 'run-chat', spec_id: 'chat', task_id: '1' },
  now: 1000,
  settings: settingsSchema.parse({}),
};

/** A task whose attempts have failed like this, one after the other; what follows each but the last is folded in. */
function failed(kinds: readonly FailureKind[], kind: 'work' | 'checkpoint' = 'work'): Story {
  const tale = story([node('1', { kind })]).ready('1');
  for (const [n, each] of kinds.entries()) {
    if (n > 0) tale.tell(afterFailure(tale.task('1'), failure(kinds[n - 1]!), context));
    tale.start('1').fail('1', failure(each));
  }
  return tale;
}

function verdict(tale: Story, last: Failure, more: Partial<typeof context & { isCancelRequested: boolean }> = {}) {
  return afterFailure(tale.task('1'), last, { ...context, ...more });
}

describe('afterFailure', () => {
  const rows: [
    FailureKind[],
    'TaskReady' | 'TaskFailed' | 'TaskCancelled',
    { isLater?: boolean; isFree?: boolean }?,
  ][] = [
    [['agent_error'], 'TaskReady', { isLater: true }],
    [['agent_error', 'agent_error', 'agent_error'], 'TaskFailed'],
    [['agent_timeout'], 'TaskReady', { isLater: true }],
    [['no_changes'], 'TaskReady'],
    [['no_changes', 'no_changes'], 'TaskFailed'],
    [['no_changes', 'verify_failed'], 'TaskReady'],
    [['verify_failed'], 'TaskReady'],
    [['verify_failed', 'conflict'], 'TaskReady'],
    [['verify_failed', 'conflict', 'verify_failed'], 'TaskFailed'],
    [['conflict'], 'TaskReady'],
    [['policy_violation'], 'TaskFailed'],
    [['permission_denied'], 'TaskFailed'],
    [['quota'], 'TaskReady', { isLater: true, isFree: true }],
    [['quota', 'quota', 'quota', 'quota', 'quota'], 'TaskReady', { isLater: true, isFree: true }],
    [['quota', 'quota', 'verify_failed', 'quota', 'verify_failed'], 'TaskReady'],
    [['quota', 'verify_failed', 'verify_failed', 'verify_failed'], 'TaskFailed'],
    [['infra_lost'], 'TaskReady', { isLater: true }],
    [['infra_lost', 'infra_lost'], 'TaskFailed'],
    [['infra_lost', 'verify_failed', 'infra_lost'], 'TaskFailed'],
    [['cancelled'], 'TaskReady', { isFree: true }],
  ];
  it('tries nothing again that a person has given up, until one asks', () => {
    const last = failure('cancelled', { is_final: true });
    const tale = story([node('1')])
      .ready('1')
      .start('1')
      .fail('1', last);
    assert.equal(verdict(tale, last).type, 'TaskFailed');
  });

  for (const [kinds, type, { isLater = false, isFree = false } = {}] of rows) {
    const traits = [type, ...(isLater ? ['later'] : []), ...(isFree ? ['for free'] : [])].join(' ');
    it(`gives ${traits} after ${kinds.join(', ')}`, () => {
      const event = verdict(failed(kinds), failure(kinds.at(-1)!));
      assert.equal(event.type, type);
      if (event.type !== 'TaskReady') return;
      assert.equal(event.data.not_before !== undefined, isLater);
      assert.equal(event.data.is_free === true, isFree);
    });
  }

  it('says why there is no further try', () => {
    const messages = (kinds: FailureKind[]) => {
      const event = verdict(failed(kinds), failure(kinds.at(-1)!));
      return event.type === 'TaskFailed' ? event.data.failure.message : event.type;
    };
    assert.equal(
      messages(['infra_lost', 'infra_lost']),
      'It was infra_lost. It has lost 2 runners and is quarantined.',
    );
    assert.equal(messages(['conflict', 'conflict', 'conflict']), 'It was conflict. That was attempt 3 of 3.');
    assert.equal(messages(['policy_violation']), 'It was policy_violation.');
  });

  it('cancels instead, when somebody has asked for that', () => {
    assert.equal(
      verdict(failed(['verify_failed']), failure('verify_failed'), { isCancelRequested: true }).type,
      'TaskCancelled',
    );
    const asked = failed(['cancelled']);
    asked.tell({ spec_id: 'chat', task_id: '1', type: 'CancelRequested', data: { by: 'a person' } });
    assert.equal(verdict(asked, failure('cancelled')).type, 'TaskCancelled');
  });

  it('hands the evidence to the next attempt, and does not let a lost runner replace it', () => {
    const red = failure('verify_failed', { evidence: 'expected 1, got 2' });
    const tale = story([node('1')])
      .ready('1')
      .start('1')
      .fail('1', red);
    tale.tell(verdict(tale, red)).start('1').lose('1');
    tale.tell(verdict(tale, failure('infra_lost')));
    assert.deepEqual(tale.task('1').retry_of, red);
  });

  it('gives a checkpoint one second look', () => {
    assert.equal(verdict(failed(['verify_failed'], 'checkpoint'), failure('verify_failed')).type, 'TaskReady');
    const twice = failed(['verify_failed', 'verify_failed'], 'checkpoint');
    assert.equal(verdict(twice, failure('verify_failed')).type, 'TaskFailed');
  });

  it('begins to count anew when a person asks again', () => {
    const tale = failed(['infra_lost', 'infra_lost']);
    tale.tell(verdict(tale, failure('infra_lost')));
    tale.tell({ spec_id: 'chat', task_id: '1', type: 'RetryRequested', data: { by: 'a person' } }).ready('1');
    tale.start('1').lose('1');
    assert.equal(verdict(tale, failure('infra_lost')).type, 'TaskReady');
    tale
      .tell(verdict(tale, failure('infra_lost')))
      .start('1')
      .lose('1');
    assert.equal(verdict(tale, failure('infra_lost')).type, 'TaskFailed');
  });

  it('spreads the back-off by task and attempt, within its bounds, the same each time', () => {
    const waits = ['1', '2', '3', '4', '5'].map((id) => {
      const tale = story([node(id)])
        .ready(id)
        .start(id)
        .fail(id, failure('agent_error'));
      const event = afterFailure(tale.task(id), failure('agent_error'), context);
      assert.deepEqual(afterFailure(tale.task(id), failure('agent_error'), context), event);
      return event.type === 'TaskReady' ? (event.data.not_before ?? 0) - context.now : -1;
    });
    assert.equal(new Set(waits).size, waits.length);
    for (const wait of waits) assert.ok(wait >= 0 && wait < context.settings.retry.backoff_ms);
  });
});

describe('pauseAfter', () => {
  const until = (kinds: FailureKind[], last: Failure, pausedUntil?: number) => {
    const event = pauseAfter(failed(kinds).task('1'), last, { ...context, pausedUntil });
    return event?.type === 'AgentPaused' ? event.data.until - context.now : undefined;
  };
  it('rests until the quota opens again', () => {
    assert.equal(until(['quota'], failure('quota', { reset_at: 91_000 })), 90_000);
  });
  it('rests for 15 s when nobody says how long, twice as long each time in a row, and never longer than an hour', () => {
    assert.equal(until(['quota'], failure('quota')), 15_000);
    assert.equal(until(['quota', 'quota', 'quota'], failure('quota')), 60_000);
    assert.equal(until(['quota', 'verify_failed', 'quota'], failure('quota')), 15_000);
    const many = Array.from({ length: 12 }, (): FailureKind => 'quota');
    assert.equal(until(many, failure('quota')), 3_600_000);
  });
  it('never makes a rest shorter', () => assert.equal(until(['quota'], failure('quota'), 601_000), 600_000));
  it('is asked for by nothing but a quota', () =>
    assert.equal(until(['agent_error'], failure('agent_error')), undefined));
});
