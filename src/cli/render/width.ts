// Text in columns of a terminal: a Japanese character takes two, a colour takes none. Whoever lays out text measures, cuts and
// fills with these and never with `.length`. Written here rather than taken from `string-width`, with which the tests compare
// it, because that one's segmenter costs more time than everything else that `status` does.
import type { Brush } from '../paint.ts';

/** Printable ASCII is as wide as it is long, and most of what is measured. */
const plainAscii = /^[ -~]*$/;

const colours = /\u001b\[[0-9;]*m/g;

/** What the eye takes as one character: with its marks, or an emoji with all that is joined to it. */
const clusters =
  /\p{RI}{2}|[\d#*]\ufe0f\u20e3|\p{Emoji}(?:\p{EMod}|\ufe0f)?(?:\u200d\p{Emoji}(?:\p{EMod}|\ufe0f)?)+|[^](?:[\p{Mn}\p{Me}\p{EMod}\u200d\ufe0e\ufe0f])*/gu;

const emojiCluster = /^(?:\p{RI}|\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\p{Emoji}\p{EMod})/u;
const invisible = /^[\p{Cc}\p{Cf}\p{Mn}\p{Me}\u200b]/u;

/** East Asian Wide and Fullwidth: the blocks of Unicode Standard Annex #11 that are wide as a whole. */
const wide =
  /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u3247\u3250-\u4dbf\u4e00-\ua4c6\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1aff0}-\u{1b2fb}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]/u;

export function widthOf(text: string): number {
  if (plainAscii.test(text)) return text.length;
  let width = 0;
  for (const [cluster] of text.replace(colours, '').matchAll(clusters)) width += widthOfCluster(cluster);
  return width;
}

function widthOfCluster(cluster: string): number {
  if (cluster.length === 1 && cluster >= ' ' && cluster <= '~') return 1;
  if (emojiCluster.test(cluster) || wide.test(cluster)) return 2;
  return invisible.test(cluster) ? 0 : 1;
}

/** At most so many columns, an ellipsis included when something was cut. For text without colours: paint it afterwards. */
export function cutToWidth(text: string, columns: number): string {
  if (columns === Infinity || widthOf(text) <= columns) return text;
  if (columns <= 0) return '';
  let kept = '';
  let width = 1;
  for (const [cluster] of text.matchAll(clusters)) {
    width += widthOfCluster(cluster);
    if (width > columns) break;
    kept += cluster;
  }
  return `${kept.trimEnd()}…`;
}

export function padToWidth(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, columns - widthOf(text)));
  return align === 'left' ? text + blanks : blanks + text;
}

/** Cut, painted, and filled to exactly so many columns. */
export function fitToWidth(text: string, columns: number, brush: Brush = (same) => same): string {
  const cut = cutToWidth(text, columns);
  return brush(cut) + ' '.repeat(Math.max(0, columns - widthOf(cut)));
}

/** Lines of at most so many columns, broken at blanks, or anywhere in a language that has none. */
export function wrapToWidth(text: string, columns: number): string[] {
  if (columns === Infinity) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\s)|(?<=[\u3000-\u9fff\uff00-\uffef])/u)) {
    if (line !== '' && widthOf(line + word.trimEnd()) > columns) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += word;
  }
  return [...lines, line.trimEnd()];
}
