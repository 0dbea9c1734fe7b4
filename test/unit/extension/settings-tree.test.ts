import assert from 'node:assert/strict';
import { settingsTree, type Inspected } from '../../../src/extension/settings-tree.ts';

describe('the editor’s settings as a layer', () => {
  const check = (set: Record<string, Inspected>, expected: Record<string, unknown>): void => {
    assert.deepEqual(
      settingsTree(Object.keys(set), (name) => set[name]),
      expected,
    );
  };

  it('groups and names them as the files do', () => {
    check(
      {
        agent: { globalValue: 'kiro' },
        'limits.wallClockMs': { globalValue: 5000 },
        'limits.idleMs': { globalValue: 1000 },
      },
      { agent: 'kiro', limits: { wall_clock_ms: 5000, idle_ms: 1000 } },
    );
  });

  it('takes only what somebody has set', () => {
    check({ agent: {}, base: { globalValue: null }, optionalTasks: { globalValue: false } }, { optional_tasks: false });
  });

  it('lets the folder win over the workspace, and the workspace over the user', () => {
    check(
      {
        agent: { globalValue: 'a', workspaceValue: 'b', workspaceFolderValue: 'c' },
        base: { globalValue: 'a', workspaceValue: 'b' },
      },
      { agent: 'c', base: 'b' },
    );
  });

  it('takes a number that was typed into a field for words', () => {
    check({ workers: { globalValue: '3' } }, { workers: 3 });
    check({ workers: { globalValue: 'auto' } }, { workers: 'auto' });
  });

  it('leaves out what is the editor’s own', () => {
    check({ notifications: { globalValue: 'none' } }, {});
  });
});
