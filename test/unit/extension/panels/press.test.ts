import assert from 'node:assert/strict';
import { fromDashboardSchema, fromPullSchema, type Press } from '../../../../src/core/model/panel-messages.ts';
import { commandOf } from '../../../../src/extension/panels/press.ts';

describe('a button of a panel', () => {
  const subject = { repository: '/r', spec_id: 'chat' };
  const press = (fields: Partial<Press>): Press => ({ kind: 'press', command: 'openLog', ...fields });

  it('is one of our commands, about what the panel is about', () => {
    assert.deepEqual(commandOf(press({ task_id: '1', attempt: 2 }), subject), {
      command: 'necrocode.openLog',
      target: { repository: '/r', spec_id: 'chat', task_id: '1', attempt: 2 },
    });
  });

  it('is about the pull request or the repository alone where that is meant', () => {
    const pull = { ...subject, pull: 4 };
    assert.deepEqual(commandOf(press({ command: 'mergePull' }), pull).target, { repository: '/r', pull: 4 });
    assert.deepEqual(commandOf(press({ command: 'doctor' }), subject).target, { repository: '/r' });
  });

  it('cannot name another repository, or a command that is no button', () => {
    const smuggled = fromDashboardSchema.parse({ kind: 'press', command: 'openLog', repository: '/other', x: 1 });
    assert.ok(smuggled.kind === 'press');
    assert.equal(commandOf(smuggled, subject).target.repository, '/r');
    for (const command of ['workbench.action.quit', 'setModelKey', '']) {
      assert.equal(fromPullSchema.safeParse({ kind: 'press', command }).success, false, command);
    }
  });
});

describe('what a page may say', () => {
  const refused = (value: unknown) => assert.equal(fromPullSchema.safeParse(value).success, false);

  it('is bounded, and nothing but what is known', () => {
    refused({ kind: 'say', text: '', asks_for_changes: false });
    refused({ kind: 'say', text: 'x'.repeat(20_000), asks_for_changes: false });
    refused({ kind: 'open_link', url: `https://example.com/${'x'.repeat(3000)}` });
    refused({ kind: 'eval', text: '1' });
    refused('ask_snapshot');
    refused(undefined);
  });
});
