// The forms of well-known credentials, by which one is recognised that nobody registered. Each form names its literal start,
// what must follow, and what may stand after the start while the token is still incomplete; all are bounded.

interface TokenForm {
  kind: string;
  start: string;
  /** What follows the start; a pattern. */
  body: string;
  /** The characters that an unfinished body consists of; a pattern for any number of them. */
  unfinished: string;
}

const word = '[A-Za-z0-9_-]';
const pemBody = '(?:[A-Za-z0-9+/=\\s\\\\,:]|-(?!----)){0,16384}';

const forms: readonly TokenForm[] = [
  ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map((start) => token('github_token', start, '[A-Za-z0-9]', 20)),
  token('github_token', 'github_pat_', '[A-Za-z0-9_]', 20),
  token('anthropic_key', 'sk-ant-', word, 20),
  // At least one digit: `sk-` also ends common words, and names made of words follow.
  { kind: 'openai_key', start: 'sk-', body: `(?=${word}{0,250}[0-9])${word}{32,255}`, unfinished: `${word}{0,255}` },
  token('openai_key', 'sk-proj-', word, 20),
  token('kiro_key', 'ksk_', word, 16),
  ...['AKIA', 'ASIA'].map((start) => ({
    ...{ kind: 'aws_key', start, body: '[0-9A-Z]{16}(?![0-9A-Za-z])', unfinished: '[0-9A-Z]{0,16}' },
  })),
  {
    kind: 'json_web_token',
    start: 'eyJ',
    body: `${word}{8,2048}\\.eyJ${word}{8,8192}\\.${word}{8,2048}`,
    unfinished: '[A-Za-z0-9_.-]{0,12300}',
  },
  {
    kind: 'private_key',
    start: '-----BEGIN ',
    body: `[A-Z ]{0,40}PRIVATE KEY-----${pemBody}(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?`,
    unfinished: `(?:[A-Z ]{0,52}-{0,5}|[A-Z ]{0,40}PRIVATE KEY-----${pemBody}-{0,5}[A-Z ]{0,60}-{0,4})`,
  },
];

/** Longer than any unfinished token, so that only this much of a text's end is looked at. */
const openCharsMax = 17_000;

/** Not in the middle of a word: `task-…` is no `sk-…`. */
const before = '(?<![A-Za-z0-9])';

/** Global: set `lastIndex` before use. */
export const tokenPattern = new RegExp(`${before}(?:${forms.map(({ start, body }) => start + body).join('|')})`, 'g');

const openEndPattern = new RegExp(`${before}(?:${forms.map(openForm).join('|')})$`);

/** Which form the token has that stands at this place. */
export function tokenFormAt(text: string, at: number): string {
  return forms.find(({ start }) => text.startsWith(start, at))?.kind ?? 'token';
}

/** Where a token begins that the end of the text may have cut off, not before `from`; the text's length when there is none. */
export function openEndOf(text: string, from: number): number {
  const start = Math.max(from, text.length - openCharsMax);
  // One character more, for the look at what stands before.
  const lead = Math.max(0, start - 1);
  const found = openEndPattern.exec(text.slice(lead));
  return found === null ? text.length : Math.max(start, lead + found.index);
}

function token(kind: string, start: string, chars: string, charsMin: number): TokenForm {
  return { kind, start, body: `${chars}{${String(charsMin)},255}`, unfinished: `${chars}{0,255}` };
}

/** `ab_` and then its body becomes `a(?:b(?:_(?:body)?)?)?`: any beginning of the form, at the end of a text. */
function openForm({ start, unfinished }: TokenForm): string {
  return [...start].reduceRight((rest, char) => `${char}(?:${rest})?`, unfinished);
}
