import assert from 'node:assert/strict';
import { waitersOf } from '../../../../src/extension/trees/waiters.ts';
import { node, story } from '../../../support/builders.ts';

describe('those who wait for a task', () => {
  it('are looked for once for each event, however many rows ask', () => {
    const tale = story([node('1'), node('2', { dependencies: ['1'] }), node('3', { dependencies: ['1', '2'] })]);
    const { tasks } = tale.state.specs.get('chat')!;
    const values = tasks.values.bind(tasks);
    let looks = 0;
    tasks.values = () => {
      looks += 1;
      return values();
    };
    const ask = () => ['1', '2', '3'].map((id) => waitersOf(tale.state, 'chat', id).join());
    assert.deepEqual(
      [ask(), ask()],
      [
        ['2,3', '3', ''],
        ['2,3', '3', ''],
      ],
    );
    assert.equal(looks, 1);
    tale.ready('1').done('1', 1).ready('2').done('2', 2);
    looks = 0;
    assert.deepEqual(ask(), ['3', '3', '']);
    assert.equal(looks, 1);
  });

  it('are none where there is no such spec or task', () => {
    const { state } = story([node('1')]);
    assert.deepEqual([waitersOf(state, 'shop', '1'), waitersOf(state, 'chat', '9')], [[], []]);
  });
});
