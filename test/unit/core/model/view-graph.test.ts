import assert from 'node:assert/strict';
import { groupTasks, nodesDrawnMax, viewGraph, type GraphTask } from '../../../../src/core/model/view-graph.ts';
import { randomNodes } from '../../../support/builders.ts';

const task = (id: string, ...dependencies: string[]): GraphTask => ({ id, title: id, dependencies });
const edgesOf = (tasks: readonly GraphTask[], opened: readonly string[] = [], nodesMax = nodesDrawnMax) =>
  viewGraph(tasks, { opened, nodesMax }).edges.map(({ from, to }) => `${from} → ${to}`);

describe('the graph as it is drawn', () => {
  it('has a node for each task, and an edge only where no longer way says the same', () => {
    assert.deepEqual(edgesOf([task('1'), task('2', '1'), task('3', '1', '2'), task('4', '1')]), [
      'task:1 → task:2',
      'task:2 → task:3',
      'task:1 → task:4',
    ]);
  });

  it('passes over dependencies that are not there', () => {
    assert.deepEqual(edgesOf([task('1', 'gone')]), []);
  });

  const parts = [task('1.1'), task('1.2', '1.1'), task('2.1', '1.2'), task('2.2', '2.1', '1.1'), task('3', '2.2')];

  it('is drawn by groups when it is too large, by the first number of the ids', () => {
    const { nodes, groups } = viewGraph(parts, { opened: [], nodesMax: 4 });
    assert.deepEqual(
      nodes.map(({ key }) => key),
      ['number:1', 'number:2', 'number:3'],
    );
    assert.equal(groups.length, 3);
    assert.deepEqual(edgesOf(parts, [], 4), ['number:1 → number:2', 'number:2 → number:3']);
  });

  it('opens a group in its place, and the last one first when not all have room', () => {
    assert.deepEqual(edgesOf(parts, ['number:2'], 4), [
      'number:1 → task:2.1',
      'task:2.1 → task:2.2',
      'task:2.2 → number:3',
    ]);
    const { nodes } = viewGraph(parts, { opened: ['number:1', 'number:2'], nodesMax: 4 });
    assert.deepEqual(
      nodes.map(({ key }) => key),
      ['number:1', 'number:3', 'task:2.1', 'task:2.2'],
    );
  });

  it('groups by stage where ids have no numbers in front', () => {
    const tasks = [task('@a'), task('@b'), task('@c', '@a', '@b'), task('@d', '@c')];
    assert.deepEqual(
      groupTasks(tasks).map(({ name, by, task_ids }) => `${by} ${name}: ${task_ids.join(' ')}`),
      ['stage 1: @a @b', 'stage 2: @c', 'stage 3: @d'],
    );
  });

  it('draws any plan of ten thousand tasks with a bounded number of nodes, none twice and none left out', () => {
    const tasks = randomNodes(10_000, 7, { edgesMax: 3, window: 300 });
    const { nodes, groups } = viewGraph(tasks, { opened: [], nodesMax: nodesDrawnMax });
    assert.ok(nodes.length <= nodesDrawnMax, `${nodes.length} nodes`);
    const ids = groups.flatMap(({ task_ids }) => task_ids);
    assert.equal(ids.length, 10_000);
    assert.equal(new Set(ids).size, 10_000);
  });
});
