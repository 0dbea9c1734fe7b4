// A plan as a small tree: tasks in waves, each wave startable when those above it are done; then what changed, what was strange,
// how long it may take, and how to go on.
import { cutText, plainText } from '../../core/base/text.ts';
import { topologicalOrder } from '../../core/model/graph.ts';
import { isSettledByPlan, type Task } from '../../core/model/task.ts';
import type { PlanOutcome, SimulationRow } from '../../core/necrocode.ts';
import type { Messages } from '../messages/messages.ts';
import type { Paint } from '../paint.ts';
import { titled } from './status.ts';
import { renderTable, type Cell } from './table.ts';
import { formatDuration } from './time.ts';
import { wrapToWidth } from './width.ts';

export interface PlanOptions {
  messages: Messages;
  paint: Paint;
  width: number;
  forecast: readonly SimulationRow[];
  isDryRun: boolean;
}

const tasksShownMax = 80;
const titleCharsMax = 100;
const tasksPerWaveMax = 12;
const problemsShownMax = 20;
const idsShownMax = 12;

export function renderPlan(outcome: PlanOutcome, options: PlanOptions): string[] {
  const { spec_id, taskset } = outcome;
  const planner = outcome.agent === undefined ? outcome.planner : `${outcome.planner} ${plainText(outcome.agent)}`;
  const { messages, paint, width, isDryRun } = options;
  const words = messages.plan;
  const waves = wavesOf(taskset.tasks);
  return [
    `${paint.strong(spec_id)}  ${plainText(taskset.title)}`,
    paint.faint(
      words.summary({ tasks: taskset.tasks.length, waves: waves.length, version: taskset.taskset_version, planner }),
    ),
    ...(taskset.issue === undefined
      ? []
      : [words.fromIssue({ number: taskset.issue.number, url: plainText(taskset.issue.url) })]),
    ...renderWaves(waves, taskset.tasks.length > tasksShownMax ? tasksPerWaveMax : Infinity, options),
    ...titled(words.forecast, renderForecast(options), options),
    ...titled(words.changes, renderDifference(outcome, options), options),
    ...titled(words.problems, renderProblems(outcome, options), options),
    ...titled(
      words.notes,
      outcome.notes.flatMap((note) => wrapToWidth(plainText(note), width - 2).map((line) => `  ${line}`)),
      options,
    ),
    ...titled(
      words.written,
      outcome.written.map((path) => `  ${plainText(path)}`),
      options,
    ),
    ...titled(
      words.next,
      nextCommands(spec_id, isDryRun, words).map((line) => `  ${line}`),
      options,
    ),
  ];
}

/** Each task one wave below the lowest of those it depends on. */
export function wavesOf(tasks: readonly Task[]): Task[][] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const levels = new Map<string, number>();
  const waves: Task[][] = [];
  for (const id of topologicalOrder(tasks)) {
    const task = byId.get(id);
    if (task === undefined) continue;
    const level = task.dependencies.reduce((lowest, of) => Math.max(lowest, (levels.get(of) ?? -1) + 1), 0);
    levels.set(id, level);
    waves[level] = [...(waves[level] ?? []), task];
  }
  return waves;
}

/** Laid out as one table, so that all waves have the same columns. */
function renderWaves(waves: readonly Task[][], perWaveMax: number, options: PlanOptions): string[] {
  const { messages, paint, width } = options;
  const shown = waves.map((wave) => wave.slice(0, perWaveMax));
  const rows = shown.flatMap((tasks, at) =>
    tasks.map((task, index) => taskRow(task, index === (waves[at]?.length ?? 0) - 1, paint)),
  );
  const columns = [{}, {}, {}, { min: 20 }, { min: 4 }, { min: 8 }];
  const lines = renderTable(rows, { columns, width, indent: '  ' })[Symbol.iterator]();
  return shown.flatMap((tasks, at) => {
    const hidden = (waves[at]?.length ?? 0) - tasks.length;
    return [
      '',
      paint.strong(messages.plan.wave(at + 1)),
      ...lines.take(tasks.length),
      ...(hidden > 0 ? [paint.faint(`  └ ${messages.common.more(hidden)}`)] : []),
    ];
  });
}

function taskRow(task: Task, isLast: boolean, paint: Paint): Cell[] {
  return [
    { text: isLast ? '└' : '├', brush: paint.faint },
    { text: isSettledByPlan(task) ? '✓' : task.kind === 'checkpoint' ? '◇' : '○', brush: paint.faint },
    { text: task.id, brush: paint.name },
    // A title may be a paragraph; whoever wants all of it reads the plan.
    cutText(task.title, titleCharsMax),
    { text: task.required_skill ?? '', brush: paint.live },
    { text: task.dependencies.length === 0 ? '' : `← ${task.dependencies.join(', ')}`, brush: paint.faint },
  ];
}

function renderForecast({ forecast, messages }: PlanOptions): string[] {
  return forecast
    .filter(({ makespan_ms }) => makespan_ms > 0)
    .map(({ workers, makespan_ms }) => `  ${messages.plan.takes(workers, formatDuration(makespan_ms))}`);
}

/** Nothing for a first plan: everything in it is new. */
function renderDifference({ difference, taskset }: PlanOutcome, { messages, paint, width }: PlanOptions): string[] {
  const { added, removed, changed, kept } = difference;
  if (kept.length + changed.length + removed.length === 0 || taskset.taskset_version === 1) return [];
  const row = (sign: string, ids: readonly string[], brush: keyof Paint): Cell[][] =>
    ids.length === 0 ? [] : [[{ text: `${sign}${ids.length}`, brush: paint[brush] }, listed(ids, messages)]];
  return renderTable(
    [...row('+', added, 'good'), ...row('−', removed, 'bad'), ...row('~', changed, 'warn'), ...row('=', kept, 'faint')],
    {
      columns: [{}, { min: 20 }],
      ...{ width, indent: '  ' },
    },
  );
}

function listed(ids: readonly string[], { common }: Messages): string {
  const hidden = ids.length - idsShownMax;
  return [...ids.slice(0, idsShownMax), ...(hidden > 0 ? [common.more(hidden)] : [])].join(', ');
}

function renderProblems({ problems }: PlanOutcome, { paint, messages, width }: PlanOptions): string[] {
  const rows = problems
    .slice(0, problemsShownMax)
    .map(({ file, line, message }): Cell[] => [
      { text: '!', brush: paint.warn },
      { text: `${file}:${line}`, brush: paint.faint },
      message,
    ]);
  const hidden = problems.length - rows.length;
  return [
    ...renderTable(rows, { columns: [{}, { min: 12 }, { min: 20 }], width, indent: '  ' }),
    ...(hidden > 0 ? [paint.faint(`  ${messages.common.more(hidden)}`)] : []),
  ];
}

function nextCommands(spec_id: string, isDryRun: boolean, words: Messages['plan']): string[] {
  return isDryRun ? [words.dryRun] : [`necrocode execute ${spec_id}`, `necrocode simulate ${spec_id}`];
}
