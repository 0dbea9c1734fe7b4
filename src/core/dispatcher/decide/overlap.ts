// Whether two declared file patterns could mean the same file. Errs towards yes: a wrong yes costs a little order, a wrong
// no a conflict. A path without wildcards and without a file's ending also stands for everything below it, as plans name
// folders like that.

/** A glob, cut at its slashes. */
export type FilePattern = readonly string[];

const wildcard = /[*?[\]{}()!+@]/;

/** `./src/a.ts`, `src//a.ts` and `src\a.ts` are the same pattern. */
export function parsePattern(glob: string): FilePattern {
  return glob
    .replaceAll('\\', '/')
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.');
}

export function doOverlap(some: readonly FilePattern[], others: readonly FilePattern[]): boolean {
  return some.some((a) => others.some((b) => overlaps(a, b)));
}

/** By dynamic programming over segments: linear in the product of their numbers, whatever the wildcards. */
export function overlaps(a: FilePattern, b: FilePattern): boolean {
  // `below[j]`: do the rest of `a` behind the present segment and the rest of `b` from `j` on overlap?
  let below = restsAgainstNothing(b, isFolder(a));
  const edge = restsAgainstNothing(a, isFolder(b));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const row = new Array<boolean>(b.length + 1).fill(edge[i] === true);
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const isEither = a[i] === '**' || b[j] === '**';
      row[j] = isEither
        ? below[j] === true || row[j + 1] === true
        : below[j + 1] === true && doSegmentsOverlap(a[i] ?? '', b[j] ?? '');
    }
    below = row;
  }
  return below[0] === true;
}

/** For each place in a pattern, whether its rest can follow where the other has ended: always, if that is a folder. */
function restsAgainstNothing(pattern: FilePattern, isBelowFolder: boolean): boolean[] {
  const firstNeeded = pattern.findLastIndex((segment) => segment !== '**') + 1;
  return Array.from({ length: pattern.length + 1 }, (_, place) => isBelowFolder || place >= firstNeeded);
}

/** The last segment is a name without wildcards and without the ending of a file. */
function isFolder(pattern: FilePattern): boolean {
  const last = pattern.at(-1);
  return last === undefined || (!wildcard.test(last) && !/.\.[^.]+$/.test(last));
}

/** Literal segments must be equal; otherwise what stands before the first and behind the last wildcard must agree. */
function doSegmentsOverlap(a: string, b: string): boolean {
  if (!wildcard.test(a) && !wildcard.test(b)) return a === b;
  const [headA, tailA] = endsOf(a);
  const [headB, tailB] = endsOf(b);
  const doHeadsAgree = headA.startsWith(headB) || headB.startsWith(headA);
  return doHeadsAgree && (tailA.endsWith(tailB) || tailB.endsWith(tailA));
}

function endsOf(segment: string): [head: string, tail: string] {
  const at = segment.search(wildcard);
  if (at === -1) return [segment, segment];
  const last = [...segment].findLastIndex((character) => wildcard.test(character));
  return [segment.slice(0, at), [...segment].slice(last + 1).join('')];
}
