import assert from 'node:assert/strict';
import { createLedger, replyTo, type Standing } from '../../../../src/core/model/attendance.ts';
import type { SpiritMessage } from '../../../../src/core/model/spirit.ts';

type Said = SpiritMessage extends infer M ? (M extends SpiritMessage ? Omit<M, 'at'> : never) : never;

const failure = { kind: 'verify_failed', message: 'Red.' } as const;
const started: Said = { type: 'runner_started', pid: 1, start_time: '', launch: 'l' };
const awaited: Said = { type: 'person_awaited', reason: 'attended' };
const refused: Said = { type: 'person_awaited', reason: 'refused', failure };
const answered = (word: string, verdict: 'done' | 'fail' = 'done'): Said => ({
  ...{ type: 'person_answered', word, verdict, by: 'me' },
});
const checked = (ok: boolean): Said => ({ type: 'verification', verification: { ok, round: 1, commands: [] } });
const finished: Said = { type: 'runner_finished', outcome: 'succeeded' };
const broken: Said = { type: 'runner_finished', outcome: 'failed', failure };

function standingAfter(...said: Said[]): Standing {
  const ledger = createLedger();
  for (const message of said) ledger.hear({ at: 0, ...message });
  return ledger.standing();
}

describe('how an attempt stands towards a person', () => {
  it('is theirs from the moment that they are waited for, and waits until they have spoken', () => {
    assert.equal(standingAfter(started).isAttended, false);
    const waiting = standingAfter(started, { ...awaited, session: 's' });
    assert.deepEqual([waiting.isAttended, waiting.isAwaited, waiting.session], [true, true, 's']);
    assert.equal(standingAfter(started, awaited, answered('w')).isAwaited, false);
  });

  it('tells what the last check has found, and forgets it only when another has found nothing', () => {
    assert.equal(standingAfter(started, awaited, answered('w'), checked(false), refused).failure?.message, 'Red.');
    assert.equal(standingAfter(started, refused, answered('w'), awaited).failure, undefined);
  });

  it('begins anew with another launch', () => {
    assert.equal(standingAfter(started, awaited, started).isAttended, false);
  });
});

describe('the reply to a word', () => {
  const replies: [what: string, said: Said[], expected: ReturnType<typeof replyTo>][] = [
    ['none while it was not heard', [started, awaited], undefined],
    ['none while it is checked', [started, awaited, answered('mine'), checked(false)], undefined],
    ['that it is proven', [started, awaited, answered('mine'), checked(true)], 'proven'],
    [
      'that it is proven, also when all is over',
      [started, awaited, answered('mine'), checked(true), finished],
      'proven',
    ],
    ['that a proof could not be kept', [started, awaited, answered('mine'), checked(true), broken], 'ended'],
    ['that it was refused', [started, awaited, answered('mine'), checked(false), refused], 'refused'],
    ['that it was given up', [started, awaited, answered('mine', 'fail'), broken], 'given_up'],
    [
      'none when somebody else’s was refused',
      [started, awaited, answered('other'), checked(false), refused],
      undefined,
    ],
    ['that somebody else has given it up', [started, awaited, answered('other', 'fail')], 'ended'],
    ['that the attempt has ended', [started, awaited, broken], 'ended'],
  ];
  for (const [what, said, expected] of replies) {
    it(`says ${what}`, () => assert.equal(replyTo('mine', standingAfter(...said)), expected));
  }
});
