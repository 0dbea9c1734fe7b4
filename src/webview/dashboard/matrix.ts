// The forecast conflicts as a square: each task in it against each other. Only tasks that meet another are there, and at most
// as many as can be told apart on a page; the list beside it is complete.
import type { PanelConflict } from '../../core/model/panel-dashboard.ts';

export interface Matrix {
  ids: string[];
  /** By row and column: the conflict between the two, if there is one. */
  cells: (PanelConflict | undefined)[][];
  /** Tasks for which there was no room. */
  hidden: number;
}

export const matrixSizeMax = 12;

export function matrixOf(conflicts: readonly PanelConflict[], order: readonly string[]): Matrix {
  const met = new Set(conflicts.flatMap(({ tasks }) => tasks));
  const all = order.filter((id) => met.has(id));
  const ids = all.slice(0, matrixSizeMax);
  const between = new Map<string, PanelConflict>();
  for (const conflict of conflicts) {
    const [one, other] = conflict.tasks;
    between.set(`${one} ${other}`, conflict).set(`${other} ${one}`, conflict);
  }
  return {
    ids,
    cells: ids.map((row) => ids.map((column) => between.get(`${row} ${column}`))),
    hidden: all.length - ids.length,
  };
}
