// The words that belong to a task alone: its body, the meta lines in it, and the acceptance criteria ticked off below it.
// A body reaches up to the next task or heading; a heading that is a task keeps its sub-headings.
import type { Line } from './lines.ts';
import type { Meta } from './meta.ts';
import { readMeta } from './meta.ts';
import type { HeadingEntry } from './outline.ts';
import type { Node } from './tree.ts';

export type OwnWords = { body: string; meta: Meta; acceptance: string[] };

export type Surroundings = {
  lines: readonly Line[];
  /** Headings that only repeat the id of a box. */
  repeats: readonly HeadingEntry[];
};

export function readOwnWords(nodes: readonly Node[], { lines, repeats }: Surroundings): Map<Node, OwnWords> {
  const starts = new Set(nodes.map((node) => node.entry.at));
  const repeatsOf = Map.groupBy(repeats, (heading) => heading.id);
  const words = new Map<Node, OwnWords>();
  for (const node of nodes) {
    const { entry } = node;
    const isHeadingTask = entry.kind === 'heading' && entry.criteria.length > 0;
    const repeated = entry.kind === 'box' && entry.box.id !== undefined ? (repeatsOf.get(entry.box.id) ?? []) : [];
    if (entry.kind === 'box' && entry.box.id !== undefined) repeatsOf.delete(entry.box.id);
    const blocks = [
      textFrom(entry.at + 1, { lines, starts, end: isHeadingTask ? entry.sectionEnd : undefined }),
      ...repeated.map((heading) => textFrom(heading.at + 1, { lines, starts, end: undefined })),
    ];
    const body = blocks.filter((block) => block !== '').join('\n\n');
    const criteria = [
      ...(entry.kind === 'heading' ? entry.criteria : []),
      ...repeated.flatMap((heading) => heading.criteria),
    ];
    words.set(node, { body, meta: readMeta(titleOf(node), body), acceptance: criteria.map(({ box }) => box.title) });
  }
  return words;
}

function titleOf({ entry }: Node): string {
  return entry.kind === 'box' ? entry.box.title : entry.title;
}

type Reach = {
  lines: readonly Line[];
  /** Indexes of lines where a task begins. */
  starts: ReadonlySet<number>;
  /** Where the text ends at the latest; at the next heading when undefined. */
  end: number | undefined;
};

function textFrom(from: number, { lines, starts, end }: Reach): string {
  const taken: string[] = [];
  for (let at = from; at < (end ?? lines.length) && !starts.has(at); at += 1) {
    const line = lines[at];
    if (line === undefined || (end === undefined && line.kind === 'heading') || isRule(line)) break;
    if (line.kind !== 'hidden') taken.push(line.text);
  }
  return dedent(taken);
}

/** `---` between groups ends what was said of a task. */
function isRule(line: Line): boolean {
  return line.kind === 'text' && line.indent === 0 && /^(?:-{3,}|\*{3,}|_{3,})\s*$/.test(line.text);
}

function dedent(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const common = indents.reduce((least, indent) => Math.min(least, indent), Infinity);
  const cut = lines.map((line) => line.slice(Math.min(common, line.length)).trimEnd());
  return cut.join('\n').replace(/^\n+/, '').trimEnd();
}
