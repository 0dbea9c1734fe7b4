import assert from 'node:assert/strict';
import { findWaiters, unblocksMax, viewInbox } from '../../../../src/core/model/view-inbox.ts';
import { node, sha, story, type Story } from '../../../support/builders.ts';

const inboxOf = ({ state }: Story) =>
  viewInbox(state).map(({ number, waits_for, unblocks }) => `#${number} ${waits_for} ${unblocks}`);

describe('the inbox of pull requests', () => {
  const chain = [
    node('1'),
    node('2'),
    node('3', { dependencies: ['2'] }),
    node('4', { dependencies: ['3', '1'] }),
    node('5', { dependencies: ['4'] }),
  ];

  it('puts first what the most tasks wait for, those behind others included', () => {
    const chat = story(chain, { run: { delivery: 'direct' } });
    chat.ready('1', '2').review('1', 1).review('2', 2);
    assert.deepEqual(inboxOf(chat), ['#2 person 3', '#1 person 2']);
  });

  it('counts no task that needs nothing any more', () => {
    const chat = story(chain, { run: { delivery: 'direct' } });
    chat.ready('1', '2').review('1', 1).review('2', 2);
    chat.tell({ run_id: 'run-chat', spec_id: 'chat', task_id: '5', type: 'TaskCancelled', data: { reason: 'no' } });
    assert.deepEqual(inboxOf(chat), ['#2 person 2', '#1 person 1']);
  });

  it('puts what a person decides before what the train merges by itself', () => {
    const chat = story(chain);
    chat.ready('1', '2').review('1', 1).review('2', 2);
    chat.tell({
      ...{ type: 'PROpened', run_id: 'run-chat', spec_id: 'chat' },
      data: { number: 3, title: 'All', head: 'necrocode/chat', base: 'main', head_sha: sha, is_final: true },
    });
    assert.deepEqual(inboxOf(chat), ['#3 person 0', '#2 train 3', '#1 train 2']);
  });

  it('gives a pull request that review stopped to a person', () => {
    const chat = story(chain).ready('1').review('1', 1);
    const finding = { kind: 'secret' as const, severity: 'blocking' as const, message: 'A key.' };
    const subject = { run_id: 'run-chat', spec_id: 'chat', task_id: '1', attempt: 1 };
    chat.tell({ ...subject, type: 'ReviewFinished', data: { findings: [finding] } });
    assert.deepEqual(inboxOf(chat), ['#1 person 2']);
  });

  it('forgets what is merged', () => {
    const chat = story(chain).ready('1').done('1', 1);
    assert.deepEqual(inboxOf(chat), []);
  });

  it('stops counting somewhere', () => {
    const nodes = Array.from({ length: unblocksMax + 50 }, (_, n) =>
      node(`T${n}`, { dependencies: n === 0 ? [] : ['T0'] }),
    );
    const chat = story(nodes).ready('T0').review('T0', 1);
    assert.equal(viewInbox(chat.state)[0]?.unblocks, unblocksMax);
  });

  it('knows who directly waits for whom', () => {
    const chat = story(chain);
    assert.deepEqual(
      [...findWaiters(chat.state.specs.get('chat')!)],
      [
        ['2', ['3']],
        ['3', ['4']],
        ['1', ['4']],
        ['4', ['5']],
      ],
    );
  });
});
