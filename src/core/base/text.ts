// Text from outside made fit to stand in one line before a person: nothing in it moves the cursor, colours the terminal,
// turns the reading direction or hides. It says nothing about markup; whoever writes Markdown or HTML escapes on top of it.

import { createControlStripper } from './control-text.ts';

/** The languages that people are spoken to in. */
export type Language = 'en' | 'ja';

/** What `control-text.ts` lets through, because output may have colours; a line of ours has its own. */
const style = /\u001b\[[0-9;:]*m/g;

/** Direction marks, zero-width characters and invisible tags. The joiners U+200C and U+200D stay: scripts and emoji need them. */
const invisible =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

const blank = /[\s\p{Cc}\u2028\u2029]+/gu;

/** One line without control, direction or invisible characters; runs of blanks are one space. Cut to `charsMax` when given. */
export function plainText(text: string, { charsMax }: { charsMax?: number } = {}): string {
  // What will be cut anyway need not be looked at; what is stripped before it may let a little more in.
  const looked = charsMax === undefined ? text : text.slice(0, charsMax * 4 + 1000);
  const line = withoutSequences(looked)
    .replace(style, '')
    .toWellFormed()
    .replace(invisible, '')
    .replace(blank, ' ')
    .trim();
  return charsMax === undefined ? line : cutText(line, charsMax);
}

/** The same for a text of several lines: its line ends and blanks stay. */
export function plainLines(text: string): string {
  const lines = withoutSequences(text).replace(style, '').toWellFormed().replace(invisible, '');
  return lines.replace(/[^\P{Cc}\n]/gu, ' ').trimEnd();
}

/** At most `charsMax` UTF-16 units, an ellipsis included when something was cut; no character is torn in two. */
export function cutText(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  const kept = text.slice(0, Math.max(0, charsMax - 1));
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

function withoutSequences(text: string): string {
  const stripper = createControlStripper();
  return stripper.push(text) + stripper.flush();
}
