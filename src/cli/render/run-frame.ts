// One frame of the live table: how far the run is, and for each worker what it does. A pure function of the run's view.
import { plainText } from '../../core/base/text.ts';
import type { RunView } from '../../core/model/view-run.ts';
import type { Progress } from '../../core/necrocode.ts';
import type { Messages } from '../messages/messages.ts';
import { brushOfState, signOfState, type Paint } from '../paint.ts';
import { renderBar } from './bar.ts';
import { renderCounts } from './spec-status.ts';
import { liveOf, stateCell } from './status.ts';
import { renderTable, type Cell } from './table.ts';
import { formatElapsed } from './time.ts';
import { cutToWidth, widthOf } from './width.ts';

export interface RunFrameOptions {
  width: number;
  /** No frame has more lines: one that is taller than the terminal cannot be redrawn. */
  rowsMax: number;
  paint: Paint;
  messages: Messages;
  /** What the runners say of themselves, by `task/attempt`. */
  progress: ReadonlyMap<string, Progress>;
  /** Why nothing of the pull requests moves, while that is so. */
  forgeLost?: { reason: string; hint?: string | undefined } | undefined;
}

/** Header, bar, counts, a forge that is lost, hint, and the blank line above. */
const linesBesideWorkers = 6;
const barWidthMax = 60;

export function renderRunFrame(run: RunView, options: RunFrameOptions): string[] {
  const { width, paint, messages, rowsMax } = options;
  const lines = [
    '',
    renderHeader(run, options),
    renderProgress(run, options),
    ...renderWorkers(run, options),
    renderTotals(run, options),
    ...renderLost(run, options),
    paint.faint(cutToWidth(messages.execute.ctrlC, width)),
  ];
  return lines.slice(0, Math.max(1, rowsMax));
}

function renderHeader(run: RunView, { width, paint, messages }: RunFrameOptions): string {
  const state = stateCell(run, messages, paint);
  const right = `${state.text}  ${formatElapsed(run.elapsed_ms)}`;
  const room = width - widthOf(run.spec_id) - widthOf(right) - 4;
  const title = cutToWidth(plainText(run.title), Math.max(0, room));
  const blanks = ' '.repeat(Math.max(2, width - widthOf(run.spec_id) - 2 - widthOf(title) - widthOf(right)));
  return `${paint.strong(run.spec_id)}  ${title}${blanks}${state.brush(state.text)}  ${formatElapsed(run.elapsed_ms)}`;
}

function renderProgress(run: RunView, { width, paint }: RunFrameOptions): string {
  const { total, counts } = run.chosen;
  const percent = total === 0 ? 0 : Math.floor((counts.done / total) * 100);
  const right = `  ${counts.done}/${total}  ${percent} %`;
  const bar = { done: counts.done, failed: counts.failed, live: liveOf({ ...run, counts }), total };
  return renderBar(bar, Math.min(barWidthMax, width - widthOf(right)), paint) + right;
}

function renderWorkers(run: RunView, options: RunFrameOptions): string[] {
  const { width, rowsMax, paint, messages, progress } = options;
  const wanted = typeof run.run?.workers === 'number' ? run.run.workers : run.lanes;
  const count = Math.max(wanted, ...run.live.map((row) => row.lane));
  const room = Math.max(1, rowsMax - linesBesideWorkers - 1);
  const lanes = Array.from({ length: count }, (_, at) => at + 1);
  // When not all fit, those that stand idle are left out first.
  const shown =
    count <= room ? lanes : lanes.filter((lane) => run.live.some((row) => row.lane === lane)).slice(0, room - 1);
  const rows = shown.map((lane): Cell[] => {
    const row = run.live.find((one) => one.lane === lane);
    if (row === undefined)
      return [String(lane), { text: '·', brush: paint.faint }, '', { text: messages.execute.idle, brush: paint.faint }];
    const said = progress.get(`${row.task_id}/${row.attempt}`);
    const brush = paint[brushOfState[row.state]];
    return [
      String(lane),
      { text: signOfState[row.state], brush },
      { text: row.task_id, brush: paint.name },
      row.attempt > 1 ? `${row.title} ${messages.common.attemptNumber(row.attempt)}` : row.title,
      { text: row.agent_instance, brush: paint.faint },
      { text: row.awaits_person ? messages.attend.waits : stepOf(row.state, said, messages), brush },
      formatElapsed(row.elapsed_ms),
      row.awaits_person
        ? { text: `necrocode attach ${row.spec_id} ${row.task_id}`, brush: paint.name }
        : { text: said?.text ?? '', brush: paint.faint },
    ];
  });
  const columns = [
    { align: 'right' as const },
    {},
    {},
    { min: 12 },
    { min: 0 },
    {},
    { align: 'right' as const },
    { min: 0 },
  ];
  const hidden = count - shown.length;
  return [
    ...renderTable(rows, { columns, width, indent: '  ' }),
    ...(hidden > 0 ? [paint.faint(`  ${messages.common.more(hidden)}`)] : []),
  ];
}

function stepOf(
  state: RunView['live'][number]['state'],
  said: Progress | undefined,
  { steps, states }: Messages,
): string {
  const step = said?.step;
  // What it said last may be older than what is known of its state.
  if (state !== 'running' || step === undefined) return states[state];
  return steps[step] ?? plainText(step, { charsMax: 12 });
}

function totalsOf({ tasks, attempts, work_ms, elapsed_ms }: RunView, { execute }: Messages): string {
  const pulls = tasks.filter(({ pr }) => pr !== undefined).length;
  const speedup = elapsed_ms === 0 ? 0 : work_ms / elapsed_ms;
  return execute.totals({ pulls, attempts, speedup: speedup.toFixed(1) });
}

function renderLost(run: RunView, { forgeLost, messages, paint, width }: RunFrameOptions): string[] {
  if (forgeLost === undefined || run.run?.forge !== 'github') return [];
  const text = [messages.needs.forgeLost(forgeLost.reason), forgeLost.hint ?? ''].join(' ');
  return [paint.bad(cutToWidth(plainText(`✗ ${text}`), width))];
}

/** What does not fit beside the counts is left out. */
function renderTotals(run: RunView, options: RunFrameOptions): string {
  const { width, paint, messages } = options;
  const counts = renderCounts(run.chosen.counts, options);
  const line = `${counts}   ${paint.faint(totalsOf(run, messages))}`;
  if (widthOf(line) <= width) return line;
  return widthOf(counts) <= width ? counts : cutToWidth(plainText(counts), width);
}
