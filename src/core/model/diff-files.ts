// A diff as git prints it, taken apart: first into files with their counts, which is cheap for megabytes, then one file's text
// into lines with their numbers, when somebody looks at it. It believes nothing but the shape: what it does not understand is
// passed over, and never throws.
import type { PullFile } from './panel-pull.ts';

export interface DiffFile extends PullFile {
  /** From the first hunk on; empty for a binary file and for a mere renaming. */
  text: string;
}

export interface PatchLine {
  kind: 'hunk' | 'added' | 'removed' | 'same' | 'note';
  /** Without the sign in front. */
  text: string;
  old?: number;
  new?: number;
}

export function splitDiff(diff: string): DiffFile[] {
  const starts = [...diff.matchAll(/^diff --git /gm)].map(({ index }) => index);
  return starts.map((start, at) => readFileDiff(diff.slice(start, starts[at + 1] ?? diff.length)));
}

function readFileDiff(section: string): DiffFile {
  const hunks = section.search(/^@@ /m);
  const head = (hunks === -1 ? section : section.slice(0, hunks)).split('\n');
  const text = hunks === -1 ? '' : section.slice(hunks);
  const after = (prefix: string) => head.find((line) => line.startsWith(prefix))?.slice(prefix.length);
  const [oldPath, newPath] = [pathOf(after('--- ')), pathOf(after('+++ '))];
  const renamedFrom = unquote(after('rename from '));
  const path = newPath ?? oldPath ?? unquote(after('rename to ')) ?? pathOfHead(head[0] ?? '');
  const isBinary = head.some((line) => /^(Binary files |GIT binary patch)/.test(line));
  return {
    path,
    ...(renamedFrom === undefined ? {} : { old_path: renamedFrom }),
    status: statusOf({
      isBinary,
      isRenamed: renamedFrom !== undefined,
      isNew: after('new file mode ') !== undefined,
      isGone: after('deleted file mode ') !== undefined,
    }),
    insertions: text.match(/^\+/gm)?.length ?? 0,
    deletions: text.match(/^-/gm)?.length ?? 0,
    text,
  };
}

function statusOf(is: { isBinary: boolean; isRenamed: boolean; isNew: boolean; isGone: boolean }): PullFile['status'] {
  if (is.isNew) return 'added';
  if (is.isGone) return 'deleted';
  if (is.isBinary) return 'binary';
  return is.isRenamed ? 'renamed' : 'modified';
}

/** The side of a `---` or `+++` line; undefined for the side that does not exist. */
function pathOf(side: string | undefined): string | undefined {
  const path = unquote(side?.replace(/\t$/, ''));
  return path === undefined || path === '/dev/null' ? undefined : path.replace(/^[ab]\//, '');
}

/** `diff --git a/x b/x`, for files that have no other line with a path: both sides are the same then. */
function pathOfHead(line: string): string {
  const sides = line.slice('diff --git '.length);
  if (sides.startsWith('"')) return pathOf(/^"(?:[^"\\]|\\.)*"/.exec(sides)?.[0]) ?? '';
  return sides.slice(0, (sides.length - 1) / 2).replace(/^a\//, '');
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };

/** Names with unusual characters stand in quotes, their bytes in octal. */
function unquote(name: string | undefined): string | undefined {
  if (name === undefined || !name.startsWith('"')) return name;
  const bytes: number[] = [];
  for (const [, octal, escaped, plain] of name.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/gsu)) {
    if (octal !== undefined) bytes.push(parseInt(octal, 8));
    else bytes.push(...new TextEncoder().encode(plain ?? escapes[escaped ?? ''] ?? escaped));
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}

/** At most `linesMax` lines of what `text` holds. */
export function readPatch(text: string, { linesMax }: { linesMax: number }): { lines: PatchLine[]; isCut: boolean } {
  const lines: PatchLine[] = [];
  let [oldLine, newLine] = [0, 0];
  const all = text.endsWith('\n') ? text.slice(0, -1).split('\n') : text.split('\n');
  for (const line of all.slice(0, linesMax)) {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    if (hunk !== null) {
      [oldLine, newLine] = [Number(hunk[1]), Number(hunk[2])];
      lines.push({ kind: 'hunk', text: line });
    } else if (line.startsWith('+')) lines.push({ kind: 'added', text: line.slice(1), new: newLine++ });
    else if (line.startsWith('-')) lines.push({ kind: 'removed', text: line.slice(1), old: oldLine++ });
    else if (line.startsWith(' ')) lines.push({ kind: 'same', text: line.slice(1), old: oldLine++, new: newLine++ });
    else if (line !== '') lines.push({ kind: 'note', text: line.replace(/^\\ /, '') });
  }
  return { lines, isCut: all.length > linesMax };
}
