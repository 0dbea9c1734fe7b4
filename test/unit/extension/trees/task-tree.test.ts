import assert from 'node:assert/strict';
import type { ArtifactEntry } from '../../../../src/core/necrocode.ts';
import type { LiveRepository } from '../../../../src/extension/app.ts';
import type { TaskKind } from '../../../../src/extension/trees/filter.ts';
import type { TaskNode } from '../../../../src/extension/trees/task-nodes.ts';
import { createTaskTree, type TaskTree } from '../../../../src/extension/trees/task-tree.ts';
import { failure, node, sha, story, type Story } from '../../../support/builders.ts';
import { english } from '../../../support/l10n.ts';
import { liveRepository } from '../../../support/live-repository.ts';

interface View {
  now?: number;
  filter?: TaskKind[];
  artifacts?: ArtifactEntry[];
}

function treeOf(repositories: LiveRepository[], { now = 0, filter = [], artifacts = [] }: View = {}): TaskTree {
  return createTaskTree({
    repositories: () => repositories,
    words: () => ({ l10n: english, now }),
    filter: () => new Set(filter),
    listArtifacts: async () => artifacts,
    readProgress: async () => ({ step: 'implement', text: 'Writing `login.ts`' }),
  });
}

/** Rows as lines, opened down to `depth`, two blanks for each step. */
async function draw(tree: TaskTree, depth: number, parent?: TaskNode): Promise<string[]> {
  const lines: string[] = [];
  for (const child of await tree.children(parent)) {
    const { label, description } = tree.row(child)!;
    lines.push(description === undefined ? label : `${label} (${description})`);
    if (depth > 1) lines.push(...(await draw(tree, depth - 1, child)).map((line) => `  ${line}`));
  }
  return lines;
}

const of = (task_id: string, attempt?: number) => ({
  run_id: 'run-chat',
  spec_id: 'chat',
  task_id,
  ...(attempt && { attempt }),
});

/** One task done, one at work for the second time, one that waits. */
function chat(): Story {
  const told = story([
    node('1.1', { title: 'Accounts' }),
    node('1.2', { title: 'Log in', dependencies: ['1.1'] }),
    node('2', { title: 'Docs', dependencies: ['1.1', '1.2'] }),
  ]);
  told.ready('1.1').done('1.1', 1).ready('1.2').at(1000).start('1.2').at(61_000).fail('1.2', failure('verify_failed'));
  return told.ready('1.2').at(70_000).start('1.2');
}

async function nodesIn(tree: TaskTree, parent?: TaskNode, depth = 4): Promise<TaskNode[]> {
  const children = depth === 0 ? [] : await tree.children(parent);
  const below = await Promise.all(children.map((child) => nodesIn(tree, child, depth - 1)));
  return [...children, ...below.flat()];
}

const find = async (tree: TaskTree, label: string) =>
  (await nodesIn(tree)).find((each) => tree.row(each)?.label === label)!;

