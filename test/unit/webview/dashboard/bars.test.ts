import assert from 'node:assert/strict';
import type { PanelAttempt, PanelTask } from '../../../../src/core/model/panel-dashboard.ts';
import { layOutBars } from '../../../../src/webview/dashboard/bars.ts';
import { panelTask } from '../../../support/panel-rows.ts';

const attempt = (start: number, end?: number, fields: Partial<PanelAttempt> = {}): PanelAttempt => ({
  ...{ attempt: 1, agent: 'kiro', agent_instance: 'spirit', start, has_commit: false },
  ...(end === undefined ? {} : { end, outcome: 'succeeded' as const }),
  ...fields,
});
const task = (id: string, ...attempts: PanelAttempt[]): PanelTask => panelTask(id, { attempts });

describe('the bars of the time line', () => {
  const draw = (tasks: readonly PanelTask[], wish = { start: 0, end: 1000, now: 1000, width: 1000 }) =>
    layOutBars(tasks, wish);
  const check = (tasks: readonly PanelTask[], expected: string[]) =>
    assert.deepEqual(
      draw(tasks).lanes.map(({ bars }) =>
        bars
          .map(({ task_id, left, width, outcome, count }) => `${task_id} ${left}+${width} ${outcome} ${count}`)
          .join(),
      ),
      expected,
    );

  it('stand in as many lanes as were at work at once', () => {
    check(
      [task('1', attempt(0, 400)), task('2', attempt(100, 300)), task('3', attempt(500, 700))],
      ['1 0+400 succeeded 1,3 500+200 succeeded 1', '2 100+200 succeeded 1'],
    );
  });

  it('go on until now while somebody is at work', () => {
    check([task('1', attempt(600))], ['1 600+400 at_work 1']);
  });

  it('are drawn together when they are too narrow, and what failed shows through', () => {
    const lost = attempt(1, 2, { outcome: 'failed' });
    check([task('1', attempt(0, 1)), task('2', lost), task('3', attempt(2, 3))], ['1 0+5 failed 3']);
  });

  it('leave out what was before', () => {
    assert.equal(draw([task('1', attempt(-5, -1))]).lanes.length, 0);
  });

  it('are no more than there is room for', () => {
    const tasks = Array.from({ length: 10_000 }, (_, n) => task(`${n}`, attempt(n, n + 1)));
    const { lanes } = draw(tasks, { start: 0, end: 10_000, now: 10_000, width: 800 });
    assert.ok(lanes.reduce((sum, { bars }) => sum + bars.length, 0) <= 800);
  });

  it('stand under round times that leave room for their names', () => {
    const { ticks } = draw([], { start: 0, end: 64 * 60_000, now: 0, width: 820 });
    assert.deepEqual(
      ticks.map(({ at }) => at / 60_000),
      [0, 10, 20, 30, 40, 50, 60],
    );
    assert.ok(ticks.every(({ left }) => left <= 820 - 40));
  });
});
