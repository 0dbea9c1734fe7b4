import assert from 'node:assert/strict';
import type { NewEvent } from '../../../../src/core/model/events.ts';
import { outlineStatus, viewOutline, viewStatus, type StatusOutline } from '../../../../src/core/model/view-status.ts';
import { failure, node, sha, story } from '../../../support/builders.ts';

describe('the view of the status', () => {
  it('counts the tasks of each spec by state', () => {
    const chat = story([node('1'), node('2', { dependencies: ['1'] }), node('3')]);
    chat.ready('1', '3').done('1', 1).start('3');
    const [row] = viewStatus(chat.state, { now: 0 }).specs;
    assert.equal(row?.total, 3);
    assert.deepEqual([row?.counts.done, row?.counts.running, row?.counts.blocked, row?.counts.failed], [1, 1, 1, 0]);
    assert.equal(row?.run?.state, 'running');
  });

  it('lists who is at work, and for how long', () => {
    const chat = story([node('1', { title: 'Login' }), node('2')])
      .ready('1', '2')
      .at(5000)
      .assign('1')
      .slot('1', 'slot-1');
    const { live } = viewStatus(chat.state, { now: 9000 });
    const [row, ...others] = live;
    assert.deepEqual(others, []);
    assert.deepEqual([row?.task_id, row?.title, row?.slot, row?.elapsed_ms], ['1', 'Login', 'slot-1', 4000]);
  });

  it('names failed tasks with how many others wait for them', () => {
    const chat = story([node('1'), node('2', { dependencies: ['1'] }), node('3', { dependencies: ['2'] })]);
    const of = (task_id: string) => ({ run_id: 'run-chat', spec_id: 'chat', task_id });
    chat.ready('1').start('1').fail('1', failure('verify_failed'));
    chat.tell({ ...of('1'), type: 'TaskFailed', data: { failure: failure('verify_failed') } });
    for (const id of ['2', '3']) chat.tell({ ...of(id), type: 'TaskBlocked', data: { by: ['1'], reason: 'failed' } });
    const [need] = viewStatus(chat.state, { now: 0 }).needs;
    assert.equal(need?.kind, 'task_failed');
    assert.deepEqual([need.task_id, need.failure?.kind, need.holds_up], ['1', 'verify_failed', 2]);
  });

  it('asks a person for what only a person decides', () => {
    const chat = story([node('1')])
      .ready('1')
      .done('1', 1);
    const subject = { run_id: 'run-chat', spec_id: 'chat' };
    chat.tell(
      {
        ...subject,
        type: 'PROpened',
        data: { number: 2, title: 'All', head: 'necrocode/chat', base: 'main', head_sha: sha, is_final: true },
      },
      { ...subject, type: 'RunPaused', data: { by: 'me' } },
      { type: 'AgentPaused', data: { agent: 'kiro', until: 100, reason: 'quota' } },
      { type: 'SlotQuarantined', data: { slot: 'slot-7', reason: 'busy' } },
    );
    const kinds = (now: number) => viewStatus(chat.state, { now }).needs.map(({ kind }) => kind);
    assert.deepEqual(kinds(0), ['pull_waits', 'run_paused', 'agent_rests', 'slot_quarantined']);
    assert.deepEqual(kinds(200), ['pull_waits', 'run_paused', 'slot_quarantined'], 'the agent has rested');
  });

  it('says that the forge is lost while a run that is there goes on', () => {
    const kinds = (forge: 'local' | 'github', ...more: NewEvent[]) => {
      const chat = story([node('1')], { run: { forge } });
      chat.tell({ type: 'ForgeLost', data: { reason: 'GitHub does not answer.', hint: 'Wait.' } }, ...more);
      return viewStatus(chat.state, { now: 0, spec: 'chat' }).needs;
    };
    const lost = { kind: 'forge_lost', spec_id: 'chat', reason: 'GitHub does not answer.', hint: 'Wait.' };
    assert.deepEqual(kinds('github'), [lost]);
    assert.deepEqual(kinds('local'), []);
    assert.deepEqual(kinds('github', { type: 'ForgeBack', data: {} }), []);
    const ended = { run_id: 'run-chat', spec_id: 'chat', type: 'RunFinished', data: { outcome: 'failed' } } as const;
    assert.deepEqual(kinds('github', ended), []);
  });

  it('says why the forge does not merge yet what the train has brought, until it does', () => {
    const chat = story([node('1')], { run: { forge: 'github' } })
      .ready('1')
      .review('1', 4);
    const of = { run_id: 'run-chat', spec_id: 'chat', task_id: '1', attempt: 1 };
    const step = (data: { outcome: 'interrupted' | 'conflict'; reason?: string }) => {
      chat.tell(
        { ...of, type: 'IntegrationStarted', data: { number: 4, tip: sha, head: sha } },
        { ...of, type: 'IntegrationFinished', data: { number: 4, ...data } },
      );
      return viewStatus(chat.state, { now: 0, spec: 'chat' }).needs;
    };
    const reason = 'Required status check "ci" is expected.';
    const held = { kind: 'merge_held', spec_id: 'chat', number: 4, title: '1', reason };
    assert.deepEqual(step({ outcome: 'interrupted', reason }), [held]);
    assert.deepEqual(step({ outcome: 'conflict' }), []);
  });

  it('waits for nobody’s review of a task that has gone back to its agent', () => {
    const chat = story([node('1')], { run: { delivery: 'direct' } })
      .ready('1')
      .review('1', 4);
    const kinds = () => viewStatus(chat.state, { now: 0, spec: 'chat' }).needs.map(({ kind }) => kind);
    assert.deepEqual(kinds(), ['pull_waits']);
    const retry_of = { kind: 'changes_requested', message: 'Shorter.' } as const;
    chat.tell({ run_id: 'run-chat', spec_id: 'chat', task_id: '1', type: 'TaskReady', data: { retry_of } });
    assert.deepEqual(kinds(), []);
  });

  it('leaves the pull requests of tasks to the train, unless they are delivered directly', () => {
    const nodes = [node('1')];
    const byTrain = story(nodes).ready('1').review('1', 1);
    assert.deepEqual(viewStatus(byTrain.state, { now: 0 }).needs, []);
    const direct = story(nodes, { run: { delivery: 'direct' } })
      .ready('1')
      .review('1', 1);
    assert.deepEqual(
      viewStatus(direct.state, { now: 0 }).needs.map(({ kind }) => kind),
      ['pull_waits'],
    );
  });

  it('is about one spec when asked for one', () => {
    const chat = story([node('1')])
      .ready('1')
      .start('1');
    const shop = story([node('1')], { spec_id: 'shop', beside: chat });
    const view = viewStatus(shop.state, { spec: 'shop', now: 0 });
    assert.deepEqual(
      view.specs.map(({ spec_id }) => spec_id),
      ['shop'],
    );
    assert.deepEqual(view.live, []);
  });

  it('is plain data that survives JSON', () => {
    const chat = story([node('1'), node('2')])
      .ready('1')
      .start('1');
    const view = viewStatus(chat.state, { now: 5 });
    assert.deepEqual(JSON.parse(JSON.stringify(view)), view);
  });

  it('is the same from an outline that was kept as JSON, at every later moment and for every spec', () => {
    const chat = story([node('1', { title: 'ログイン' }), node('2')])
      .ready('1')
      .at(5000)
      .start('1');
    chat.tell({ type: 'AgentPaused', data: { agent: 'kiro', until: 7000, reason: 'quota' } });
    const { state } = story([node('1')], { spec_id: 'shop', beside: chat })
      .ready('1')
      .review('1', 1);
    const kept = JSON.parse(JSON.stringify(outlineStatus(state))) as StatusOutline;
    for (const now of [0, 5000, 6999, 7000, 9000]) {
      for (const spec of [undefined, 'chat', 'shop', 'nobody']) {
        assert.deepEqual(viewOutline(kept, { spec, now }), viewStatus(state, { spec, now }), `${spec} at ${now}`);
      }
    }
    assert.equal(viewOutline(kept, { now: 9000 }).live[0]?.elapsed_ms, 4000);
    assert.deepEqual(
      viewOutline(kept, { spec: 'shop', now: 0 }).pulls.map(({ spec_id }) => spec_id),
      ['shop'],
    );
  });
});
