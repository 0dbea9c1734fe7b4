// One spec in full: its counts, its tasks, who is at work, what needs a person.
import { plainText } from '../../core/base/text.ts';
import type { RunView, TaskRow } from '../../core/model/view-run.ts';
import type { StateCounts, StatusView } from '../../core/model/view-status.ts';
import type { TaskStateName } from '../../core/model/state.ts';
import { brushOfState, signOfState } from '../paint.ts';
import { renderBar } from './bar.ts';
import { renderNeeds } from './needs.ts';
import { renderPulls } from './pulls.ts';
import { liveOf, renderLive, stateCell, titled, type StatusOptions } from './status.ts';
import { renderTable, type Cell } from './table.ts';
import { formatDuration } from './time.ts';
import { cutToWidth } from './width.ts';

const tasksShownMax = 60;
const pullsShownMax = 10;
const barWidthMax = 40;

export function renderSpecStatus(run: RunView, overview: StatusView, options: StatusOptions): string[] {
  const { messages, paint, width } = options;
  const { done, failed } = run.counts;
  const state = stateCell(run, messages, paint);
  const bar = renderBar(
    { done, failed, live: liveOf(run), total: run.total },
    Math.min(barWidthMax, width - 12),
    paint,
  );
  const time = run.run === undefined ? '' : `  ${formatDuration(run.elapsed_ms)}`;
  return [
    `${paint.strong(run.spec_id)}  ${cutToWidth(plainText(run.title), Math.max(10, width - run.spec_id.length - 2))}`,
    `${bar}  ${done}/${run.total}`,
    state.brush(state.text) + paint.faint(time),
    renderCounts(run.counts, options),
    ...titled(messages.status.tasks, renderTasks(run.tasks, options), options),
    ...titled(messages.status.atWork, renderLive(run.live, options), options),
    ...titled(messages.status.needsYou, renderNeeds(overview.needs, options), options),
    ...titled(messages.status.openPulls, renderPulls(overview.pulls, { ...options, rowsMax: pullsShownMax }), options),
  ];
}

const order: readonly TaskStateName[] = [
  ...(['failed', 'running', 'verifying', 'assigned', 'review'] as const),
  ...(['ready', 'blocked', 'done', 'cancelled'] as const),
];

export function renderCounts(
  counts: StateCounts,
  { messages, paint }: Pick<StatusOptions, 'messages' | 'paint'>,
): string {
  return order
    .filter((state) => counts[state] > 0)
    .map((state) => paint[brushOfState[state]](`${signOfState[state]} ${counts[state]} ${messages.states[state]}`))
    .join('  ');
}

/** In the order of the plan while all fit; else what is not settled comes first. */
export function renderTasks(tasks: readonly TaskRow[], options: StatusOptions): string[] {
  const { messages, paint, width, isAll } = options;
  const fits = isAll || tasks.length <= tasksShownMax;
  const shown = fits
    ? tasks
    : order.flatMap((state) => tasks.filter((task) => task.state === state)).slice(0, tasksShownMax);
  const rows = shown.map((task): Cell[] => [
    { text: signOfState[task.state], brush: paint[brushOfState[task.state]] },
    { text: task.task_id, brush: paint.name },
    task.title,
    { text: messages.states[task.state], brush: paint[brushOfState[task.state]] },
    task.work_ms > 0 ? formatDuration(task.work_ms) : '',
    { text: remarkOf(task, options), brush: paint.faint },
  ]);
  const columns = [{}, { min: 4 }, { min: 16 }, {}, { align: 'right' as const }, { min: 10 }];
  const hidden = tasks.length - shown.length;
  return [
    ...renderTable(rows, { columns, width, indent: '  ' }),
    ...(hidden > 0 ? [paint.faint(`  ${messages.common.more(hidden)} (--all)`)] : []),
  ];
}

function remarkOf(task: TaskRow, { messages }: StatusOptions): string {
  if (task.state === 'failed') return task.failure === undefined ? '' : messages.failures[task.failure.kind];
  if (task.blocked_by.length > 0) return `${messages.status.blockedBy} ${task.blocked_by.join(', ')}`;
  if (task.state === 'blocked' && task.dependencies.length > 0) return `← ${task.dependencies.join(', ')}`;
  if (task.pr !== undefined) return `PR #${task.pr}`;
  return task.attempts > 1 ? messages.common.attemptNumber(task.attempts) : '';
}
