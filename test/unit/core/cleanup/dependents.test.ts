import assert from 'node:assert/strict';
import { newlyReady } from '../../../../src/core/cleanup/cleanup.ts';
import { node, story } from '../../../support/builders.ts';

const nodes = [
  node('1'),
  node('2'),
  node('3', { dependencies: ['1'] }),
  node('4', { dependencies: ['1', '2'] }),
  node('5', { dependencies: ['3'] }),
  node('6', { dependencies: ['1'], status: 'done' }),
];

describe('newlyReady', () => {
  it('names the tasks that waited for this one and for nothing else', () => {
    const told = story(nodes).ready('1', '2').review('1', 1);
    assert.deepEqual(newlyReady(told.state, 'chat', '1'), ['3']);
  });

  it('names a task when its last dependency is done', () => {
    const told = story(nodes).ready('1', '2').done('1', 1).done('2', 2);
    assert.deepEqual(newlyReady(told.state, 'chat', '2'), ['4']);
  });

  it('leaves out what is under way already', () => {
    const told = story(nodes).ready('1').done('1', 1).ready('3').start('3');
    assert.deepEqual(newlyReady(told.state, 'chat', '1'), []);
  });

  it('leaves out what the run was not asked for', () => {
    const told = story(nodes, { run: { only: ['1', '5'] } })
      .ready('1')
      .done('1', 1);
    assert.deepEqual(newlyReady(told.state, 'chat', '1'), []);
  });

  it('knows nothing of other specs', () => {
    assert.deepEqual(newlyReady(story(nodes).state, 'other', '1'), []);
  });
});
