// Finds the sections of a design that speak of given requirements or names. The text is read once into an index, so that
// asking for every task of a large plan stays cheap.
import { scanLines } from './lines.ts';

export type SectionQuery = {
  /** Requirement references such as `1.2`. */
  refs: readonly string[];
  /** Components, identifiers, paths. */
  names: readonly string[];
  charactersMax: number;
};

type Section = { text: string; words: ReadonlySet<string>; refs: ReadonlySet<string> };

const designCharactersMax = 1_000_000;
const sectionCharactersMax = 2000;
const refWeight = 3;
/** A name that stands in more sections than this says nothing. */
const commonShare = 0.5;

export function indexSections(design: string): (query: SectionQuery) => string {
  const sections = cutSections(design.slice(0, designCharactersMax));
  const countOf = new Map<string, number>();
  for (const { words } of sections) for (const word of words) countOf.set(word, (countOf.get(word) ?? 0) + 1);
  const isTelling = (name: string) => (countOf.get(name) ?? 0) <= Math.max(2, sections.length * commonShare);
  return ({ refs, names, charactersMax }) => {
    const telling = names.map((name) => name.toLowerCase()).filter(isTelling);
    const scored = sections.map((section, order) => ({ section, order, score: scoreOf(section, refs, telling) }));
    const best = scored
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score || one.order - other.order);
    const taken: typeof best = [];
    let room = charactersMax;
    for (const candidate of best) {
      if (candidate.section.text.length > room) continue;
      room -= candidate.section.text.length + 2;
      taken.push(candidate);
    }
    return taken
      .sort((one, other) => one.order - other.order)
      .map(({ section }) => section.text)
      .join('\n\n');
  };
}

function scoreOf(section: Section, refs: readonly string[], names: readonly string[]): number {
  const refCount = refs.filter((ref) => section.refs.has(ref)).length;
  const nameCount = names.filter((name) =>
    /^[\w./-]+$/.test(name) ? section.words.has(name) : section.text.toLowerCase().includes(name),
  ).length;
  return refCount * refWeight + nameCount;
}

/** Each heading below the title with its own text, up to the next heading. */
function cutSections(design: string): Section[] {
  const sections: string[][] = [];
  for (const line of scanLines(design).lines) {
    if (line.kind === 'heading' && line.level >= 2) sections.push([line.text.trim()]);
    else if (line.kind !== 'heading' && line.kind !== 'hidden') sections.at(-1)?.push(line.text);
  }
  return sections
    .filter((lines) => lines.slice(1).some((line) => line.trim() !== ''))
    .map((lines) => {
      const whole = lines.join('\n').trimEnd();
      const text = whole.length <= sectionCharactersMax ? whole : `${whole.slice(0, sectionCharactersMax)}\n…`;
      const words = new Set(whole.toLowerCase().match(/[\w./-]{3,80}/g) ?? []);
      return { text, words, refs: refsIn(lines) };
    });
}

/** References on lines that speak of requirements. */
function refsIn(lines: readonly string[]): Set<string> {
  const speaking = lines.filter((line) => /requirement|validates|要件|検証|requisito|\bFR-\d/i.test(line));
  return new Set(speaking.join('\n').match(/(?<![\d.])\d+\.\d+[a-z]?(?![\d])|\b(?:FR|NFR|SC)-\d+/g) ?? []);
}
