import assert from 'node:assert/strict';
import { earlierOf } from '../../../../src/core/dispatcher/perform/earlier.ts';
import { assignmentSchema, type Conversation } from '../../../../src/core/model/spirit.ts';
import { failure, node, sha, story, type Story } from '../../../support/builders.ts';
import { plainAssignment } from '../runner/plain-assignment.ts';

const conversation: Conversation = { session: 's1', path: '/slots/slot-1', counted: { credits: 0.5 } };
const of = { spec_id: 'chat', task_id: '1' };
const here = { agent: 'kiro', path: '/slots/slot-1' };
const conflict = failure('conflict');

/** A second attempt, after the first has made a commit that conflicts. */
function again(by: { agent?: string } = {}): Story {
  const data = { outcome: 'succeeded' as const, commit: sha, tree: sha, conversation };
  const tale = story([node('1')])
    .ready('1')
    .start('1');
  tale.tell({ ...of, attempt: 1, type: 'RunnerFinished', data });
  return tale.tell({ ...of, type: 'TaskReady', data: { retry_of: conflict } }).start('1', by);
}

describe('what an attempt inherits', () => {
  it('is the commit, and the conversation in which the same agent made it in the same folder', () =>
    assert.deepEqual(earlierOf(again().task('1'), here), {
      earlier: { failure: conflict, commit: sha, conversation },
    }));

  const strangers: readonly [what: string, now: typeof here][] = [
    ['another agent does it', { ...here, agent: 'claude' }],
    ['it is done in another folder', { ...here, path: '/slots/slot-2' }],
  ];
  for (const [what, now] of strangers) {
    it(`is no conversation when ${what}`, () => {
      const { earlier } = earlierOf(again({ agent: now.agent }).task('1'), now);
      assert.deepEqual(earlier, { failure: conflict, commit: sha });
    });
  }

  it('is not the conversation of a later attempt that has made nothing', () => {
    const tale = again();
    const data = {
      outcome: 'failed' as const,
      failure: failure('quota'),
      conversation: { ...conversation, session: 's2' },
    };
    tale.tell({ ...of, attempt: 2, type: 'RunnerFinished', data }, { ...of, type: 'TaskReady', data: {} }).start('1');
    assert.equal(earlierOf(tale.task('1'), here).earlier?.conversation?.session, 's1');
  });

  it('is nothing for a first attempt', () =>
    assert.deepEqual(
      earlierOf(
        story([node('1')])
          .ready('1')
          .start('1')
          .task('1'),
        here,
      ),
      {},
    ));

  it('stands in the envelope, and an envelope without it stays readable', () => {
    const earlier = { failure: conflict, commit: sha };
    for (const wanted of [earlier, { ...earlier, conversation }]) {
      const { payload } = assignmentSchema.parse(plainAssignment({ earlier: wanted }));
      assert.deepEqual(payload.earlier, wanted);
    }
  });

  it('is forgotten when the task is done', () => {
    const tale = again()
      .succeed('1')
      .tell({ ...of, type: 'TaskCompleted', data: {} });
    assert.deepEqual(
      tale.task('1').attempts.map((attempt) => attempt.conversation),
      [undefined, undefined],
    );
  });
});
