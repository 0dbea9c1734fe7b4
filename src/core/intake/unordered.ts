// Tells a list whose order means something from one that only lists. Numbers, phases, waves and the marks of a spec's dialect are
// hints of an order; bullets alone are none, and what they name may be done side by side.
import type { Line } from './lines.ts';
import type { Dialect, ParsedTask, Wave } from './parsed.ts';

const bullet = /^\s*[-*+]\s/;

/** True for a plain list of at least two tasks in which nothing says which comes first. */
export function isUnordered(
  tasks: readonly ParsedTask[],
  { dialect, waves, lines }: { dialect: Dialect; waves: readonly Wave[] | undefined; lines: readonly Line[] },
): boolean {
  if (dialect !== 'markdown' || waves !== undefined || tasks.length < 2) return false;
  return tasks.every(
    ({ displayId, phase, source }) =>
      displayId === undefined && phase === undefined && bullet.test(lines[source.line - 1]?.text ?? ''),
  );
}
