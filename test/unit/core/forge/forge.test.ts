import assert from 'node:assert/strict';
import type { Forge } from '../../../../src/core/model/forge.ts';
import { openLocalForge } from '../../../../src/core/forge/forge.ts';
import { node, story, type Story } from '../../../support/builders.ts';

const open = (forge: Forge, head: string) =>
  forge.open({ head, base: 'necrocode/chat', title: 't', body: 'b', purpose: 'chat/1' }).then(({ number }) => number);

function forgeOver({ state }: Story): Forge {
  return openLocalForge({
    nextNumber: () => Math.max(0, ...state.pulls.keys()) + 1,
    find: (head) => [...state.pulls.values()].find((pull) => pull.head === head && pull.state === 'open')?.number,
  });
}

describe('the local forge', () => {
  it('gives the next number, and the same one for the same branch', async () => {
    const forge = forgeOver(
      story([node('1'), node('2')])
        .ready('1')
        .review('1', 4),
    );
    assert.equal(await open(forge, 'feature/2'), 5);
    assert.equal(await open(forge, 'feature/2'), 5);
    assert.equal(await open(forge, 'feature/1'), 4);
  });

  it('gives no number twice while the events are on their way', async () => {
    const forge = forgeOver(story([node('1')]));
    const heads = ['a', 'b', 'c', 'a'];
    assert.deepEqual(await Promise.all(heads.map((head) => open(forge, head))), [1, 2, 3, 1]);
  });

  it('gives a new number when the pull request of the branch is no longer open', async () => {
    const told = story([node('1')]).ready('1');
    const forge = forgeOver(told);
    assert.equal(await open(forge, 'feature/1'), 1);
    told.review('1', 1).tell({ type: 'PRClosed', spec_id: 'chat', data: { number: 1, reason: 'no' } });
    assert.equal(await open(forge, 'feature/1'), 2);
  });

  it('has nothing to do for what the registry records', async () => {
    const told = story([node('1')])
      .ready('1')
      .review('1', 1);
    const forge = forgeOver(told);
    await forge.update(1, { title: 'x' }, 'chat/1');
    await forge.say(1, { key: 'one', text: 'hello', purpose: 'chat/1' });
    assert.equal(forge.remote, undefined);
  });
});
