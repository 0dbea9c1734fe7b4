// Finds the places in a file where git has left conflict markers, with a few lines around each. Pure text.

const linesAround = 3;
const linesPerHunkMax = 60;

/** The hunks, separated by a line with `…`; empty when there is none. */
export function findConflictHunks(text: string): string {
  const lines = text.split('\n');
  const hunks: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    if (!lines[at]?.startsWith('<<<<<<< ')) continue;
    const end = lines.findIndex((line, index) => index > at && line.startsWith('>>>>>>> '));
    const last = end === -1 ? lines.length - 1 : end;
    hunks.push(shorten(lines.slice(Math.max(0, at - linesAround), last + 1 + linesAround)));
    at = last;
  }
  return hunks.join('\n…\n');
}

function shorten(lines: readonly string[]): string {
  if (lines.length <= linesPerHunkMax) return lines.join('\n');
  const half = linesPerHunkMax / 2;
  const left = lines.length - linesPerHunkMax;
  return [...lines.slice(0, half), `… (${String(left)} lines)`, ...lines.slice(-half)].join('\n');
}
