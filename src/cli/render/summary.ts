// The end of a run: what became of every task, how long it took against what was expected, and where to look next.
import { plainText } from '../../core/base/text.ts';
import type { RunState, SpecState } from '../../core/model/state.ts';
import { viewRun, type RunView, type TaskRow } from '../../core/model/view-run.ts';
import type { RunEnd } from '../follow-run.ts';
import type { Messages } from '../messages/messages.ts';
import { brushOfState, signOfState, type Paint } from '../paint.ts';
import { titled } from './status.ts';
import { renderTable, type Cell } from './table.ts';
import { formatDuration } from './time.ts';

export interface Summary {
  spec_id: string;
  run_id?: string;
  outcome?: 'completed' | 'failed' | 'cancelled';
  tasks: TaskRow[];
  counts: RunView['counts'];
  total: number;
  attempts: number;
  elapsed_ms: number;
  work_ms: number;
  /** What the plan's estimates came to on so many workers. */
  expected_ms?: number;
  final_pr?: number;
  /** Where a person merges it, when it is elsewhere. */
  final_url?: string;
  /** What was found altered in git's own files while agents were at work. */
  altered?: NonNullable<RunState['altered']>;
}

export function summaryOf(
  spec: SpecState,
  { now, expected_ms, final_url }: { now: number; expected_ms?: number; final_url?: string | undefined },
): Summary {
  const view = viewRun(spec, { now });
  const { run, only, altered } = { run: view.run, only: spec.run?.only, altered: spec.run?.altered };
  return {
    spec_id: spec.spec_id,
    ...(run === undefined ? {} : { run_id: run.run_id }),
    ...(run?.outcome === undefined ? {} : { outcome: run.outcome }),
    tasks: view.tasks.filter(({ task_id }) => only?.includes(task_id) ?? true),
    counts: view.chosen.counts,
    total: view.chosen.total,
    attempts: view.attempts,
    elapsed_ms: view.elapsed_ms,
    work_ms: view.work_ms,
    ...(expected_ms === undefined ? {} : { expected_ms }),
    ...(run?.final_pr === undefined ? {} : { final_pr: run.final_pr }),
    ...(final_url === undefined ? {} : { final_url }),
    ...(altered === undefined ? {} : { altered }),
  };
}

export interface SummaryOptions {
  messages: Messages;
  paint: Paint;
  width: number;
  end: RunEnd;
}

const tasksShownMax = 40;
const alteredCharsMax = 200;

export function renderSummary(summary: Summary, options: SummaryOptions): string[] {
  const { messages, paint } = options;
  return [
    '',
    ...renderTasks(summary, options),
    '',
    headline(summary, options),
    ...times(summary, messages).map((line) => `  ${line}`),
    ...alteredLines(summary, options),
    ...titled(
      messages.task.next,
      nextCommands(summary, options).map((line) => `  ${paint.name(line)}`),
      options,
    ),
  ];
}

function renderTasks({ tasks }: Summary, { messages, paint, width }: SummaryOptions): string[] {
  const { columns } = messages;
  const failed = tasks.filter(({ state }) => state === 'failed' || state === 'cancelled');
  const shown =
    tasks.length <= tasksShownMax
      ? tasks
      : [...failed, ...tasks.filter((task) => !failed.includes(task))].slice(0, tasksShownMax);
  const rows = shown.map((task): Cell[] => [
    { text: signOfState[task.state], brush: paint[brushOfState[task.state]] },
    { text: task.task_id, brush: paint.name },
    task.title,
    { text: messages.states[task.state], brush: paint[brushOfState[task.state]] },
    task.attempts === 0 ? '' : String(task.attempts),
    task.work_ms === 0 ? '' : formatDuration(task.work_ms),
    task.pr === undefined ? '' : `#${task.pr}`,
    task.failure === undefined ? '' : messages.failures[task.failure.kind],
  ]);
  const hidden = tasks.length - shown.length;
  return [
    ...renderTable(rows, {
      columns: [
        ...[{}, { title: columns.task, min: 4 }, { title: columns.title, min: 12 }, { title: columns.state }],
        { title: columns.attempts, align: 'right' },
        { title: columns.time, align: 'right' },
        { title: columns.pull, align: 'right' },
        { min: 8 },
      ],
      ...{ width, brush: paint.faint },
    }),
    ...(hidden > 0 ? [paint.faint(messages.common.more(hidden))] : []),
  ];
}

function headline({ spec_id, outcome, counts, total }: Summary, { messages, paint, end }: SummaryOptions): string {
  const words = messages.summary;
  const done = words.done(counts.done, total);
  if (end === 'finished' && outcome !== undefined) {
    const brush = { completed: paint.good, failed: paint.bad, cancelled: paint.warn }[outcome];
    const sign = { completed: '✓', failed: '✗', cancelled: '⊘' }[outcome];
    return brush(`${sign} ${spec_id}: ${words.outcomes[outcome]}, ${done}`);
  }
  return paint.warn(`‖ ${spec_id}: ${words.interrupted}, ${done}`);
}

function alteredLines({ altered = [] }: Summary, { messages, paint }: SummaryOptions): string[] {
  return altered.map(({ count, names, holders }) => {
    const [of, by] = [names, holders].map((list) => plainText(list.join(', '), { charsMax: alteredCharsMax }));
    return paint.bad(`✗ ${messages.summary.altered({ count, names: of ?? '', holders: by ?? '' })}`);
  });
}

function times({ elapsed_ms, work_ms, attempts, expected_ms }: Summary, { summary }: Messages): string[] {
  if (attempts === 0) return [];
  const speedup = elapsed_ms === 0 ? 1 : work_ms / elapsed_ms;
  return [
    summary.took({
      ...{ elapsed: formatDuration(elapsed_ms), work: formatDuration(work_ms), attempts },
      speedup: speedup.toFixed(1),
    }),
    ...(expected_ms === undefined || expected_ms === 0 ? [] : [summary.expected(formatDuration(expected_ms))]),
  ];
}

function nextCommands({ spec_id, tasks, final_pr, final_url, altered }: Summary, { end }: SummaryOptions): string[] {
  const failed = tasks.find(({ state }) => state === 'failed');
  return [
    ...(final_pr === undefined
      ? []
      : [`necrocode pr show ${final_pr}`, plainText(final_url ?? `git merge necrocode/${spec_id}`)]),
    ...(failed === undefined
      ? []
      : [`necrocode show ${spec_id} ${failed.task_id}`, `necrocode retry ${spec_id} ${failed.task_id}`]),
    ...(altered === undefined ? [] : ['necrocode doctor']),
    ...(end === 'finished' && failed === undefined ? [] : [`necrocode execute ${spec_id}`]),
    `necrocode status ${spec_id}`,
  ];
}
