// A progress bar: what is done, what failed, what is at work, what is left. Each part has a sign of its own, so that it can be
// read without colours; a part that is there at all has at least one sign.
import type { Paint } from '../paint.ts';

export interface Parts {
  done: number;
  failed: number;
  live: number;
  total: number;
}

export function renderBar({ done, failed, live, total }: Parts, width: number, paint: Paint): string {
  const [doneWidth = 0, failedWidth = 0, liveWidth = 0, leftWidth = 0] = shareOut(
    [done, failed, live, Math.max(0, total - done - failed - live)],
    Math.max(1, Math.floor(width)),
  );
  return [
    paint.good('█'.repeat(doneWidth)),
    paint.bad('×'.repeat(failedWidth)),
    paint.live('▒'.repeat(liveWidth)),
    paint.faint('░'.repeat(leftWidth)),
  ].join('');
}

/** Whole columns in proportion to the parts; together they are always the width. */
export function shareOut(parts: readonly number[], width: number): number[] {
  const total = parts.reduce((sum, part) => sum + part, 0);
  if (total === 0) return parts.map((_, at) => (at === parts.length - 1 ? width : 0));
  const shares = parts.map((part) => (part === 0 ? 0 : Math.max(1, Math.floor((part / total) * width))));
  for (let rest = width - shares.reduce((sum, share) => sum + share, 0); rest !== 0; rest -= Math.sign(rest)) {
    const at = rest > 0 ? neediest(parts, shares) : largest(shares);
    shares[at] = (shares[at] ?? 0) + Math.sign(rest);
  }
  return shares;
}

/** The part that is furthest behind what is due to it. */
function neediest(parts: readonly number[], shares: readonly number[]): number {
  const lackOf = (at: number) => (parts[at] ?? 0) / ((shares[at] ?? 0) + 1);
  return parts.reduce((best, _, at) => (lackOf(at) > lackOf(best) ? at : best), 0);
}

function largest(shares: readonly number[]): number {
  return shares.reduce((best, share, at) => (share > (shares[best] ?? 0) ? at : best), 0);
}
