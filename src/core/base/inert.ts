// Foreign text made harmless in Markdown: no markup, HTML, link, mention or reference to an issue comes out of it, on
// GitHub or elsewhere. It reads as it was written; only what would act loses its power.
import { plainText } from './text.ts';

/** Invisible, and enough for `@name` and `#12` not to be taken for a mention and a reference. */
const gap = '\u200b';

/** One line of Markdown that shows `text` and does nothing else. */
export function inert(text: string, { charsMax = 500 }: { charsMax?: number } = {}): string {
  return (
    plainText(text, { charsMax })
      .replace(/[\\`*~[\]$|]/g, '\\$&')
      // Inside a word an underscore is no markup, and names are full of them.
      .replace(/(?<![\p{L}\p{N}_])_|_(?![\p{L}\p{N}_])/gu, '\\_')
      .replace(/&(?=#|\w+;)/g, '&amp;')
      .replaceAll('<', '&lt;')
      .replace(/^[#>=+-]/, '\\$&')
      .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
      .replace(/@(?=[\p{L}\p{N}])/gu, `@${gap}`)
      .replace(/#(?=\d)/g, `#${gap}`)
      .replace(/\bGH-(?=\d)/gi, (found) => `${found}${gap}`)
      .replace(/:(?=\/\/)/g, '\\:')
      .replace(/\bwww\./gi, (found) => `${found.slice(0, -1)}\\.`)
  );
}

/** The same as a code span, for paths, commands and names. */
export function inertCode(text: string, { charsMax = 300 }: { charsMax?: number } = {}): string {
  const plain = plainText(text, { charsMax });
  if (plain === '') return '';
  const longest = (plain.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
  const fence = '`'.repeat(longest + 1);
  const padding = plain.startsWith('`') || plain.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${plain}${padding}${fence}`;
}

/** Several lines as a quotation, each of them inert. */
export function inertQuote(text: string, { linesMax = 40 }: { linesMax?: number } = {}): string[] {
  const lines = text.trim().split(/\r\n|[\n\r\u2028\u2029]/);
  const shown = lines.slice(0, linesMax).map((line) => `> ${inert(line)}`.trimEnd());
  return lines.length > linesMax ? [...shown, '> …'] : shown;
}

/** A row of a table; a bar in a cell would split it, in a code span too. */
export function tableRow(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, '\\|')).join(' | ')} |`;
}
