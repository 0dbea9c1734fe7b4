import assert from 'node:assert/strict';
import { matchTasks, noFilter, toggleState } from '../../../../src/webview/dashboard/filter.ts';
import type { TaskStateName } from '../../../../src/core/model/state.ts';
import { panelTask } from '../../../support/panel-rows.ts';

const tasks = [
  panelTask('1.1', { title: 'Database schema', skill: 'database', state: 'done', pull: 12 }),
  panelTask('1.2', { title: 'ＷｅｂＳｏｃｋｅｔ サーバー', state: 'running' }),
  panelTask('2.1', { title: 'Web page', state: 'failed' }),
];

describe('the filter of the dashboard', () => {
  const check = (text: string, states: TaskStateName[], expected: string[] | undefined) => {
    const matching = matchTasks(tasks, { text, states });
    assert.deepEqual(matching === undefined ? undefined : [...matching], expected);
  };

  it('lets everything through when nothing is asked for', () => {
    check('  ', [], undefined);
  });

  it('finds all words anywhere, in any case and width', () => {
    check('web', [], ['1.2', '2.1']);
    check('WEBSOCKET', [], ['1.2']);
    check('サーバー', [], ['1.2']);
    check('page 2.', [], ['2.1']);
    check('database', [], ['1.1']);
    check('#12', [], ['1.1']);
    check('nothing', [], []);
  });

  it('knows states, alone and together with words', () => {
    check('', ['done', 'failed'], ['1.1', '2.1']);
    check('web', ['failed'], ['2.1']);
  });

  it('takes a state in and out', () => {
    const once = toggleState(noFilter, 'done');
    assert.deepEqual(once.states, ['done']);
    assert.deepEqual(toggleState(once, 'done').states, []);
  });
});
