import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { viewRun } from '../../../../src/core/model/view-run.ts';
import { viewTimeline } from '../../../../src/core/model/view-timeline.ts';
import { en } from '../../../../src/cli/messages/en.ts';
import { ja } from '../../../../src/cli/messages/ja.ts';
import { createPaint } from '../../../../src/cli/paint.ts';
import { renderGantt } from '../../../../src/cli/render/gantt.ts';
import { renderRunFrame } from '../../../../src/cli/render/run-frame.ts';
import { renderSummary, summaryOf } from '../../../../src/cli/render/summary.ts';
import { widthOf } from '../../../../src/cli/render/width.ts';
import { failure, node, story } from '../../../support/builders.ts';

const title = '認証機能付きチャットアプリのためのデータベース設計と移行';

/** Two done, one failed, two at work, three that wait. */
function halfway() {
  const nodes = ['1', '2', '3', '4', '5'].map((id) => node(id, { title }));
  const rest = ['6', '7', '8'].map((id) => node(id, { title: 'Login screens', dependencies: ['5'] }));
  const chat = story([...nodes, ...rest])
    .ready('1', '2', '3', '4', '5')
    .done('1', 1)
    .at(2000)
    .done('2', 2);
  chat.start('3').fail('3', failure('verify_failed'));
  chat.tell({
    run_id: 'run-chat',
    spec_id: 'chat',
    task_id: '3',
    type: 'TaskFailed',
    data: { failure: failure('verify_failed') },
  });
  return chat.start('4').at(3000).start('5');
}

const spec = halfway().state.specs.get('chat')!;
const run = viewRun(spec, { now: 65_000 });

describe('a frame of the live table', () => {
  const frame = (width: number, fields: { rowsMax?: number; messages?: typeof en; isColoured?: boolean } = {}) =>
    renderRunFrame(run, {
      ...{ width, rowsMax: fields.rowsMax ?? 30, messages: fields.messages ?? en },
      paint: createPaint(fields.isColoured ?? false),
      progress: new Map([['4/1', { step: 'implement', text: 'writing src/server/auth.ts' }]]),
    });

  it('fits terminals of 80 and 160 columns, and narrow ones, in both languages', () => {
    for (const messages of [en, ja]) {
      for (const width of [60, 80, 120, 160]) {
        for (const line of frame(width, { messages }))
          assert.ok(widthOf(line) <= width, `${widthOf(line)} > ${width}: ${line}`);
      }
    }
  });

  it('shows every worker, what it does, and how far the run is', () => {
    const text = frame(120).join('\n');
    assert.match(text, /2\/8 {2}25 %/);
    assert.match(text, /●\s+4\s+.*implement\s+1m 03s\s+writing src\/server\/auth\.ts/);
    assert.match(text, /3 +· +idle/);
    assert.match(text, /✗ 1 failed/);
  });

  it('says of a task that waits for a person how to get to it, in both languages', () => {
    const waiting = halfway();
    waiting.tell({ spec_id: 'chat', task_id: '4', attempt: 1, type: 'PersonAwaited', data: { reason: 'attended' } });
    const view = viewRun(waiting.state.specs.get('chat')!, { now: 65_000 });
    const options = { width: 160, rowsMax: 30, paint: createPaint(false), progress: new Map() };
    const text = (messages: typeof en) => renderRunFrame(view, { ...options, messages }).join('\n');
    assert.match(text(en), /4 .* waits for you +1m 03s +necrocode attach chat 4/);
    assert.match(text(ja), /4 .* あなた待ち +1m 03s +necrocode attach chat 4/);
  });

  it('never has more lines than the terminal, or it could not be redrawn', () => {
    for (const rowsMax of [3, 6, 8, 10]) assert.ok(frame(80, { rowsMax }).length <= rowsMax);
  });

  it('says the same without colours', () => {
    assert.deepEqual(frame(80, { isColoured: true }).map(stripVTControlCharacters), frame(80));
  });
});

describe('the summary of a run', () => {
  const summary = summaryOf(spec, { now: 65_000, expected_ms: 600_000 });
  const lines = (width: number, messages = en) =>
    renderSummary(summary, { messages, paint: createPaint(false), width, end: 'finished' });

  it('fits the terminal', () => {
    for (const messages of [en, ja]) {
      for (const width of [80, 160]) for (const line of lines(width, messages)) assert.ok(widthOf(line) <= width, line);
    }
  });

  it('tells what failed, how long it took, and where to look next', () => {
    const text = lines(120).join('\n');
    assert.match(text, /✗ {2}3 .*failed .*verification failed/);
    assert.match(text, /1m 05s for .* of work/);
    assert.match(text, /the plan expected 10m 00s/);
    assert.match(text, /necrocode retry chat 3/);
  });

  it('names only the chosen tasks of a run over a few', () => {
    const few = story([node('1'), node('2')], { run: { only: ['2'] } })
      .ready('2')
      .done('2', 1);
    const chosen = summaryOf(few.state.specs.get('chat')!, { now: 0 });
    assert.deepEqual(
      chosen.tasks.map(({ task_id }) => task_id),
      ['2'],
    );
    assert.deepEqual([chosen.total, chosen.counts.done], [1, 1]);
  });
});

describe('the time line', () => {
  it('fits the terminal and shows what overlapped', () => {
    const view = viewTimeline(spec, { now: 65_000 })!;
    for (const width of [80, 160]) {
      const lines = renderGantt(view, { messages: ja, paint: createPaint(false), width, rowsMax: 40 });
      assert.equal(lines.length, view.rows.length + 1);
      for (const line of lines) assert.ok(widthOf(line) <= width, `${widthOf(line)} > ${width}: ${line}`);
    }
  });

  it('draws each attempt where it stood in time', () => {
    const chat = story([node('1'), node('2')])
      .ready('1', '2')
      .start('1')
      .at(5000)
      .succeed('1')
      .start('2')
      .at(10_000)
      .succeed('2');
    const view = viewTimeline(chat.state.specs.get('chat')!, { now: 10_000 })!;
    const [, first = '', second = ''] = renderGantt(view, {
      messages: en,
      paint: createPaint(false),
      width: 60,
      rowsMax: 9,
    });
    assert.ok(first.lastIndexOf('█') < second.indexOf('█'), 'the second begins where the first ends');
  });
});
