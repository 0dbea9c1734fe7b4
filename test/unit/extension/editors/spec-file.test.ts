import assert from 'node:assert/strict';
import { lensesOf, specOfPath } from '../../../../src/extension/editors/spec-file.ts';
import { node, story } from '../../../support/builders.ts';
import { english } from '../../../support/l10n.ts';

describe('the task list of a spec', () => {
  const check = (path: string, spec: string | undefined) =>
    it(`${spec === undefined ? 'is not' : 'is'} ${path}`, () => assert.equal(specOfPath(path), spec));

  check('/home/me/shop/.kiro/specs/chat-app/tasks.md', 'chat-app');
  check('C:\\me\\shop\\.kiro\\specs\\chat\\tasks.md', 'chat');
  check('/home/me/shop/.kiro/specs/tasks.md', undefined);
  check('/home/me/shop/.kiro/specs/chat/design.md', undefined);
  check('/home/me/shop/.kiro/specs/chat/old/tasks.md', undefined);
  check('/home/me/shop/.kiro/specs/..chat/tasks.md', undefined);
  check('/home/me/shop/tasks.md', undefined);
});

describe('the lenses above a task list', () => {
  const titles = (spec: Parameters<typeof lensesOf>[0]) =>
    lensesOf(spec, english).map(({ title, command }) => `${title.replaceAll('\u00a0', ' ')} → ${command}`);
  const told = () =>
    story([node('1'), node('2')])
      .ready('1')
      .done('1', 1);
  const of = { run_id: 'run-chat', spec_id: 'chat' };

  it('begin with executing, also where nothing was planned', () => {
    assert.deepEqual(titles(undefined), ['$(play) Execute with NecroCode → necrocode.execute']);
  });

  it('steer a run that is under way', () => {
    assert.deepEqual(titles(told().state.specs.get('chat')), [
      '$(sync~spin) 1 of 2 done → necrocode.openDashboard',
      '$(debug-pause) Pause → necrocode.pause',
      '$(circle-slash) Cancel → necrocode.cancel',
    ]);
  });

  it('let one that is paused go on', () => {
    const { state } = told().tell({ ...of, type: 'RunPaused', data: { by: 'me' } });
    assert.deepEqual(titles(state.specs.get('chat')), [
      '$(debug-continue) Resume → necrocode.resume',
      '$(debug-pause) Paused · 1 of 2 done → necrocode.openDashboard',
    ]);
  });

  it('offer to execute again what has ended', () => {
    const { state } = told().tell({ ...of, type: 'RunFinished', data: { outcome: 'failed' } });
    assert.deepEqual(titles(state.specs.get('chat')), [
      '$(play) Execute with NecroCode → necrocode.execute',
      '$(graph) 1 of 2 done → necrocode.openDashboard',
    ]);
  });
});
