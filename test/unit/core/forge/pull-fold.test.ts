import assert from 'node:assert/strict';
import { foldPull, pullEventTypes } from '../../../../src/core/forge/forge.ts';
import type { Verification } from '../../../../src/core/model/evidence.ts';
import { node, sha, story } from '../../../support/builders.ts';

const of = { spec_id: 'chat', task_id: '1', attempt: 1 };
const red: Verification = { ok: false, round: 1, commands: [] };
const green: Verification = { ok: true, round: 2, commands: [] };
const tip = 'f'.repeat(40);

function told() {
  return story([node('1'), node('2')])
    .at(100)
    .ready('1', '2')
    .start('1')
    .tell(
      { ...of, type: 'VerificationFinished', data: { verification: red } },
      { ...of, type: 'VerificationFinished', data: { verification: green } },
    )
    .succeed('1')
    .tell(
      {
        ...of,
        type: 'ReviewFinished',
        data: { findings: [{ kind: 'too_large', severity: 'warning', message: 'Large.' }] },
      },
      {
        ...of,
        type: 'PROpened',
        data: { number: 5, title: 'Task 1', body: 'first', head: 'feature/1', base: 'necrocode/chat', head_sha: sha },
      },
    )
    .at(200);
}

describe('foldPull', () => {
  it('opens with everything that was known before', () => {
    assert.deepEqual(foldPull(told().events, 5), {
      number: 5,
      spec_id: 'chat',
      task_id: '1',
      title: 'Task 1',
      body: 'first',
      head: 'feature/1',
      base: 'necrocode/chat',
      head_sha: sha,
      state: 'open',
      is_final: false,
      opened_at: 100,
      updated_at: 100,
      checks: [],
      comments: [],
      findings: [{ kind: 'too_large', severity: 'warning', message: 'Large.' }],
      verification: green,
      integrations: [],
    });
  });

  it('takes in changes, comments, checks, the fate on the train and the merge', () => {
    const { events } = told()
      .tell(
        {
          spec_id: 'chat',
          type: 'PRUpdated',
          data: { number: 5, body: 'second', comment: { by: 'ann', text: 'Hm.' } },
        },
        { spec_id: 'chat', type: 'CIStatusChanged', data: { number: 5, name: 'ci', state: 'pending' } },
        { spec_id: 'chat', type: 'CIStatusChanged', data: { number: 5, name: 'ci', state: 'success' } },
        { ...of, type: 'ConflictDetected', data: { number: 5, tip, head: sha, files: ['a.ts'] } },
        {
          ...of,
          type: 'IntegrationFinished',
          data: { number: 5, outcome: 'conflict', failure: { kind: 'conflict', message: 'No.' } },
        },
        {
          ...of,
          type: 'IntegrationFinished',
          data: { number: 5, outcome: 'merged', merge_sha: tip, verification: green },
        },
      )
      .at(300)
      .tell({ ...of, type: 'PRMerged', data: { number: 5, merge_sha: tip, by: 'ann' } });
    const pull = foldPull(events, 5)!;
    assert.equal(pull.body, 'second');
    assert.deepEqual(pull.comments, [{ by: 'ann', text: 'Hm.', at: 200 }]);
    assert.deepEqual(pull.checks, [{ name: 'ci', state: 'success', at: 200 }]);
    assert.deepEqual(pull.integrations, [
      { at: 200, outcome: 'conflict', files: ['a.ts'], message: 'No.' },
      { at: 200, outcome: 'merged', files: [], verification: green },
    ]);
    const { state, merge_sha, merged_by, updated_at } = pull;
    assert.deepEqual(
      { state, merge_sha, merged_by, updated_at },
      {
        ...{ state: 'merged', merge_sha: tip, merged_by: 'ann', updated_at: 300 },
      },
    );
  });

  it('says why it was closed', () => {
    const { events } = told().tell({ ...of, type: 'PRClosed', data: { number: 5, reason: 'cancelled' } });
    assert.deepEqual([foldPull(events, 5)?.state, foldPull(events, 5)?.closed_reason], ['closed', 'cancelled']);
  });

  it('keeps the evidence of other tasks and pull requests apart', () => {
    const { events } = told()
      .review('2', 6)
      .tell({ spec_id: 'chat', type: 'PRUpdated', data: { number: 6, title: 'other' } });
    assert.equal(foldPull(events, 5)?.title, 'Task 1');
    assert.deepEqual(foldPull(events, 6)?.findings, []);
    assert.equal(foldPull(events, 7), undefined);
  });

  it('needs no other events than those it names', () => {
    const wanted: readonly string[] = pullEventTypes;
    const { events } = told();
    const chosen = events.filter(({ type }) => wanted.includes(type));
    assert.deepEqual(foldPull(chosen, 5), foldPull(events, 5));
  });
});
