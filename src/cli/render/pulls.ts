// Pull requests as a table: number, task, title, checks, state, and the address of those that are elsewhere. The address is never cut,
// because a terminal opens it with a click: where it does not fit beside the rest, it stands below.
import { plainText } from '../../core/base/text.ts';
import type { PullRow } from '../../core/model/view-pulls.ts';
import type { Messages } from '../messages/messages.ts';
import type { Brush, Paint } from '../paint.ts';
import { renderTable, type Cell } from './table.ts';
import { widthOf } from './width.ts';

export interface PullsOptions {
  messages: Messages;
  paint: Paint;
  width: number;
  isAll: boolean;
  rowsMax: number;
}

/** What the other columns want at least, to be worth reading. */
const roomBesideAddress = 70;

export function renderPulls(pulls: readonly PullRow[], options: PullsOptions): string[] {
  const { messages, paint, width, isAll, rowsMax } = options;
  const shown = isAll ? pulls : pulls.slice(0, rowsMax);
  const hasRoom = width >= roomBesideAddress + Math.max(0, ...shown.map(({ url = '' }) => widthOf(url)));
  const rows = shown.map((pull): Cell[] => [
    { text: `#${pull.number}`, brush: paint.name },
    [pull.spec_id, pull.task_id ?? messages.pulls.final].join(' '),
    pull.title,
    { text: messages.pulls.checks[pull.checks], brush: brushOfChecks(pull.checks, paint) },
    { text: messages.pulls.states[pull.state], brush: brushOfPull(pull.state, paint) },
    { text: hasRoom ? (pull.url ?? '') : '', brush: paint.faint },
  ]);
  const columns = [{ align: 'right' as const }, { min: 8 }, { min: 16 }, { min: 4 }, {}, {}];
  const hidden = pulls.length - shown.length;
  const lines = renderTable(rows, { columns, width, indent: '  ' });
  const address = (at: number): string[] => {
    const url = hasRoom ? undefined : shown[at]?.url;
    return url === undefined ? [] : [paint.faint(`      ${plainText(url)}`)];
  };
  return [
    ...lines.flatMap((line, at) => [line, ...address(at)]),
    ...(hidden > 0 ? [paint.faint(`  ${messages.common.more(hidden)}`)] : []),
  ];
}

export function brushOfPull(state: PullRow['state'], paint: Paint): Brush {
  return { open: paint.warn, merged: paint.good, closed: paint.faint }[state];
}

function brushOfChecks(checks: PullRow['checks'], paint: Paint): Brush {
  return { none: paint.faint, pending: paint.live, success: paint.good, failure: paint.bad }[checks];
}