describe('the tasks view', () => {
  it('shows how each task of a plan is doing', async () => {
    const tree = treeOf([liveRepository(chat().state)], { now: 190_000 });
    assert.deepEqual(await draw(tree, 2), [
      'chat (1/3 · 1 at work)',
      '  1.1 Accounts (PR #1 · 0s)',
      '  1.2 Log in (2m · general_spirit_1 · attempt 2)',
      '  2 Docs (after 1.2)',
    ]);
  });

  it('opens a task to its attempts, what they left, and what it depends on', async () => {
    const artifact: ArtifactEntry = {
      kind: 'verification',
      name: 'verify.json',
      sha256: 'a'.repeat(64),
      bytes: 1536,
      created_at: 0,
      path: '/x',
    };
    const tree = treeOf([liveRepository(chat().state)], { now: 80_000, artifacts: [artifact] });
    assert.deepEqual(await draw(tree, 3, await find(tree, '1.2 Log in')), [
      'Attempt 2 (running · 10s · general_spirit_1)',
      '  Output',
      '  verify.json (1.5 kB)',
      'Attempt 1 (verification failed · 1m · general_spirit_1)',
      '  Output',
      '  verify.json (1.5 kB)',
      'Depends on (1 of 1 done)',
      '  1.1 Accounts (PR #1 · 0s)',
      'Needed by',
      '  2 Docs (after 1.2)',
    ]);
    assert.deepEqual(await draw(tree, 2, await find(tree, '1.1 Accounts')), [
      'Attempt 1 (succeeded · 0s · general_spirit_1)',
      '  Output',
      '  Changes',
      '  verify.json (1.5 kB)',
      'PR #1 (merged)',
    ]);
  });

  it('leads from every row back to the top, by ids that no two rows share', async () => {
    const tree = treeOf([
      liveRepository(chat().state),
      liveRepository(story([node('1')]).state, { path: '/work/other' }),
    ]);
    const all = await nodesIn(tree, undefined, 5);
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
    for (const each of all) {
      const parent = tree.parent(each);
      const siblings = await tree.children(parent);
      assert.ok(
        siblings.some(({ id }) => id === each.id),
        `${each.id} is not below ${parent?.id}`,
      );
    }
  });

  it('names repositories only when there is more than one', async () => {
    const [one, other] = [
      liveRepository(chat().state),
      liveRepository(story([]).state, { path: '/work/other', damage: 'line 3' }),
    ];
    assert.deepEqual(await draw(treeOf([one]), 1), ['chat (1/3 · 1 at work)']);
    assert.deepEqual(await draw(treeOf([one, other]), 1), ['shop', 'other (the registry is damaged)']);
    assert.deepEqual(await draw(treeOf([]), 1), []);
  });

  it('tells the menus what can be done with a row', async () => {
    const tree = treeOf([liveRepository(chat().state)]);
    const contexts = (await nodesIn(tree)).map((each) => `${each.kind}: ${tree.row(each)?.context}`);
    assert.deepEqual([...new Set(contexts)].filter((text) => !/output|dependenc|dependent/.test(text)).sort(), [
      'attempt: attempt',
      'attempt: attempt changes',
      'attempt: attempt live',
      'changes: changes',
      'pull: pull merged',
      'spec: spec running',
      'task: task blocked',
      'task: task done attempted pull changes',
      'task: task running attempted live',
    ]);
  });

  it('shows what a person is waited for', async () => {
    const told = chat();
    told.tell({ ...of('1.2', 2), type: 'PersonAwaited', data: { reason: 'taken_over' } });
    const tree = treeOf([liveRepository(told.state)], { now: 80_000 });
    const row = tree.row(await find(tree, '1.2 Log in'))!;
    assert.equal(row.description, 'waits for you · general_spirit_1 · attempt 2');
    assert.deepEqual(row.icon, { id: 'person', color: 'testing.iconQueued' });
    assert.match(row.context, /\bawaited\b/);
  });

  it('shows only what the filter lets through, and no plan without any', async () => {
    const repositories = [liveRepository(chat().state)];
    assert.deepEqual(await draw(treeOf(repositories, { filter: ['working'] }), 2), [
      'chat (1/3 · 1 at work)',
      '  1.2 Log in (0s · general_spirit_1 · attempt 2)',
    ]);
    assert.deepEqual(await draw(treeOf(repositories, { filter: ['attention'] }), 2), []);
    assert.equal((await draw(treeOf(repositories, { filter: ['waiting', 'done'] }), 2)).length, 3);
  });

  it('finds the row of a task, unless the filter hides it', () => {
    const target = { repository: '/work/shop', spec_id: 'chat', task_id: '2' };
    const repositories = [liveRepository(chat().state)];
    assert.equal(treeOf(repositories).nodeOfTask(target)?.target.task_id, '2');
    assert.equal(treeOf(repositories, { filter: ['done'] }).nodeOfTask(target), undefined);
    assert.equal(treeOf(repositories).nodeOfTask({ ...target, task_id: '9' }), undefined);
  });

  it('lets clocks run only where something goes on', async () => {
    const tree = treeOf([liveRepository(chat().state)]);
    const ticking = (await nodesIn(tree)).filter((each) => tree.row(each)?.ticks === true).map(({ kind }) => kind);
    assert.deepEqual(ticking, ['task', 'attempt', 'dependency']);
  });

  it('keeps titles that would do harm to one harmless line', async () => {
    const title = `<img src=x onerror=alert(1)> [x](command:evil) \u202e\u001b[31m\n${'A'.repeat(400)}`;
    const told = story([node('1', { title })])
      .ready('1')
      .start('1');
    const tree = treeOf([liveRepository(told.state)]);
    const task = tree.nodeOfTask({ repository: '/work/shop', spec_id: 'chat', task_id: '1' })!;
    const { label } = tree.row(task)!;
    assert.ok(label.length <= 162, `${label.length} characters`);
    assert.doesNotMatch(label, /[\u0000-\u001f\u202e]/);
    const tooltip = (await tree.tooltip(task))!;
    assert.doesNotMatch(tooltip, /(?<!\\)[<[]|\u202e/);
    assert.match(tooltip, /\*implement\* `` Writing `login.ts` ``/);
  });

  it('says what happens in words that can be heard', async () => {
    const tree = treeOf([liveRepository(chat().state)], { now: 190_000 });
    assert.equal(tree.row(await find(tree, 'chat'))?.spoken, 'Spec chat, 1 of 3 tasks done, running, 1 at work');
    assert.equal(tree.row(await find(tree, '2 Docs'))?.spoken, 'Task 2 Docs, waiting for 1.2');
    const { spoken } = tree.row(await find(tree, '1.2 Log in'))!;
    assert.equal(spoken, 'Task 1.2 Log in, running 2m · general_spirit_1 · attempt 2', 'an icon is not heard');
  });

  describe('of ten thousand tasks', () => {
    const nodes = Array.from({ length: 10_000 }, (_, n) =>
      node(`${1 + Math.floor(n / 40)}.${1 + (n % 40)}`, {
        dependencies: n < 40 ? [] : [`${Math.floor(n / 40)}.${1 + (n % 40)}`],
      }),
    );
    const told = story(nodes).ready('1.1', '1.2').start('1.1');

    it('cuts the list into sections of the plan', async () => {
      const tree = treeOf([liveRepository(told.state)]);
      const [spec] = await tree.children(undefined);
      const groups = await tree.children(spec);
      assert.equal(groups.length, 125);
      assert.deepEqual((await draw(tree, 1, spec)).slice(0, 2), ['1.1 – 2.40 (0/80 · 1 at work)', '3.1 – 4.40 (0/80)']);
      assert.equal((await nodesIn(tree, spec, 2)).length - groups.length, 10_000);
      assert.equal(
        tree.parent(tree.nodeOfTask({ repository: '/work/shop', spec_id: 'chat', task_id: '4.7' })!)?.id,
        groups[1]?.id,
      );
    });
  });

  it('takes a section that is too long apart, and tasks without numbers together', async () => {
    const sectioned = Array.from({ length: 501 }, (_, n) => node(`1.${n + 1}`));
    const plain = Array.from({ length: 501 }, (_, n) => node(`T${String(n + 1).padStart(3, '0')}`));
    for (const nodes of [sectioned, plain]) {
      const tree = treeOf([liveRepository(story(nodes).state)]);
      const [spec] = await tree.children(undefined);
      const groups = await tree.children(spec);
      const sizes = await Promise.all(groups.map(async (group) => (await tree.children(group)).length));
      assert.deepEqual(sizes, [100, 100, 100, 100, 100, 1]);
    }
  });

  it('puts what runs first and what has ended last', async () => {
    const ended = story([node('1')], { spec_id: 'ended' });
    ended.ready('1').done('1', 1);
    ended.tell({ run_id: 'run-ended', spec_id: 'ended', type: 'RunFinished', data: { outcome: 'completed' } });
    const running = story([node('1')], { spec_id: 'running', beside: ended });
    running.tell({
      type: 'SpecPlanned',
      spec_id: 'planned',
      data: {
        taskset_version: 1,
        title: '',
        planner: 'offline',
        tasks: 0,
        plan_sha256: sha.slice(0, 8).padEnd(64, 'a'),
      },
    });
    assert.deepEqual(await draw(treeOf([liveRepository(running.state)]), 1), [
      'running (0/1)',
      'planned (0/0)',
      'ended (1/1 · completed)',
    ]);
  });
});
