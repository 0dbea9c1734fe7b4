// The files of a repository as few lines as the budget wants: every path where they fit, else folders with counts, from the
// deepest level that fits upward.
import { cutToTokens, estimateTokens } from './budget.ts';

const depthMax = 8;

export function drawFileTree(paths: readonly string[], tokensMax: number): string {
  const whole = paths.join('\n');
  if (estimateTokens(whole) <= tokensMax) return whole;
  for (let depth = depthMax; depth >= 1; depth -= 1) {
    const folded = foldBelow(paths, depth);
    if (estimateTokens(folded) <= tokensMax) return folded;
  }
  return cutToTokens(foldBelow(paths, 1), tokensMax);
}

/** Folders at this depth stand for what is below them: `src/core/ (41 files)`. */
function foldBelow(paths: readonly string[], depth: number): string {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const parts = path.split('/');
    const name = parts.length > depth ? `${parts.slice(0, depth).join('/')}/` : path;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .map(([name, count]) => (name.endsWith('/') ? `${name} (${String(count)} files)` : name))
    .join('\n');
}
