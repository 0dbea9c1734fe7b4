// Characters that a reader of code would not see, and that may make it read otherwise than it runs: direction marks, zero-width
// and other control characters. They are not taken away, since the code has them, but set apart, so that they can be shown.

const hidden =
  /[\p{Cc}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/u;

const runs = new RegExp(`(?:(?!\\t)(?:${hidden.source}))+`, 'gu');

export interface TextPart {
  text: string;
  /** Then `text` is their names, such as `U+202E`. */
  isHidden: boolean;
}

/** The line in parts; tabs are no hidden characters. A line without any is one part. */
export function splitHidden(line: string): TextPart[] {
  if (!hidden.test(line)) return [{ text: line, isHidden: false }];
  const parts: TextPart[] = [];
  let at = 0;
  for (const { 0: found, index } of line.matchAll(runs)) {
    if (index > at) parts.push({ text: line.slice(at, index), isHidden: false });
    parts.push({ text: [...found].map(nameOf).join(' '), isHidden: true });
    at = index + found.length;
  }
  if (at < line.length) parts.push({ text: line.slice(at), isHidden: false });
  return parts;
}

function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
