// Pull requests as a table: number, task, title, checks, state.
import type { PullRow } from '../../core/model/view-pulls.ts';
import type { Messages } from '../messages/messages.ts';
import type { Brush, Paint } from '../paint.ts';
import { renderTable, type Cell } from './table.ts';

export interface PullsOptions {
  messages: Messages;
  paint: Paint;
  width: number;
  isAll: boolean;
  rowsMax: number;
}

export function renderPulls(pulls: readonly PullRow[], options: PullsOptions): string[] {
  const { messages, paint, width, isAll, rowsMax } = options;
  const shown = isAll ? pulls : pulls.slice(0, rowsMax);
  const rows = shown.map((pull): Cell[] => [
    { text: `#${pull.number}`, brush: paint.name },
    [pull.spec_id, pull.task_id ?? messages.pulls.final].join(' '),
    pull.title,
    { text: messages.pulls.checks[pull.checks], brush: brushOfChecks(pull.checks, paint) },
    { text: messages.pulls.states[pull.state], brush: brushOfPull(pull.state, paint) },
  ]);
  const columns = [{ align: 'right' as const }, { min: 8 }, { min: 16 }, { min: 4 }, {}];
  const hidden = pulls.length - shown.length;
  return [
    ...renderTable(rows, { columns, width, indent: '  ' }),
    ...(hidden > 0 ? [paint.faint(`  ${messages.common.more(hidden)}`)] : []),
  ];
}

export function brushOfPull(state: PullRow['state'], paint: Paint): Brush {
  return { open: paint.warn, merged: paint.good, closed: paint.faint }[state];
}

function brushOfChecks(checks: PullRow['checks'], paint: Paint): Brush {
  return { none: paint.faint, pending: paint.live, success: paint.good, failure: paint.bad }[checks];
}
