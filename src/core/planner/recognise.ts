// Finds the features that a text asks for by name, in English and Japanese. Of overlapping words the longest counts (`管理画面`
// is no `画面`), and what a text rules out (`without login`, `認証なし`) stays out, also where another feature would bring it in.
// This is matching of words and nothing more: it does not understand the text.
import { catalogue, findFeature } from './catalogue.ts';
import { languages, type Feature } from './feature.ts';

type Keyword = { featureId: string; pattern: RegExp; length: number };
type Mention = { featureId: string; start: number; end: number };

const keywords: readonly Keyword[] = catalogue
  .flatMap((feature) => keywordsOf(feature).map((word) => toKeyword(feature.id, word)))
  .sort((a, b) => b.length - a.length);

const ruledOutBefore = /\b(?:without|no|not|excluding|except|skip)(?: (?:an?|any|the|user))? $/;
const ruledOutAfter = /^(?:機能|画面)?(?:は|が|も|を)?(?:なし|無し|不要|いらない|要らない|除く|除いて|除外|無い)/;

export type Recognised = {
  /** What the text names, in the order of first mention. */
  named: readonly Feature[];
  /** The same with what they need, each need right before its first user. */
  all: readonly Feature[];
};

export function recogniseFeatures(text: string): Recognised {
  const plain = foldText(text);
  const mentions = findMentions(plain).sort((a, b) => a.start - b.start);
  const wanted = mentions.filter((mention) => !isRuledOut(plain, mention)).map((mention) => mention.featureId);
  const unwanted = new Set(mentions.map((mention) => mention.featureId));
  for (const id of wanted) unwanted.delete(id);
  const named = [...new Set(wanted)].flatMap((id) => findFeature(id) ?? []);
  return { named, all: withNeeds(named, unwanted) };
}

/** The words of a feature in all languages. */
export function keywordsOf(feature: Feature): string[] {
  return languages
    .flatMap((language) => feature.keywords[language].split(/[,、]/))
    .map(foldText)
    .filter((word) => word !== '');
}

function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

function toKeyword(featureId: string, word: string): Keyword {
  const source = word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(' ', '[ -]?');
  const isLatin = /^[\x20-\x7e]+$/.test(word);
  const pattern = isLatin ? new RegExp(`(?<![a-z0-9])${source}(?:s|es)?(?![a-z0-9])`, 'g') : new RegExp(source, 'g');
  return { featureId, pattern, length: word.length };
}

function findMentions(plain: string): Mention[] {
  const mentions: Mention[] = [];
  const taken = new Uint8Array(plain.length);
  for (const { featureId, pattern } of keywords) {
    for (const { index: start, 0: match } of plain.matchAll(pattern)) {
      const end = start + match.length;
      if (taken[start] === 1 || taken[end - 1] === 1) continue;
      taken.fill(1, start, end);
      mentions.push({ featureId, start, end });
    }
  }
  return mentions;
}

function isRuledOut(plain: string, { start, end }: Mention): boolean {
  return (
    ruledOutBefore.test(plain.slice(Math.max(0, start - 24), start)) || ruledOutAfter.test(plain.slice(end, end + 16))
  );
}

function withNeeds(named: readonly Feature[], unwanted: ReadonlySet<string>): Feature[] {
  const all = new Set<Feature>();
  const add = (feature: Feature): void => {
    if (all.has(feature) || unwanted.has(feature.id)) return;
    feature.needs.flatMap((id) => findFeature(id) ?? []).forEach(add);
    all.add(feature);
  };
  named.forEach(add);
  return [...all];
}
