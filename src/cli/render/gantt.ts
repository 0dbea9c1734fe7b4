// A time line of attempts: one line for each, from left to right as time goes by. Attempts that overlap on the page overlapped
// in time, which is the whole point of it.
import type { TimelineRow, TimelineView } from '../../core/model/view-timeline.ts';
import type { Messages } from '../messages/messages.ts';
import type { Paint } from '../paint.ts';
import { formatDuration } from './time.ts';
import { cutToWidth, fitToWidth, padToWidth, widthOf } from './width.ts';

export interface GanttOptions {
  width: number;
  paint: Paint;
  messages: Messages;
  rowsMax: number;
}

const labelShare = 0.4;
const scaleWidthMin = 10;
const widthWithoutTerminal = 120;

const signOf: Record<TimelineRow['outcome'], string> = { succeeded: '█', failed: '▓', lost: '▓', at_work: '▒' };

export function renderGantt(view: TimelineView, { width: asked, paint, messages, rowsMax }: GanttOptions): string[] {
  const width = asked === Infinity ? widthWithoutTerminal : asked;
  const rows = view.rows.slice(0, rowsMax);
  const labels = rows.map((row) => labelOf(row, messages));
  const labelWidth = Math.min(Math.floor(width * labelShare), Math.max(0, ...labels.map(widthOf)));
  const scaleWidth = Math.max(scaleWidthMin, width - labelWidth - 1 - durationWidth - 1);
  const lines = rows.map((row, at) => {
    const label = fitToWidth(labels[at] ?? '', labelWidth);
    const duration = padToWidth(formatDuration(row.end - row.start), durationWidth, 'right');
    return `${label} ${barOf(row, view, scaleWidth, paint)} ${paint.faint(duration)}`;
  });
  const hidden = view.rows.length - rows.length;
  const more = hidden === 0 ? [] : [paint.faint(messages.common.more(hidden))];
  return [paint.faint(`${' '.repeat(labelWidth)} ${scaleOf(view, scaleWidth)}`), ...lines, ...more];
}

const durationWidth = 7;

function labelOf({ lane, task_id, title, attempt }: TimelineRow, messages: Messages): string {
  const again = attempt > 1 ? ` ${messages.common.attemptNumber(attempt)}` : '';
  return `${lane} ${task_id} ${title}${again}`;
}

function barOf(row: TimelineRow, view: TimelineView, width: number, paint: Paint): string {
  const columnOf = (at: number) => Math.round(((at - view.start) / Math.max(1, view.end - view.start)) * width);
  const from = Math.min(width - 1, Math.max(0, columnOf(row.start)));
  const to = Math.min(width, Math.max(from + 1, columnOf(row.end)));
  const bar = signOf[row.outcome].repeat(to - from);
  const brush = { succeeded: paint.good, failed: paint.bad, lost: paint.warn, at_work: paint.live }[row.outcome];
  return `${paint.faint('·'.repeat(from))}${brush(bar)}${paint.faint('·'.repeat(width - to))}`;
}

/** The beginning, the middle and the end, in time from the start. */
function scaleOf({ start, end }: TimelineView, width: number): string {
  const [middle, last] = [formatDuration((end - start) / 2), formatDuration(end - start)];
  const left = padToWidth('0s', Math.max(0, Math.floor(width / 2)));
  const right = padToWidth(middle, Math.max(0, width - widthOf(left) - widthOf(last)));
  return cutToWidth(`${left}${right}${last}`, width);
}
