import assert from 'node:assert/strict';
import { answerRequest } from '../../../../src/core/dispatcher/requests.ts';
import type { RegistryEvent } from '../../../../src/core/model/events.ts';
import { requestSchema } from '../../../../src/core/model/requests.ts';
import { node, story } from '../../../support/builders.ts';
import { dispatchOver, type Around } from '../../../support/dispatch.ts';

type Answered = RegistryEvent<'RequestAccepted' | 'RequestRefused'>;

const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

async function answerTo(asked: Record<string, unknown>, around: Around = {}): Promise<Answered> {
  const tale = story([node('1'), node('2')])
    .ready('1')
    .review('1', 1);
  const { dispatch } = dispatchOver(tale, around);
  await answerRequest(dispatch, requestSchema.parse({ request_id: 'r', by: 'alice', at: 0, ...asked }));
  const answers = tale.events.filter((event): event is Answered => /^Request(Accepted|Refused)$/.test(event.type));
  assert.equal(answers.length, 1, 'A request has one answer.');
  return answers[0]!;
}

describe('the answer to a request', () => {
  const conflict: Around = {
    repository: {
      isAncestor: () => Promise.resolve(false),
      merge: () => Promise.resolve({ kind: 'conflict', files: ['a.ts'], evidence: '' }),
    },
  };
  const cases: [asked: Record<string, unknown>, says: RegExp, around?: Around][] = [
    [{ kind: 'execute', spec_id: 'chat' }, /under way with workers .* and agent/],
    [{ kind: 'execute', spec_id: 'chat', agent: 'other' }, /pause it to go on with others/],
    [{ kind: 'pause', spec_id: 'chat' }, /^Paused/],
    [{ kind: 'resume', spec_id: 'chat' }, /^It is running$/],
    [{ kind: 'cancel', spec_id: 'chat', task_id: '2' }, /^Cancelling$/],
    [{ kind: 'stop' }, /^Stopped/],
    [{ kind: 'comment', number: 1, text: 'Hm.' }, /^Commented on #1$/],
    [{ kind: 'merge', number: 1 }, /#1 is merged$/],
    [{ kind: 'request_changes', number: 1, text: 'Hm.' }, /^Task 1 goes back to its agent$/],
  ];
  for (const [asked, says, around] of cases) {
    it(`tells in both languages what is done: ${JSON.stringify(asked)}`, async () => {
      const { type, data } = await answerTo(asked, around);
      assert.equal(type, 'RequestAccepted');
      assert.match(data.message ?? '', says);
      assert.match(JSON.stringify(data.ja), japanese);
    });
  }

  const refused: [asked: Record<string, unknown>, says: RegExp, hint: RegExp, around?: Around][] = [
    [{ kind: 'pause', spec_id: 'nobody' }, /no spec "nobody"/, /necrocode plan/],
    [{ kind: 'cancel', spec_id: 'chat', task_id: '9' }, /no task "9"/, /status chat/],
    [{ kind: 'retry', spec_id: 'chat', task_id: '1' }, /only a failed or cancelled task/, /^$/],
    [{ kind: 'merge', number: 7 }, /no pull request #7/, /pr list/],
    [{ kind: 'merge', number: 1 }, /does not merge into .*a\.ts/, /solve it there/, conflict],
  ];
  for (const [asked, says, hint, around] of refused) {
    it(`tells in both languages why not: ${JSON.stringify(asked)}${around === undefined ? '' : ', in conflict'}`, async () => {
      const { type, data } = await answerTo(asked, around);
      assert.ok(type === 'RequestRefused');
      assert.match(data.message, says);
      assert.match(data.hint ?? '', hint);
      assert.match(data.ja?.message ?? '', japanese);
      assert.equal(data.ja?.hint === undefined, data.hint === undefined);
    });
  }

  it('has the error’s own words where they are not translated, cut to what an event holds', async () => {
    const { type, data } = await answerTo(
      { kind: 'merge', number: 1 },
      { repository: { branchSha: () => Promise.reject(new Error('x'.repeat(10_000))) } },
    );
    assert.ok(type === 'RequestRefused');
    assert.deepEqual([data.message.length, data.hint, data.ja], [4000, undefined, undefined]);
  });
});
