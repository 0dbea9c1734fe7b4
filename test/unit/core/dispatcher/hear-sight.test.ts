import assert from 'node:assert/strict';
import { Unavailable } from '../../../../src/core/base/unavailable.ts';
import { hearSights } from '../../../../src/core/dispatcher/perform/hear-sight.ts';
import type { Forge, RemoteForge } from '../../../../src/core/model/forge.ts';
import type { PullSight } from '../../../../src/core/model/pull-sight.ts';
import { node, sha, story } from '../../../support/builders.ts';
import { dispatchOver } from '../../../support/dispatch.ts';

// What a look at the pull requests of a forge elsewhere leads to, when an answer there is still owed.

const remote = { fetch: () => Promise.resolve(undefined) } as unknown as RemoteForge;
const green: PullSight['checks'] = [{ name: 'ci', state: 'success' }];
const sight = (number: number): PullSight => ({ number, state: 'open', head_sha: sha, checks: green, remarks: [] });

/** Two tasks in review; somebody has asked for a change in the first, which was made, and was not told of it. */
function owing(say: Forge['say'] = () => Promise.resolve()) {
  const tale = story([node('1'), node('2')], { run: { forge: 'github' } })
    .ready('1', '2')
    .review('1', 1)
    .review('2', 2);
  const comment = { id: 'thread:45', by: 'rita', text: 'Shorter.', asks_changes: true };
  tale.tell({ type: 'PRUpdated', spec_id: 'chat', task_id: '1', data: { number: 1, comment } });
  const { dispatch, log } = dispatchOver(tale);
  const forge: Forge = {
    ...dispatch.ports.forges.of('local'),
    say: async (...said) => {
      log.push('say');
      await say(...said);
    },
  };
  dispatch.ports.forges = { ...dispatch.ports.forges, of: () => forge };
  return { dispatch, log, asks: () => tale.state.pulls.get(1)?.asks };
}

describe('a merge that the forge tells of', () => {
  const merge_sha = '9'.repeat(40);
  const merged: PullSight = { ...sight(1), state: 'merged', merge_sha };
  const inReview = (run: { delivery: 'integration' | 'direct' }, isHeld: () => boolean) => {
    const tale = story([node('1')], { run: { forge: 'github', ...run } })
      .ready('1')
      .review('1', 1);
    const { dispatch, log } = dispatchOver(tale, { repository: { isAncestor: () => Promise.resolve(isHeld()) } });
    const there = { ...remote, fetch: () => Promise.resolve(sha) } as RemoteForge;
    const hear = () => hearSights(dispatch, there, [merged]);
    return { hear, log, held: () => tale.state.pulls.get(1)?.held, state: () => tale.state.pulls.get(1)?.state };
  };

  for (const delivery of ['integration', 'direct'] as const) {
    it(`counts when the branch there holds it, under ${delivery} delivery`, async () => {
      let isHeld = false;
      const { hear, log, held, state } = inReview({ delivery }, () => isHeld);
      await hear();
      assert.deepEqual(log, [], 'The branch may only be a moment late.');
      await hear();
      await hear();
      assert.deepEqual(log, ['IntegrationFinished 1'], 'It is told once.');
      assert.match(held() ?? '', /merged as 999999999999, but necrocode\/chat stands on 0123456789ab there/);
      isHeld = true;
      await hear();
      assert.equal(log[1], 'PRMerged 1');
      assert.equal(state(), 'merged');
    });
  }

  it('is waited for where the base of everybody is gone, and taken at its word where only ours is', async () => {
    for (const [delivery, expected] of [
      ['direct', 'open'],
      ['integration', 'merged'],
    ] as const) {
      const tale = story([node('1')], { run: { forge: 'github', delivery } })
        .ready('1')
        .review('1', 1);
      await hearSights(dispatchOver(tale).dispatch, remote, [merged]);
      assert.equal(tale.state.pulls.get(1)?.state, expected);
    }
  });
});

describe('a review that was begun before others, and submitted after them', () => {
  it('is heard: its remarks have lower numbers than what was heard before', async () => {
    const tale = story([node('1')], { run: { forge: 'github' } })
      .ready('1')
      .review('1', 1);
    const comment = (id: string) => ({ id, by: 'rita', text: 'Shorter.', asks_changes: true });
    tale.tell({
      type: 'PRUpdated',
      spec_id: 'chat',
      task_id: '1',
      data: { number: 1, comment: comment('thread:101') },
    });
    const { dispatch, log } = dispatchOver(tale);
    await hearSights(dispatch, remote, [{ ...sight(1), checks: [], remarks: [comment('thread:101')] }]);
    assert.ok(!log.includes('TaskReady 1'), 'It was heard before.');
    await hearSights(dispatch, remote, [{ ...sight(1), checks: [], remarks: [comment('thread:100')] }]);
    assert.ok(log.includes('TaskReady 1'));
    assert.equal(tale.state.pulls.get(1)?.comments, 2);
  });
});

describe('an answer that is still owed', () => {
  it('is given with the next look, after what was seen is recorded', async () => {
    const { dispatch, log, asks } = owing();
    await hearSights(dispatch, remote, [sight(1)]);
    assert.deepEqual(log, ['CIStatusChanged 1', 'say', 'PRUpdated 1']);
    assert.equal(asks(), undefined);
  });

  it('is left to the delivery that is about to give it', async () => {
    const { dispatch, log } = owing();
    dispatch.beside('deliver_attempt:chat/1/1', new Promise(() => {}));
    await hearSights(dispatch, remote, [sight(1)]);
    assert.deepEqual(log, ['CIStatusChanged 1']);
  });

  it('is owed no more where there is nobody to be told, and keeps nobody else from being heard', async () => {
    const { dispatch, log, asks } = owing(() => Promise.reject(new Error('Not Found')));
    await hearSights(dispatch, remote, [sight(1), sight(2)]);
    assert.deepEqual(log, ['CIStatusChanged 1', 'say', 'PRUpdated 1', 'CIStatusChanged 2']);
    assert.equal(asks(), undefined);
  });

  it('is owed on while the forge cannot be reached', async () => {
    const away = new Unavailable('GitHub does not answer.', { waitMs: 1000 });
    const { dispatch, asks } = owing(() => Promise.reject(away));
    await assert.rejects(hearSights(dispatch, remote, [sight(1), sight(2)]), away);
    assert.deepEqual(asks(), ['thread:45']);
  });
});
