// Names for what a text asks for: the title of its spec, and the name of its folder. The same text always gives the same names.
import { createHash } from 'node:crypto';
import { slugOf, specIdSchema } from '../model/ids.ts';
import type { Feature, Language } from './feature.ts';

const titleCharactersMax = 100;
const slugCharactersMax = 40;
const slugFeaturesMax = 3;

/** Words that say nothing about the thing itself. */
const fillers = new Set(
  (
    'a an the and or of for to in on with by from that this it my our your me us i we please ' +
    'create build make develop implement add write want would like need can could should you let so'
  ).split(' '),
);
const things: readonly (readonly [RegExp, string])[] = [
  [/アプリ/, 'app'],
  [/サイト/, 'site'],
  [/システム/, 'system'],
  [/ツール/, 'tool'],
  [/ボット/, 'bot'],
];

export function detectLanguage(text: string): Language {
  return /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(text) ? 'ja' : 'en';
}

/** The first line without marks and full stop; `fallback` when nothing is left of it. */
export function titleOf(text: string, fallback: string): string {
  const line = text.split('\n').find((candidate) => candidate.trim() !== '') ?? '';
  const title = line
    .replace(/^\s*(?:#+|[-*+>])\s+/, '')
    .replace(/\s+/g, ' ')
    .replace(/[\s.。!！]+$/, '')
    .trim();
  if (title === '') return fallback;
  const characters = Array.from(title);
  return characters.length <= titleCharactersMax ? title : `${characters.slice(0, titleCharactersMax - 1).join('')}…`;
}

/** `chat-app-auth`; always a valid spec name. */
export function nameSpec(text: string, features: readonly Feature[]): string {
  const byWords = slugOfWords(text);
  const byFeatures = slugOfFeatures(text, features);
  const candidates = detectLanguage(text) === 'ja' ? [byFeatures, byWords] : [byWords, byFeatures];
  const name = candidates.find((candidate) => candidate !== '') ?? `job-${digestOf(text)}`;
  return specIdSchema.safeParse(name).success ? name : `spec-${name}`;
}

function slugOfWords(text: string): string {
  const firstLine = text.split('\n').find((line) => /[A-Za-z0-9]/.test(line)) ?? '';
  const words = slugOf(firstLine, '', 400).split('-');
  const telling = words.filter((word) => word !== '' && !fillers.has(word));
  return joinWithin(telling, slugCharactersMax);
}

/** The product leads; a Japanese sentence names it last, so what it has follows from the last to the first. */
function slugOfFeatures(text: string, features: readonly Feature[]): string {
  const products = features.filter((feature) => feature.kind === 'product');
  const parts = features.filter((feature) => feature.kind === 'part');
  const [head, ...others] = [...products, ...parts.reverse()].map((feature) => feature.id);
  if (head === undefined) return '';
  const thing = things.find(([pattern]) => pattern.test(text))?.[1];
  const names = [head, ...(thing === undefined ? [] : [thing]), ...others.slice(0, slugFeaturesMax - 1)];
  return joinWithin(names, slugCharactersMax);
}

function joinWithin(words: readonly string[], charactersMax: number): string {
  let joined = '';
  for (const word of words) {
    const next = joined === '' ? word.slice(0, charactersMax) : `${joined}-${word}`;
    if (next.length > charactersMax) break;
    joined = next;
  }
  return joined;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
