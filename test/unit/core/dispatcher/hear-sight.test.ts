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
