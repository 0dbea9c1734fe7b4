// Masks secrets in text: those that were registered, in all their encodings, and whatever has the form of a well-known token.
// A stream holds back only what may be the beginning of a secret, so that one split over chunks is caught and the rest shows
// at once. It cannot know a secret that was neither registered nor has a form.
import { looksSecret } from './environment.ts';
import type { Environment } from './environment.ts';
import { encodingsOf, secretCharsMin } from './secret-encodings.ts';
import { openEndOf, tokenFormAt, tokenPattern } from './token-forms.ts';

export const redactionMark = '[redacted]';

/** More than any token. Only an endless repetition of a secret is held back longer, and then it is shown, masked, in pieces. */
const heldCharsMin = 64 * 1024;

export interface SecretHit {
  /** `registered`, or the form of token that it has. */
  kind: string;
  start: number;
  end: number;
}

export interface RedactionStream {
  /** What may be shown now. */
  push(chunk: string): string;
  /** The rest, when nothing more comes. The stream may be used again afterwards. */
  flush(): string;
}

export interface Redactor {
  redact: (text: string) => string;
  stream: () => RedactionStream;
  /** Where secrets stand, in order and without overlap. */
  find: (text: string) => SecretHit[];
}

export function createRedactor({ secrets }: { secrets: readonly string[] }): Redactor {
  const literals = [...new Set(secrets.flatMap(encodingsOf))].sort((a, b) => b.length - a.length);
  // One alternation: many times faster than a search per secret. The longest comes first, so that none is cut short.
  const literalPattern = literals.length === 0 ? undefined : new RegExp(literals.map(escapePattern).join('|'), 'g');
  const patterns = literalPattern === undefined ? [tokenPattern] : [literalPattern, tokenPattern];
  const findFrom = (text: string, start: number): SecretHit[] => {
    const kindOf = (pattern: RegExp, at: number): string =>
      pattern === tokenPattern ? tokenFormAt(text, at) : 'registered';
    return merge(
      patterns.flatMap((pattern) =>
        matches(pattern, text, start).map((hit) => ({ ...hit, kind: kindOf(pattern, hit.start) })),
      ),
    );
  };
  return {
    find: (text) => findFrom(text, 0),
    redact: (text) => mask(text, 0, findFrom(text, 0)),
    stream: () => createStream(findFrom, literals),
  };
}

/** The values of variables whose names look secret, and the passwords in URLs such as a proxy's. */
export function secretsOfEnvironment(env: Environment): string[] {
  const values = Object.entries(env).flatMap(([name, value = '']) =>
    looksSecret(name) ? [value] : passwordsOfUrl(value),
  );
  return [...new Set(values.map((value) => value.trim()))].filter((value) => value.length >= secretCharsMin);
}

type FindFrom = (text: string, start: number) => SecretHit[];

function createStream(findFrom: FindFrom, literals: readonly string[]): RedactionStream {
  const literalPrefixStart = literalPrefixFinder(literals);
  const heldCharsMax = Math.max(heldCharsMin, 2 * (literals[0]?.length ?? 0));
  // The last character shown is kept for the patterns that look at what stands before them.
  let shown = '';
  let held = '';
  const take = (isEnd: boolean): string => {
    const text = shown + held;
    const hits = findFrom(text, shown.length);
    const until = isEnd ? text.length : holdFrom(text, shown.length, hits);
    const ready = hits.filter(({ end }) => end <= until);
    const output = mask(text.slice(0, until), shown.length, ready);
    held = text.slice(until);
    shown = text.slice(0, until).slice(-1);
    return output;
  };
  /** Where that begins which the next chunk may still turn into a secret, or into a longer one. */
  const holdFrom = (text: string, from: number, hits: readonly SecretHit[]): number => {
    const open = Math.min(literalPrefixStart(text, from), openEndOf(text, from));
    const last = hits.at(-1);
    const hold = last !== undefined && last.end >= open ? Math.min(open, last.start) : open;
    return text.length - hold > heldCharsMax ? text.length : hold;
  };
  return {
    push(chunk) {
      held += chunk;
      return take(false);
    },
    flush() {
      const output = take(true);
      shown = '';
      return output;
    },
  };
}

/** Finds where the text's end begins to read like one of the literals; the text's length when it does not. */
function literalPrefixFinder(literals: readonly string[]): (text: string, from: number) => number {
  const longest = literals[0]?.length ?? 0;
  const byFirst = Map.groupBy(literals, (literal) => literal.charAt(0));
  return (text, from) => {
    for (let at = Math.max(from, text.length - longest + 1); at < text.length; at += 1) {
      const candidates = byFirst.get(text.charAt(at));
      if (candidates === undefined) continue;
      const end = text.slice(at);
      if (candidates.some((literal) => literal.length > end.length && literal.startsWith(end))) return at;
    }
    return text.length;
  };
}

function matches(pattern: RegExp, text: string, start: number): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  pattern.lastIndex = start;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    found.push({ start: match.index, end: match.index + match[0].length });
    // One character on, not behind the match: two secrets may overlap.
    pattern.lastIndex = match.index + 1;
  }
  return found;
}

function merge(hits: readonly SecretHit[]): SecretHit[] {
  const merged: SecretHit[] = [];
  for (const hit of hits.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last !== undefined && hit.start < last.end) last.end = Math.max(last.end, hit.end);
    else merged.push({ ...hit });
  }
  return merged;
}

function mask(text: string, from: number, hits: readonly SecretHit[]): string {
  if (hits.length === 0) return text.slice(from);
  const parts: string[] = [];
  let at = from;
  for (const { start, end } of hits) {
    parts.push(text.slice(at, start), redactionMark);
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

function passwordsOfUrl(value: string): string[] {
  const password = /^[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:([^\s/@]+)@/i.exec(value)?.[1];
  return password === undefined ? [] : [password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
