// Cuts a Markdown text into lines and says of each what may be looked for on it. Only LF ends a line; a CR stays out of the
// text but in the byte count. Front matter, HTML comments and fenced code are set aside, each only when it really closes:
// hiding a task by mistake is worse than showing one too many.

export type LineKind = 'text' | 'blank' | 'heading' | 'fenced' | 'hidden';

export type Line = {
  /** Counted from 1. */
  number: number;
  /** Without its end (LF or CR LF); a byte order mark in front of the first line is left out. */
  text: string;
  /** Offset in bytes of the first character of `text`. */
  byteStart: number;
  /** Columns of white space in front; a tab reaches to the next multiple of four. */
  indent: number;
  kind: LineKind;
  /** 1 to 6 for headings, else 0. */
  level: number;
  /** The text of a heading without its marks. */
  heading: string;
};

export type Fence = { line: number; text: string };
export type Scan = { lines: readonly Line[]; fences: readonly Fence[] };

/** Longer lines are text and nothing else. */
const structureCharactersMax = 10_000;
const byteOrderMark = '\uFEFF';

export function scanLines(text: string): Scan {
  const lines = cutLines(text);
  const fences: Fence[] = [];
  const findFenceEnd = fenceCloser(lines);
  const lastCommentEnd = lines.findLastIndex((line) => line.text.includes('-->'));
  let index = hideFrontMatter(lines);
  while (index < lines.length) {
    index = setAside(lines, index, { fences, findFenceEnd, lastCommentEnd });
  }
  return { lines, fences };
}

function cutLines(text: string): Line[] {
  let byteStart = text.startsWith(byteOrderMark) ? Buffer.byteLength(byteOrderMark) : 0;
  const content = text.startsWith(byteOrderMark) ? text.slice(1) : text;
  return content.split('\n').map((raw, index) => {
    const line = describeLine(raw.endsWith('\r') ? raw.slice(0, -1) : raw, index + 1, byteStart);
    byteStart += Buffer.byteLength(raw) + 1;
    return line;
  });
}

function describeLine(text: string, number: number, byteStart: number): Line {
  const indent = indentOf(text);
  const plain = { number, text, byteStart, indent, level: 0, heading: '' };
  if (text.trim() === '') return { ...plain, kind: 'blank' };
  if (indent > 3 || text.length > structureCharactersMax) return { ...plain, kind: 'text' };
  const marks = /^[ \t]*(#{1,6})(?=[ \t]|$)/.exec(text);
  if (marks === null) return { ...plain, kind: 'text' };
  const heading = text
    .slice(marks[0].length)
    .trim()
    .replace(/[ \t]#+$/, '')
    .trim();
  return { ...plain, kind: 'heading', level: marks[1]?.length ?? 0, heading };
}

function indentOf(text: string): number {
  let column = 0;
  for (const character of text) {
    if (character === '\t') column += 4 - (column % 4);
    else if (character === ' ' || character === '\u00A0' || character === '\u3000') column += 1;
    else break;
  }
  return column;
}

/** Returns the index of the first line after the front matter. */
function hideFrontMatter(lines: Line[]): number {
  if (lines[0]?.text.trimEnd() !== '---') return 0;
  const end = lines.findIndex((line, index) => index > 0 && /^(---|\.\.\.)\s*$/.test(line.text));
  if (end < 0) return 0;
  mark(lines, { from: 0, to: end, kind: 'hidden' });
  return end + 1;
}

type Asides = {
  fences: Fence[];
  findFenceEnd: (start: number) => number | undefined;
  /** No comment that begins after this line ever closes. */
  lastCommentEnd: number;
};

/** Sets aside a fence or comment that opens at `index`, if one does; returns the index to go on from. */
function setAside(lines: Line[], index: number, { fences, findFenceEnd, lastCommentEnd }: Asides): number {
  const line = lines[index];
  if (line === undefined) return index + 1;
  const fenceEnd = findFenceEnd(index);
  if (fenceEnd !== undefined) {
    const inside = lines.slice(index + 1, fenceEnd).map((inner) => inner.text);
    fences.push({ line: line.number, text: inside.join('\n') });
    mark(lines, { from: index, to: fenceEnd, kind: 'fenced' });
    return fenceEnd + 1;
  }
  if (index > lastCommentEnd || !line.text.trimStart().startsWith('<!--')) return index + 1;
  let commentEnd = index;
  while (lines[commentEnd]?.text.includes('-->') === false) commentEnd += 1;
  mark(lines, { from: index, to: commentEnd, kind: 'hidden' });
  return commentEnd + 1;
}

/**
 * Finds where the fence that opens at a line closes: at the same character, at least as long, alone on its line. Undefined
 * when no fence opens there, or when it never closes. What was searched for in vain is remembered, so that a text full of
 * open fences is still read in one pass.
 */
function fenceCloser(lines: readonly Line[]): (start: number) => number | undefined {
  const neverClosedLength = new Map<string, number>();
  return (start) => {
    const opening = /^\s*(`{3,}|~{3,})(.*)$/.exec(lines[start]?.text ?? '');
    const fence = opening?.[1] ?? '';
    const character = fence.charAt(0);
    if (fence === '' || (character === '`' && opening?.[2]?.includes('`') === true)) return undefined;
    if (fence.length >= (neverClosedLength.get(character) ?? Infinity)) return undefined;
    for (let index = start + 1; index < lines.length; index += 1) {
      const text = lines[index]?.text.trim() ?? '';
      if (text.length >= fence.length && text === character.repeat(text.length)) return index;
    }
    neverClosedLength.set(character, fence.length);
    return undefined;
  };
}

function mark(lines: Line[], { from, to, kind }: { from: number; to: number; kind: LineKind }): void {
  for (const line of lines.slice(from, to + 1)) {
    line.kind = kind;
    line.level = 0;
  }
}
