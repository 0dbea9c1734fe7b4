import assert from 'node:assert/strict';
import { dashboardHeadSchema, panelTaskSchema } from '../../../../src/core/model/panel-dashboard.ts';
import { titleCharsMax, viewDashboardHead, viewPanelTask } from '../../../../src/core/model/view-dashboard.ts';
import { failure, node, story, type Story } from '../../../support/builders.ts';

const place = {
  ...{ repository: '/r', repository_name: 'r', spec_id: 'chat', presence: 'present' as const },
  ...{ is_trusted: true, damage: undefined },
};
const headOf = ({ state }: Story) => viewDashboardHead(state, place);

describe('the head of a dashboard', () => {
  it('tells the run as it stands, and what waits for a person', () => {
    const chat = story([node('1'), node('2', { dependencies: ['1'] })], { run: { workers: 2 } })
      .ready('1')
      .start('1');
    assert.equal(headOf(chat).run?.state, 'running');
    assert.deepEqual(headOf(chat).needs, []);
    const broken = failure('verify_failed');
    chat.fail('1', broken);
    const of = (task_id: string) => ({ run_id: 'run-chat', spec_id: 'chat', task_id });
    chat.tell({ ...of('1'), type: 'TaskFailed', data: { failure: broken } });
    chat.tell({ ...of('2'), type: 'TaskBlocked', data: { by: ['1'], reason: 'It failed.' } });
    assert.deepEqual(
      headOf(chat).needs.map(({ kind, name, count }) => `${kind} ${name} ${count}`),
      ['task_failed 1 1'],
    );
    assert.deepEqual(dashboardHeadSchema.safeParse(headOf(chat)).error, undefined);
  });

  it('is there for a plan that is not known', () => {
    const head = viewDashboardHead(story([node('1')]).state, { ...place, spec_id: 'other', presence: 'absent' });
    assert.equal(head.run, undefined);
    assert.equal(head.title, 'other');
  });
});

describe('the row of a task', () => {
  it('is plain and short, whatever its title is', () => {
    const chat = story([node('1', { title: `a\u202eb\u001b[2J\n${'long '.repeat(2000)}` })]);
    const { title } = viewPanelTask(chat.task('1'));
    assert.ok(title.length <= titleCharsMax);
    assert.doesNotMatch(title, /[\u202e\u001b\n]/);
  });

  it('holds the attempts with their outcome', () => {
    const chat = story([node('1')])
      .ready('1')
      .at(1000)
      .start('1')
      .at(5000);
    chat.fail('1', failure('verify_failed'));
    const row = viewPanelTask(chat.task('1'));
    assert.deepEqual(
      row.attempts.map(({ attempt, start, end, outcome, failure: why }) => [attempt, start, end, outcome, why]),
      [[1, 1000, 5000, 'failed', 'verify_failed']],
    );
    assert.deepEqual(panelTaskSchema.safeParse(row).error, undefined);
  });
});
