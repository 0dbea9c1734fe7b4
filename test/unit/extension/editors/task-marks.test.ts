import assert from 'node:assert/strict';
import { marksOf } from '../../../../src/extension/editors/task-marks.ts';
import { failure, node, story, type Story } from '../../../support/builders.ts';
import { english } from '../../../support/l10n.ts';

const lines = ['Accounts', 'Log in', 'Docs'].map((title, at) => ({ task_id: `${at + 1}`, title, line: 10 + at }));

const marks = ({ state }: Story, of = lines, now = 0) =>
  marksOf(state.specs.get('chat')!, of, { l10n: english, now }).map(
    ({ line, text, color }) => `${line} ${text} ${color}`,
  );

const plan = () =>
  story([
    node('1', { title: 'Accounts' }),
    node('2', { title: 'Log in', dependencies: ['1'] }),
    node('3', { title: 'Docs', status: 'done' }),
  ]);

describe('the marks behind the lines of a task list', () => {
  it('say how each task is doing, and nothing where the list says it itself', () => {
    assert.deepEqual(marks(plan().ready('1').start('1'), lines, 125_000), [
      '9 ● running 2m · general_spirit_1 charts.blue',
      '10 ○ waiting for 1 editorCodeLens.foreground',
    ]);
  });

  it('name the pull request that a task is in, and was in', () => {
    assert.deepEqual(marks(plan().ready('1').review('1', 4))[0], '9 ◆ in review · PR #4 charts.purple');
    assert.deepEqual(marks(plan().ready('1').done('1', 4))[0], '9 ✓ done · PR #4 · 0s testing.iconPassed');
  });

  it('say why a task has failed', () => {
    const told = plan().ready('1').start('1').fail('1', failure('verify_failed'));
    const of = { run_id: 'run-chat', spec_id: 'chat', task_id: '1' };
    told.tell({ ...of, type: 'TaskFailed', data: { failure: failure('verify_failed') } });
    assert.equal(marks(told)[0], '9 ✗ failed · verification failed testing.iconFailed');
  });

  it('catch the eye when a person is waited for', () => {
    const told = plan().ready('1').start('1');
    const of = { run_id: 'run-chat', spec_id: 'chat', task_id: '1', attempt: 1 };
    told.tell({ ...of, type: 'PersonAwaited', data: { reason: 'attended' } });
    assert.equal(marks(told)[0], '9 ● waits for you · general_spirit_1 charts.yellow');
  });

  it('are silent on a line that now means another task', () => {
    const told = plan().ready('1').start('1');
    assert.deepEqual(marks(told, [{ task_id: '1', title: 'Something else', line: 1 }]), []);
    assert.deepEqual(marks(told, [{ task_id: '9', title: 'Accounts', line: 1 }]), []);
  });

  it('know a title that the plan had to shorten', () => {
    const title = 'x'.repeat(600);
    const told = story([node('1', { title: `${title.slice(0, 499)}…` })])
      .ready('1')
      .start('1');
    assert.equal(marks(told, [{ task_id: '1', title, line: 1 }]).length, 1);
  });

  it('are none before the first run', () => {
    const told = plan();
    delete told.state.specs.get('chat')!.run;
    assert.deepEqual(marks(told), []);
  });
});
