// Coloured output as an editor needs it: the text without its colour sequences, and which parts of it have which colour of the
// terminal's theme. Everything that is no colour was taken out when the output was written, and goes here, too.
import { createControlStripper } from '../../core/base/control-text.ts';

export interface StyledText {
  text: string;
  spans: Span[];
}

export interface Span {
  /** Offsets in the text. */
  start: number;
  end: number;
  style: Style;
}

export interface Style {
  /** Name of a colour of the theme. */
  color?: string;
  isBold?: true;
  isFaint?: true;
}

const colors = ['Black', 'Red', 'Green', 'Yellow', 'Blue', 'Magenta', 'Cyan', 'White'] as const;
const sequence = /\u001b\[([0-9;:]*)m/g;

/** The first spans of a text with more than `spansMax` are dropped: its end is what is looked at. */
export function readStyles(output: string, { spansMax = 5000 }: { spansMax?: number } = {}): StyledText {
  const stripper = createControlStripper();
  const raw = stripper.push(output) + stripper.flush();
  const spans: Span[] = [];
  const pieces: string[] = [];
  let style: Style = {};
  let length = 0;
  let from = 0;
  const push = (piece: string): void => {
    if (piece === '') return;
    if (Object.keys(style).length > 0) spans.push({ start: length, end: length + piece.length, style });
    pieces.push(piece);
    length += piece.length;
  };
  for (const found of raw.matchAll(sequence)) {
    push(raw.slice(from, found.index));
    style = applyCodes(style, found[1] ?? '');
    from = found.index + found[0].length;
  }
  push(raw.slice(from));
  return { text: pieces.join(''), spans: spans.slice(-spansMax) };
}

function applyCodes(before: Style, codes: string): Style {
  let style = before;
  const numbers = codes.split(/[;:]/).map(Number);
  for (let at = 0; at < numbers.length; at += 1) {
    const code = numbers[at] ?? 0;
    // 38 and 48 bring a colour along: `5;n` of a palette, `2;r;g;b`. The first sixteen are the theme's own.
    if (code === 38 || code === 48) {
      const isPalette = numbers[at + 1] === 5;
      const picked = isPalette && code === 38 ? numbers[at + 2] : undefined;
      if (code === 38) style = withColor(style, picked === undefined ? undefined : paletteColor(picked));
      at += isPalette ? 2 : 4;
    } else {
      style = applyCode(style, code);
    }
  }
  return style;
}

function applyCode(style: Style, code: number): Style {
  if (code === 0) return {};
  if (code === 1) return { ...style, isBold: true };
  if (code === 2) return { ...style, isFaint: true };
  if (code === 22) return { ...(style.color === undefined ? {} : { color: style.color }) };
  if (code === 39) return withColor(style, undefined);
  if (code >= 30 && code <= 37) return withColor(style, paletteColor(code - 30));
  return code >= 90 && code <= 97 ? withColor(style, paletteColor(code - 90 + 8)) : style;
}

function paletteColor(index: number): string | undefined {
  const name = colors[index % 8];
  if (index > 15 || name === undefined) return undefined;
  return index > 7 ? `terminal.ansiBright${name}` : `terminal.ansi${name}`;
}

function withColor({ color: _color, ...rest }: Style, color: string | undefined): Style {
  return color === undefined ? rest : { ...rest, color };
}
