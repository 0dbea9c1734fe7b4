// What somebody may have meant who has mistyped a name: the known one with the fewest changes, if they are few.

const changesMax = 3;

export function findNearest(name: string, known: readonly string[]): string | undefined {
  let nearest: { name: string; changes: number } | undefined;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) > changesMax) continue;
    const changes = countChanges(name.toLowerCase(), candidate.toLowerCase());
    if (changes < (nearest?.changes ?? Infinity)) nearest = { name: candidate, changes };
  }
  const allowed = Math.min(changesMax, Math.ceil(name.length / 3));
  return nearest !== undefined && nearest.changes <= allowed ? nearest.name : undefined;
}

/** Levenshtein's distance. */
function countChanges(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let at = 1; at <= to.length; at += 1) {
      const isSame = from[row - 1] === to[at - 1];
      const [above = 0, before = 0, diagonal = 0] = [previous[at], current[at - 1], previous[at - 1]];
      current.push(Math.min(above + 1, before + 1, diagonal + (isSame ? 0 : 1)));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
