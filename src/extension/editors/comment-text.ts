// A comment at a line of a diff travels as an ordinary comment of the pull request, with the place in front: whoever reads it, an
// agent or a person on another forge, sees what it is about. Here the place is written, and found again.

export interface LineComment {
  /** Path in the repository, with forward slashes. */
  file: string;
  /** From 1 on. */
  line: number;
  text: string;
}

/** What a request may hold. */
export const commentCharsMax = 16_000;

/** `` `src/a.ts:12` Why twice? `` */
export function writeLineComment({ file, line, text }: LineComment): string {
  return `\`${file}:${line}\` ${text.trim()}`;
}

/** Undefined for a comment about the whole. */
export function parseLineComment(text: string): LineComment | undefined {
  const found = /^`([^`\n]+):(\d{1,7})` ([^]*)$/.exec(text);
  const [, file, line, rest] = found ?? [];
  if (file === undefined || line === undefined || rest === undefined || Number(line) < 1) return undefined;
  return { file, line: Number(line), text: rest };
}
