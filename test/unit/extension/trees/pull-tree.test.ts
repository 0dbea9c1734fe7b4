import assert from 'node:assert/strict';
import type { NewEvent } from '../../../../src/core/model/events.ts';
import type { LiveRepository } from '../../../../src/extension/app.ts';
import { countWaiting, createPullTree, type PullNode } from '../../../../src/extension/trees/pull-tree.ts';
import type { TreeSource } from '../../../../src/extension/trees/row.ts';
import { node, sha, story, type Story } from '../../../support/builders.ts';
import { english } from '../../../support/l10n.ts';
import { liveRepository } from '../../../support/live-repository.ts';

const treeOf = (...repositories: LiveRepository[]): TreeSource<PullNode> =>
  createPullTree({ repositories: () => repositories, words: () => ({ l10n: english, now: 90_000 }) });

async function draw(tree: TreeSource<PullNode>, depth: number, parent?: PullNode): Promise<string[]> {
  const lines: string[] = [];
  for (const child of await tree.children(parent)) {
    const { label, description = '' } = tree.row(child)!;
    lines.push(`${label} (${description})`);
    if (depth > 1) lines.push(...(await draw(tree, depth - 1, child)).map((line) => `  ${line}`));
  }
  return lines;
}

const finalPull: NewEvent = {
  ...{ type: 'PROpened', run_id: 'run-chat', spec_id: 'chat' },
  data: { number: 9, title: 'Chat app', head: 'necrocode/chat', base: 'main', head_sha: sha, is_final: true },
};

function direct(): Story {
  const nodes = [
    node('1'),
    node('2'),
    node('3', { dependencies: ['2'] }),
    node('4', { dependencies: ['3'] }),
    node('5'),
  ];
  const told = story(nodes, { run: { delivery: 'direct' } })
    .ready('1', '2', '5')
    .done('5', 1);
  return told.review('1', 2).review('2', 3);
}

describe('the pull requests view', () => {
  it('puts first what helps most when it is merged, and names the tasks that wait for it', async () => {
    const told = direct();
    told.tell({ type: 'CIStatusChanged', spec_id: 'chat', data: { number: 2, state: 'failure', name: 'test' } });
    assert.deepEqual(await draw(treeOf(liveRepository(told.state)), 2), [
      '#3 2 (waits for you · unblocks 2 tasks)',
      '  3 3 (waiting for 2)',
      '#2 1 (waits for you · checks failed)',
      'Merged (1)',
      '  #1 5 (merged)',
    ]);
  });

  it('counts only what a person has to look at', () => {
    const byTrain = story([node('1')])
      .ready('1')
      .review('1', 1);
    assert.equal(countWaiting([liveRepository(byTrain.state)]), 0);
    byTrain.tell(finalPull);
    assert.equal(countWaiting([liveRepository(byTrain.state), liveRepository(direct().state, { path: '/o' })]), 3);
  });

  it('says what the train is doing', async () => {
    const told = story([node('1'), node('2', { dependencies: ['1'] })])
      .ready('1')
      .review('1', 1);
    told.tell({
      type: 'IntegrationStarted',
      run_id: 'run-chat',
      spec_id: 'chat',
      data: { number: 1, tip: sha, head: sha },
    });
    told.tell(finalPull);
    assert.deepEqual(await draw(treeOf(liveRepository(told.state)), 1), [
      '#9 Chat app (waits for you · → main)',
      '#1 1 (being integrated · unblocks 1 task)',
    ]);
  });

  it('tells the menus what can be done with each', async () => {
    const told = direct().tell(finalPull, { type: 'PRClosed', spec_id: 'chat', data: { number: 2, reason: 'no' } });
    const tree = treeOf(liveRepository(told.state));
    const contexts = (
      await Promise.all((await tree.children(undefined)).map(async (each) => [each, ...(await tree.children(each))]))
    ).flat();
    assert.deepEqual(
      contexts.map((each) => tree.row(each)!.context),
      ['pull open', 'task blocked', 'pull open final', 'ended', 'pull closed', 'pull merged'],
    );
  });

  it('leads from every row back to the top', async () => {
    const tree = treeOf(liveRepository(direct().state), liveRepository(story([]).state, { path: '/work/other' }));
    const check = async (parent: PullNode | undefined): Promise<void> => {
      for (const child of await tree.children(parent)) {
        assert.equal(tree.parent(child)?.id, parent?.id, child.id);
        await check(child);
      }
    };
    await check(undefined);
  });

  it('keeps a hostile title to one harmless line', async () => {
    const told = story([node('1')]);
    told.tell({ ...finalPull, data: { ...finalPull.data, title: '**x** <b>\u202e\n[y](command:z)' } });
    const tree = treeOf(liveRepository(told.state));
    const [pull] = await tree.children(undefined);
    assert.equal(tree.row(pull!)?.label, '#9 **x** <b> [y](command:z)');
    assert.match((await tree.tooltip(pull!))!, /^\*\*#9\*\* \\\*\\\*x\\\*\\\* &lt;b> \\\[y\\\]\(command:z\)\n/);
  });
});
