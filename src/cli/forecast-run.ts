// `necrocode execute --dry-run`: what would start, when, and how long it would take. Starts nothing.
import type { Asked, Place, SimulationRow } from '../core/necrocode.ts';
import { readPlan, readState, settingsOf, simulateTaskset } from '../core/necrocode.ts';
import { UserError } from '../core/base/errors.ts';
import type { Taskset } from '../core/model/task.ts';
import { renderTable, type Cell } from './render/table.ts';
import { formatDuration } from './render/time.ts';
import { print, printJson, type ExitStatus, type Session } from './session.ts';

const workersUsual = 3;
const tasksShownMax = 60;

export async function forecastRun(
  session: Session,
  place: Place,
  { spec_id, workers, only }: Extract<Asked, { kind: 'execute' }>,
  isJson: boolean,
): Promise<ExitStatus> {
  const plan = await readPlan(place, spec_id);
  const tasks = (await readState(place)).specs.get(spec_id)?.tasks.values() ?? [];
  const done = [...tasks].filter(({ state }) => state === 'done').map(({ node }) => node.id);
  const wanted = workers ?? (await settingsOf(place)).workers;
  const count = typeof wanted === 'number' ? wanted : workersUsual;
  const chosen = only === undefined ? plan : choose(plan, only, session);
  const [row] = await simulateTaskset(chosen, [count], new Set(done));
  if (row === undefined) return 1;
  if (isJson) printJson(session, { spec_id, dry_run: true, ...row });
  else print(session, renderForecast(row, chosen, session));
  return 0;
}

/** The chosen tasks alone; edges to the others are taken as open. */
function choose(plan: Taskset, only: readonly string[], { messages }: Session): Taskset {
  const unknown = only.find((id) => !plan.tasks.some((task) => task.id === id));
  if (unknown !== undefined) {
    throw new UserError(messages.problems.unknownTask(plan.spec_id, unknown), {
      hint: messages.problems.listTasks(plan.spec_id),
    });
  }
  const tasks = plan.tasks
    .filter(({ id }) => only.includes(id))
    .map((task) => ({ ...task, dependencies: task.dependencies.filter((id) => only.includes(id)) }));
  return { ...plan, tasks };
}

function renderForecast(row: SimulationRow, { tasks }: Taskset, { messages, paint, stdout }: Session): string[] {
  const titles = new Map(tasks.map(({ id, title }) => [id, title]));
  const shown = row.timeline.slice(0, tasksShownMax);
  const cells = shown.map(({ task_id, start_ms, end_ms, worker }): Cell[] => [
    { text: `+${formatDuration(start_ms)}`, brush: paint.faint },
    String(worker),
    { text: task_id, brush: paint.name },
    titles.get(task_id) ?? '',
    formatDuration(end_ms - start_ms),
  ]);
  const { columns, execute, common } = messages;
  const hidden = row.timeline.length - shown.length;
  return [
    ...renderTable(cells, {
      columns: [
        { title: columns.start, align: 'right' },
        { title: columns.worker, align: 'right' },
        { title: columns.task },
        { title: columns.title, min: 12 },
        { title: columns.time, align: 'right' },
      ],
      ...{ width: stdout.columns, brush: paint.faint },
    }),
    ...(hidden > 0 ? [paint.faint(common.more(hidden))] : []),
    '',
    execute.forecast({ tasks: row.timeline.length, workers: row.workers, makespan: formatDuration(row.makespan_ms) }),
    paint.faint(execute.nothingStarted),
  ];
}
