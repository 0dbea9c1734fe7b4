// Rows and columns as lines of text. Columns are as wide as what stands in them; when that is too wide for the terminal, the
// columns that may shrink give way, the widest first, and what does not fit is cut. What stands in a cell may come from a plan or
// an agent: it is made plain here, so that it moves nothing on a terminal.
import { plainText } from '../../core/base/text.ts';
import type { Brush } from '../paint.ts';
import { cutToWidth, padToWidth, widthOf } from './width.ts';

/** A text, how it is painted once it fits; or our own signs, coloured already, which are never cut. */
export type Cell = string | { text: string; brush: Brush } | { painted: string };

export interface Column {
  title?: string;
  align?: 'left' | 'right';
  /** Down to how many columns it may be cut when the terminal is narrow; it is never cut when absent. */
  min?: number;
}

export interface TableOptions {
  columns: readonly Column[];
  /** Of the terminal; Infinity cuts nothing. */
  width: number;
  /** For the titles. */
  brush?: Brush;
  indent?: string;
}

const gap = '  ';

export function renderTable(rows: readonly (readonly Cell[])[], options: TableOptions): string[] {
  const { columns, width, brush = plain, indent = '' } = options;
  const hasTitles = columns.some(({ title }) => title !== undefined);
  const titles = columns.map(({ title = '' }): Cell => ({ text: title, brush }));
  const all = (hasTitles ? [titles, ...rows] : rows).map((row) => row.map(toFace));
  const widths = fitColumns(naturalWidths(all, columns.length), { columns, width: width - widthOf(indent) });
  return all.map((row) => indent + renderRow(row, columns, widths));
}

/** A cell as it is laid out. */
interface Face {
  text: string;
  brush: Brush;
  isPainted: boolean;
}

function toFace(cell: Cell): Face {
  if (typeof cell === 'string') return { text: plainText(cell), brush: plain, isPainted: false };
  if ('painted' in cell) return { text: cell.painted, brush: plain, isPainted: true };
  return { text: plainText(cell.text), brush: cell.brush, isPainted: false };
}

function plain(text: string): string {
  return text;
}

function naturalWidths(rows: readonly (readonly Face[])[], count: number): number[] {
  return Array.from({ length: count }, (_, at) =>
    rows.reduce((most, row) => Math.max(most, widthOf(row[at]?.text ?? '')), 0),
  );
}

function fitColumns(natural: readonly number[], { columns, width }: Pick<TableOptions, 'columns' | 'width'>): number[] {
  const widths = [...natural];
  const used = () => widths.reduce((sum, one) => sum + one, 0) + gap.length * countGaps(widths);
  for (let excess = used() - width; excess > 0; excess = used() - width) {
    const at = widestThatShrinks(widths, columns);
    if (at === undefined) break;
    const floor = Math.max(columns[at]?.min ?? 0, secondWidest(widths, columns, at));
    const present = widths[at] ?? 0;
    // Level with the next widest, or one less when several are level already.
    const target = present > floor ? Math.max(floor, present - excess) : present - 1;
    widths[at] = Math.max(columns[at]?.min ?? 0, target);
  }
  return widths;
}

function widestThatShrinks(widths: readonly number[], columns: readonly Column[]): number | undefined {
  let widest: number | undefined;
  for (const [at, { min }] of columns.entries()) {
    const width = widths[at] ?? 0;
    if (min === undefined || width <= min) continue;
    if (widest === undefined || width > (widths[widest] ?? 0)) widest = at;
  }
  return widest;
}

function secondWidest(widths: readonly number[], columns: readonly Column[], widest: number): number {
  return columns.reduce(
    (most, { min }, at) => (min === undefined || at === widest ? most : Math.max(most, widths[at] ?? 0)),
    0,
  );
}

function countGaps(widths: readonly number[]): number {
  return Math.max(0, widths.filter((width) => width > 0).length - 1);
}

function renderRow(row: readonly Face[], columns: readonly Column[], widths: readonly number[]): string {
  const cells = columns.flatMap(({ align = 'left' }, at) => {
    const width = widths[at] ?? 0;
    if (width === 0) return [];
    const { text, brush, isPainted } = row[at] ?? toFace('');
    const fitted = isPainted ? text : cutToWidth(text, width);
    return [padToWidth(fitted === '' ? '' : brush(fitted), width, align)];
  });
  return cells.join(gap).trimEnd();
}
