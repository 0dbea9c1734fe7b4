import assert from 'node:assert/strict';
import { decide } from '../../../../src/core/dispatcher/decide.ts';
import { acceptRequestChanges } from '../../../../src/core/dispatcher/requests/request-changes.ts';
import { describeAction, node, sha, story, world, type Story } from '../../../support/builders.ts';
import { dispatchOver } from '../../../support/dispatch.ts';

const asked = { request_id: 'a', by: 'alice', at: 0, kind: 'request_changes' } as const;

const inReview = (delivery: 'integration' | 'direct' = 'direct'): Story =>
  story([node('1'), node('2', { dependencies: ['1'] })], { run: { delivery } })
    .ready('1')
    .review('1', 1);

describe('a person who asks for changes', () => {
  it('sends the task back to its agent with what was said, at no cost of attempts', async () => {
    const tale = inReview();
    const { dispatch, log } = dispatchOver(tale);
    await acceptRequestChanges(dispatch, { ...asked, number: 1, text: 'Name it\nbetter.' });
    assert.deepEqual(log, ['PRUpdated 1', 'TaskReady 1']);
    const task = tale.task('1');
    assert.equal(task.retry_of?.evidence, 'Name it\nbetter.');
    assert.equal(task.retry_of.message, 'alice asks for changes: Name it better.');
    assert.equal(task.free_attempts, 1);
    assert.equal(tale.state.pulls.get(1)?.comments, 1);
    assert.ok(decide(tale.state, world()).map(describeAction).join().includes('start_attempt 1'));
  });

  it('keeps the train away from it until it is in review again', async () => {
    const tale = inReview('integration');
    const trainOf = () =>
      decide(tale.state, world())
        .map(describeAction)
        .filter((action) => action.startsWith('integrate'));
    assert.deepEqual(trainOf(), ['integrate #1']);
    await acceptRequestChanges(dispatchOver(tale).dispatch, { ...asked, number: 1, text: 'No.' });
    assert.deepEqual(trainOf(), []);
    tale.start('1').succeed('1');
    tale.tell({ spec_id: 'chat', task_id: '1', attempt: 2, type: 'PRUpdated', data: { number: 1, head_sha: sha } });
    assert.deepEqual(trainOf(), ['integrate #1']);
  });

  it('is answered alike when the answer got lost', async () => {
    const tale = inReview();
    const { dispatch, log } = dispatchOver(tale);
    const request = { ...asked, number: 1, text: 'Again.' };
    const first = await acceptRequestChanges(dispatch, request);
    assert.deepEqual(await acceptRequestChanges(dispatch, request), first);
    assert.equal(log.length, 2);
  });

  it('is refused where there is nothing to send back', async () => {
    const refuses = async (tale: Story, number: number, expected: RegExp) => {
      const { dispatch, log } = dispatchOver(tale);
      await assert.rejects(acceptRequestChanges(dispatch, { ...asked, number, text: 'Hm.' }), expected);
      assert.deepEqual(log, []);
    };
    await refuses(inReview(), 7, /no pull request #7/);
    await refuses(
      inReview().tell({ spec_id: 'chat', type: 'PRClosed', data: { number: 1, reason: 'old' } }),
      1,
      /closed already/,
    );
    const begun = { spec_id: 'chat', type: 'IntegrationStarted' as const, data: { number: 1, tip: sha, head: sha } };
    await refuses(inReview('integration').tell(begun), 1, /at this moment/);
    const final = { number: 2, title: 'all', head: 'necrocode/chat', base: 'main', head_sha: sha, is_final: true };
    await refuses(inReview().tell({ spec_id: 'chat', type: 'PROpened', data: final }), 2, /whole spec/);
    const again = inReview();
    await acceptRequestChanges(dispatchOver(again).dispatch, { ...asked, number: 1, text: 'First.' });
    await refuses(again.start('1'), 1, /being changed already/);
  });
});
