// Reads which user stories follow which from spec-kit's prose under `## Dependencies & Execution Order`: only bullets that
// begin with a bold story, and only clauses that say "depends on" or "after". A story waits for earlier stories alone.
import type { Line } from './lines.ts';

/** `US3` → the stories that it follows. */
export type StoryOrder = ReadonlyMap<string, readonly string[]>;

const storyName = /\b(?:User Story\s*|US)(\d+)/gi;
const boldStory = /^\s*[-*]\s+\*\*(?:User Story\s*|US)(\d+)\b[^*]*\*\*\s*[:：]?(.*)$/i;
const saysAfter = /\b(?:depends?\s+on|after|builds?\s+on|requires?)\b(.*)$/i;
const saysNot = /\b(?:no\s+dependenc|independent|not\s+depend|may\s+integrate)/i;

export function readStoryOrder(lines: readonly Line[]): StoryOrder {
  const order = new Map<string, readonly string[]>();
  for (const { story, text } of storyBullets(lines)) {
    const clauses = text.replaceAll('*', '').split(/[.;—]\s/);
    const said = clauses.filter((clause) => !saysNot.test(clause)).map((clause) => saysAfter.exec(clause)?.[1] ?? '');
    const numbers = said.flatMap((clause) => Array.from(clause.matchAll(storyName), ([, number]) => Number(number)));
    const earlier = numbers.filter((number) => number < story).map((number) => `US${number}`);
    if (earlier.length > 0) order.set(`US${story}`, [...new Set([...(order.get(`US${story}`) ?? []), ...earlier])]);
  }
  return order;
}

/** The story that the heading of a phase names. */
export function storyOfPhase(phase: string | undefined): string | undefined {
  const [, number] = /\b(?:User Story\s*|US)(\d+)/i.exec(phase ?? '') ?? [];
  return number === undefined ? undefined : `US${number}`;
}

function storyBullets(lines: readonly Line[]): { story: number; text: string }[] {
  const bullets: { story: number; text: string }[] = [];
  let isInside = false;
  let isOpen = false;
  for (const line of lines) {
    if (line.kind === 'heading' && line.level <= 2) isInside = /^Dependencies\b/i.test(line.heading);
    if (!isInside) continue;
    const [, story, text = ''] = line.kind === 'text' ? (boldStory.exec(line.text) ?? []) : [];
    const last = bullets.at(-1);
    if (story !== undefined) bullets.push({ story: Number(story), text });
    else if (isOpen && last !== undefined && line.kind === 'text' && !/^\s*[-*]\s/.test(line.text))
      last.text += ` ${line.text.trim()}`;
    isOpen = story !== undefined || (isOpen && line.kind === 'text' && !/^\s*[-*]\s/.test(line.text));
  }
  return bullets;
}
