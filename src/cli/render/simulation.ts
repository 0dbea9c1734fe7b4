// The forecast of a plan as a table: one line for each number of workers.
import type { SimulationRow } from '../../core/necrocode.ts';
import type { Messages } from '../messages/messages.ts';
import type { Paint } from '../paint.ts';
import { renderTable, type Cell } from './table.ts';
import { formatDuration } from './time.ts';
import { wrapToWidth } from './width.ts';

export interface SimulationOptions {
  messages: Messages;
  paint: Paint;
  width: number;
}

export function renderSimulation(rows: readonly SimulationRow[], options: SimulationOptions): string[] {
  const { messages, paint, width } = options;
  const words = messages.simulation;
  const alone = rows.find(({ workers }) => workers === 1)?.makespan_ms;
  const cells = rows.map((row): Cell[] => [
    { text: String(row.workers), brush: paint.strong },
    formatDuration(row.makespan_ms),
    alone === undefined || row.makespan_ms === 0 ? '' : `${(alone / row.makespan_ms).toFixed(1)}×`,
    `${Math.round(row.efficiency * 100)} %`,
    formatDuration(row.lower_bound_ms),
  ]);
  const path = rows[0]?.critical_path ?? [];
  return [
    ...renderTable(cells, {
      columns: [words.workers, words.makespan, words.speedup, words.efficiency, words.lowerBound].map((title) => ({
        ...{ title, align: 'right' as const },
      })),
      ...{ width, brush: paint.faint },
    }),
    '',
    ...wrapToWidth(`${words.criticalPath}: ${path.join(' → ')}`, width),
  ];
}
