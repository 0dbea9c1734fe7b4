// The time line as bars in lanes, in pixels: a lane is a worker. Bars too narrow to be seen one by one are drawn together, so that
// ten thousand attempts are no more bars than there is room for.
import type { PanelAttempt, PanelTask } from '../../core/model/panel-dashboard.ts';
import { giveLanes } from '../../core/model/view-timeline.ts';

export type Outcome = 'at_work' | 'succeeded' | 'failed' | 'lost';

export interface Bar {
  /** Of the first of them, when there are several. */
  task_id: string;
  attempt: number;
  title: string;
  start: number;
  end: number;
  outcome: Outcome;
  left: number;
  width: number;
  /** How many attempts are drawn together. */
  count: number;
}

export interface Lanes {
  lanes: { number: number; bars: Bar[] }[];
  start: number;
  end: number;
  ticks: { at: number; left: number }[];
}

export interface LanesWish {
  start: number;
  end: number;
  now: number;
  width: number;
}

const barWidthMin = 3;
const tickWidthMin = 90;
const tickTextWidth = 44;
const secondMs = 1000;
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];

export function layOutBars(tasks: Iterable<PanelTask>, { start, end, now, width }: LanesWish): Lanes {
  const rows = [];
  for (const task of tasks) {
    for (const attempt of task.attempts) if (attempt.start >= start) rows.push(rowOf(task, attempt, now));
  }
  rows.sort((one, other) => one.start - other.start);
  const count = giveLanes(rows);
  const scale = width / Math.max(1, end - start);
  const lanes = Array.from({ length: count }, (_, at) => ({ number: at + 1, bars: [] as Bar[] }));
  for (const { lane, ...row } of rows) {
    const left = (row.start - start) * scale;
    const bar = { ...row, left, width: Math.max(barWidthMin, (row.end - row.start) * scale), count: 1 };
    addBar(lanes[lane - 1]?.bars ?? [], bar);
  }
  return { lanes, start, end, ticks: ticksOf(start, end, width) };
}

function rowOf({ id, title }: PanelTask, { attempt, start, end, outcome }: PanelAttempt, now: number) {
  const state: Outcome = end === undefined ? 'at_work' : (outcome ?? 'failed');
  return { task_id: id, title, attempt, start, end: end ?? Math.max(start, now), outcome: state, lane: 0 };
}

/** Joins it with the bar before it when both are as narrow as can be and touch; what went wrong shows through. */
function addBar(bars: Bar[], bar: Bar): void {
  const last = bars.at(-1);
  const isNarrow = (one: Bar) => one.count > 1 || one.width <= barWidthMin;
  if (last === undefined || !isNarrow(last) || !isNarrow(bar) || bar.left > last.left + last.width) {
    bars.push(bar);
    return;
  }
  last.count += 1;
  last.end = bar.end;
  last.width = Math.max(last.width, bar.left + bar.width - last.left);
  if (last.outcome === 'succeeded') last.outcome = bar.outcome;
}

/** At round distances from the start, none too close to the next. */
function ticksOf(start: number, end: number, width: number): Lanes['ticks'] {
  const length = Math.max(1, end - start);
  const room = Math.max(1, Math.floor(width / tickWidthMin));
  const step =
    (steps.find((seconds) => length / (seconds * secondMs) <= room) ?? Math.ceil(length / room / 86_400_000) * 86_400) *
    secondMs;
  const ticks = Array.from({ length: Math.floor(length / step) + 1 }, (_, at) => ({
    at: at * step,
    left: (at * step * width) / length,
  }));
  return ticks.filter(({ left }) => left <= width - tickTextWidth);
}
