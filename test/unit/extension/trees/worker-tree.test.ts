import assert from 'node:assert/strict';
import type { LiveRepository } from '../../../../src/extension/app.ts';
import type { TreeSource } from '../../../../src/extension/trees/row.ts';
import { createWorkerTree, type WorkerNode } from '../../../../src/extension/trees/worker-tree.ts';
import { node, story } from '../../../support/builders.ts';
import { english } from '../../../support/l10n.ts';
import { liveRepository } from '../../../support/live-repository.ts';

const treeOf = (repositories: LiveRepository[], now = 0): TreeSource<WorkerNode> =>
  createWorkerTree({
    repositories: () => repositories,
    words: () => ({ l10n: english, now }),
    attemptTooltip: async ({ task_id }) => `about ${task_id}`,
  });

async function rowsOf(tree: TreeSource<WorkerNode>, parent?: WorkerNode): Promise<string[]> {
  const lines: string[] = [];
  for (const child of await tree.children(parent)) {
    const { label, description = '', context } = tree.row(child)!;
    assert.equal(tree.parent(child)?.id, parent?.id);
    lines.push(`${label} (${description}) ${context}`);
    lines.push(...(await rowsOf(tree, child)).map((line) => `  ${line}`));
  }
  return lines;
}

describe('the workers view', () => {
  it('is empty before anything has run', async () => {
    assert.deepEqual(await rowsOf(treeOf([])), []);
  });

  it('shows who works on what, and the slots', async () => {
    const told = story([node('1', { title: 'Log in' }), node('2'), node('3')]).ready('1', '2', '3');
    told.start('2', { agent_instance: 'general_spirit_10' });
    told.assign('1', { agent_instance: 'general_spirit_2' }).slot('1', 'slot-1');
    told.tell(
      {
        type: 'SlotAllocated',
        run_id: 'run-chat',
        spec_id: 'chat',
        task_id: '1',
        attempt: 1,
        data: { slot: 'slot-2', path: '/s', is_warm: true, duration_ms: 1 },
      },
      { type: 'SlotReleased', data: { slot: 'slot-2' } },
      { type: 'SlotQuarantined', data: { slot: 'slot-3', reason: 'it could\nnot be cleaned' } },
    );
    assert.deepEqual(await rowsOf(treeOf([liveRepository(told.state)], 65_000)), [
      'Workers (2 of 3 at work) workers',
      '  general_spirit_2 (preparing 1m · 1 Log in) worker live slot',
      '  general_spirit_10 (running 1m · 2 2) worker live',
      'Slots (1 free · 1 out of use) slots',
      '  slot-1 (1 Log in) slot leased',
      '  slot-2 (free) slot free',
      '  slot-3 (out of use: it could not be cleaned) slot quarantined',
    ]);
  });

  it('shows an agent that rests for as long as it does', async () => {
    const told = story([node('1')], { run: { workers: 'auto' } });
    told.tell({ type: 'AgentPaused', data: { agent: 'kiro', until: 60_000, reason: 'quota' } });
    const tree = (now: number) => rowsOf(treeOf([liveRepository(told.state)], now));
    assert.equal((await tree(0)).length, 2);
    assert.match((await tree(0))[1]!, /^kiro \(rests until \d\d:\d\d, its quota is used up\) agent resting$/);
    assert.deepEqual(await tree(60_000), ['Workers (0 at work) workers']);
  });

  it('asks for what is told about a worker only when one rests on it', async () => {
    const told = story([node('1')])
      .ready('1')
      .start('1');
    const tree = treeOf([liveRepository(told.state)]);
    const [workers] = await tree.children(undefined);
    const [worker] = await tree.children(workers);
    assert.equal(await tree.tooltip(worker!), 'about 1');
    assert.equal(await tree.tooltip(workers!), undefined);
  });
});
