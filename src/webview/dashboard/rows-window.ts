// Which rows of a long list have to be there: those that are seen, and a few more on both sides.

export interface RowsWindow {
  first: number;
  /** Behind the last one. */
  end: number;
}

const rowsBeside = 8;

export function rowsInView(
  { top, height }: { top: number; height: number },
  { rowHeight, count }: { rowHeight: number; count: number },
): RowsWindow {
  const first = Math.max(0, Math.floor(top / rowHeight) - rowsBeside);
  const end = Math.min(count, Math.ceil((top + height) / rowHeight) + rowsBeside);
  return { first: Math.min(first, Math.max(0, count - 1)), end };
}
