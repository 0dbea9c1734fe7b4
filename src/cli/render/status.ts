// The overview of all specs: how far each is, who is at work, what needs a person, which pull requests are open.
import type { LiveRow, SpecRow, StatusView } from '../../core/model/view-status.ts';
import type { Messages } from '../messages/messages.ts';
import { brushOfState, signOfState, type Brush, type Paint } from '../paint.ts';
import { renderBar } from './bar.ts';
import { renderNeeds } from './needs.ts';
import { renderPulls } from './pulls.ts';
import { renderTable, type Cell } from './table.ts';
import { formatElapsed } from './time.ts';

export interface StatusOptions {
  messages: Messages;
  paint: Paint;
  width: number;
  now: number;
  /** Lists everything, however much it is. */
  isAll: boolean;
}

const liveShownMax = 20;
const pullsShownMax = 10;
const barWidth = 16;

export function renderStatus(view: StatusView, options: StatusOptions): string[] {
  const { messages, paint } = options;
  if (view.specs.length === 0) return [messages.status.nothingPlanned, `  ${paint.name('necrocode plan "…"')}`];
  return [
    ...renderSpecs(view.specs, options),
    ...titled(messages.status.atWork, renderLive(view.live, options), options),
    ...titled(messages.status.needsYou, renderNeeds(view.needs, options), options),
    ...titled(messages.status.openPulls, renderPulls(view.pulls, { ...options, rowsMax: pullsShownMax }), options),
  ];
}

/** A blank line, a title and its lines; nothing when there are none. */
export function titled(title: string, lines: readonly string[], { paint }: Pick<StatusOptions, 'paint'>): string[] {
  return lines.length === 0 ? [] : ['', paint.strong(title), ...lines];
}

function renderSpecs(specs: readonly SpecRow[], { messages, paint, width }: StatusOptions): string[] {
  const { columns } = messages;
  const rows = specs.map((spec): Cell[] => {
    const { done, failed } = spec.counts;
    const live = liveOf(spec);
    return [
      { text: spec.spec_id, brush: paint.name },
      spec.title,
      { painted: renderBar({ done, failed, live, total: spec.total }, barWidth, paint) },
      `${done}/${spec.total}`,
      stateCell(spec, messages, paint),
    ];
  });
  return renderTable(rows, {
    columns: [
      { title: columns.spec, min: 8 },
      { title: columns.title, min: 8 },
      { title: columns.progress },
      { title: columns.done, align: 'right' },
      { title: columns.state, min: 8 },
    ],
    ...{ width, brush: paint.faint },
  });
}

export function liveOf({ counts }: SpecRow): number {
  return counts.assigned + counts.running + counts.verifying + counts.review;
}

/** The run's state in words, and what stands out in its counts. */
export function stateCell({ run, counts }: SpecRow, messages: Messages, paint: Paint): { text: string; brush: Brush } {
  const failed = counts.failed > 0 ? `, ${messages.status.failedCount(counts.failed)}` : '';
  if (run === undefined) return { text: messages.runStates.planned, brush: paint.faint };
  const word = messages.runStates[run.state === 'finished' ? (run.outcome ?? 'completed') : run.state];
  const brush = {
    running: paint.live,
    paused: paint.warn,
    finished: run.outcome === 'completed' ? paint.good : paint.bad,
  };
  return { text: word + failed, brush: brush[run.state] };
}

export function renderLive(live: readonly LiveRow[], { messages, paint, width, isAll }: StatusOptions): string[] {
  const shown = isAll ? live : live.slice(0, liveShownMax);
  const rows = shown.map((row): Cell[] => [
    { text: signOfState[row.state], brush: paint[brushOfState[row.state]] },
    { text: `${row.spec_id} ${row.task_id}`, brush: paint.name },
    row.title,
    row.agent_instance,
    row.awaits_person ? messages.attend.waits : messages.states[row.state],
    formatElapsed(row.elapsed_ms),
  ]);
  const columns = [{}, { min: 10 }, { min: 12 }, { min: 6 }, {}, { align: 'right' as const }];
  const hidden = live.length - shown.length;
  return [
    ...renderTable(rows, { columns, width, indent: '  ' }),
    ...(hidden > 0 ? [paint.faint(`  ${messages.common.more(hidden)}`)] : []),
  ];
}
