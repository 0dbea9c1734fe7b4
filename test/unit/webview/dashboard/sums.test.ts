import assert from 'node:assert/strict';
import { matrixOf, matrixSizeMax } from '../../../../src/webview/dashboard/matrix.ts';
import { rowsInView } from '../../../../src/webview/dashboard/rows-window.ts';
import { leadingState, noCounts, sumUp } from '../../../../src/webview/dashboard/sums.ts';
import { panelTask } from '../../../support/panel-rows.ts';

const attempt = (start: number, end?: number) => ({
  ...{ attempt: 1, agent: 'kiro', agent_instance: 'spirit', start, has_commit: false },
  ...(end === undefined ? {} : { end }),
});

describe('the sums over all tasks', () => {
  it('count states, attempts and work of this run', () => {
    const tasks = [
      panelTask('1', { state: 'done', attempts: [attempt(0, 50), attempt(100, 300)] }),
      panelTask('2', { state: 'running', attempts: [attempt(400)] }),
    ];
    const { total, counts, attempts, work_ms, at_work } = sumUp(tasks, { since: 100, now: 500 });
    assert.deepEqual([total, counts.done, counts.running, attempts, work_ms, at_work], [2, 1, 1, 2, 300, 1]);
  });

  it('leave unknown what nobody has reported', () => {
    const tasks = [panelTask('1', { usage: { input_tokens: 5 } }), panelTask('2', { usage: { input_tokens: 7 } })];
    assert.deepEqual(sumUp(tasks, { since: 0, now: 0 }).usage, { input_tokens: 12 });
    assert.deepEqual(sumUp([], { since: 0, now: 0 }).usage, {});
  });

  it('lead with what is most worth knowing', () => {
    const check = (counts: object, expected: string) =>
      assert.equal(leadingState({ ...noCounts(), ...counts }), expected);
    check({ done: 5, running: 1, failed: 2 }, 'running');
    check({ done: 5, failed: 2, ready: 1 }, 'failed');
    check({ done: 5 }, 'done');
  });
});

describe('the matrix of conflicts', () => {
  it('has the tasks that meet another, in the order of the plan', () => {
    const conflicts = [{ tasks: ['3', '1'] as [string, string], files: ['a'] }];
    const { ids, cells, hidden } = matrixOf(conflicts, ['1', '2', '3']);
    assert.deepEqual([ids, hidden], [['1', '3'], 0]);
    assert.deepEqual(
      cells.map((row) => row.map((cell) => cell?.files.join() ?? '')),
      [
        ['', 'a'],
        ['a', ''],
      ],
    );
  });

  it('says how many have no room', () => {
    const order = Array.from({ length: 30 }, (_, n) => `${n}`);
    const conflicts = order.slice(1).map((id) => ({ tasks: ['0', id] as [string, string], files: [] }));
    assert.equal(matrixOf(conflicts, order).hidden, 30 - matrixSizeMax);
  });
});

describe('the rows in view', () => {
  it('are those that are seen and a few beside them', () => {
    const rows = { rowHeight: 28, count: 10_000 };
    assert.deepEqual(rowsInView({ top: 0, height: 280 }, rows), { first: 0, end: 18 });
    assert.deepEqual(rowsInView({ top: 2800, height: 280 }, rows), { first: 92, end: 118 });
    assert.deepEqual(rowsInView({ top: 900_000, height: 280 }, rows).end, 10_000);
    assert.deepEqual(rowsInView({ top: 500, height: 280 }, { rowHeight: 28, count: 0 }), { first: 0, end: 0 });
  });
});
