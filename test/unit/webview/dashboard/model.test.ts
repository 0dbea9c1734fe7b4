import assert from 'node:assert/strict';
import type { ToDashboard } from '../../../../src/core/model/panel-messages.ts';
import { isWhole, takeMessage, type DashboardModel } from '../../../../src/webview/dashboard/model.ts';
import { dashboardMessages, runningChat } from '../../../support/panel-fixtures.ts';
import { panelTask } from '../../../support/panel-rows.ts';

describe('what the dashboard knows', () => {
  const take = (messages: readonly ToDashboard[], model?: DashboardModel) =>
    messages.reduce<ReturnType<typeof takeMessage>>((taken, message) => takeMessage(taken.model, message), {
      model,
      isBroken: false,
    });

  it('is whole when the last of its rows has come', async () => {
    const [begin, rows] = await dashboardMessages(runningChat());
    assert.ok(begin !== undefined && rows !== undefined);
    const { model } = takeMessage(undefined, begin);
    assert.equal(isWhole(model!), false);
    assert.equal(isWhole(takeMessage(model, rows).model!), true);
  });

  it('changes by a delta that follows, and keeps the order of the plan', async () => {
    const { model } = take(await dashboardMessages(runningChat()));
    const tasks = [panelTask('9.9', { title: 'New' }), panelTask('1.1', { title: 'Changed' })];
    const { model: next, isBroken } = takeMessage(model, {
      ...{ kind: 'delta', version: model!.version + 1, tasks, removed: ['1.2'] },
    });
    assert.equal(isBroken, false);
    const ids = [...next!.tasks.keys()];
    assert.deepEqual([ids[0], ids.at(-1), ids.includes('1.2')], ['1.1', '9.9', false]);
    assert.equal(next!.tasks.get('1.1')?.title, 'Changed');
    assert.equal(isWhole(next!), true);
  });

  it('is left as it is by a message that does not follow, which is told', async () => {
    const { model } = take(await dashboardMessages(runningChat()));
    const missed = takeMessage(model, { kind: 'delta', version: model!.version + 2 });
    assert.deepEqual(missed, { model, isBroken: true });
    assert.equal(takeMessage(model, { kind: 'rows', version: 99, tasks: [] }).isBroken, true);
    assert.equal(takeMessage(undefined, { kind: 'delta', version: 1 }).isBroken, true);
  });

  it('forgets the oldest texts of tasks', async () => {
    let { model } = take(await dashboardMessages(runningChat()));
    for (let at = 0; at < 60; at++) {
      const text = { task_id: `${at}`, description: '', acceptance: [], files: [], verify: [] };
      model = takeMessage(model, { kind: 'task_text', text }).model;
    }
    assert.deepEqual([model!.texts.size, model!.texts.has('0'), model!.texts.has('59')], [50, false, true]);
  });
});
