// Finds the parent of every task. The id decides (`1.2` belongs to `1`), indentation comes second, the numbered heading above
// last. A letter is a child of its base only when it is indented deeper; otherwise it was inserted later and is a sibling.
import type { Line } from './lines.ts';
import type { BoxEntry, HeadingEntry } from './outline.ts';

export type Node = {
  entry: BoxEntry | HeadingEntry;
  id: string | undefined;
  parent: Node | undefined;
  childCount: number;
  level: number;
};

/** What is nested deeper counts as a sibling of what is above it. */
const levelMax = 30;

export function growTree(entries: readonly (BoxEntry | HeadingEntry)[], lines: readonly Line[]): Node[] {
  const nodes: Node[] = [];
  const latestById = new Map<string, Node>();
  const openHeadings: Node[] = [];
  const openBoxes: Node[] = [];
  for (const entry of entries) {
    const previousAt = nodes.at(-1)?.entry.at ?? 0;
    if (lines.slice(previousAt + 1, entry.at + 1).some((line) => line.kind === 'heading')) openBoxes.length = 0;
    closeHeadings(openHeadings, entry.at);
    closeBoxes(openBoxes, indentOf(entry));
    const id = entry.kind === 'box' ? entry.box.id : entry.id;
    const node: Node = { entry, id, parent: undefined, childCount: 0, level: 0 };
    const byId = id === undefined ? undefined : parentById(id, entry, latestById);
    const boxAbove = id?.startsWith('T') === true ? undefined : openBoxes.at(-1);
    adopt(node, byId === undefined ? (boxAbove ?? openHeadings.at(-1)) : byId.parent);
    nodes.push(node);
    if (id !== undefined) latestById.set(id, node);
    (entry.kind === 'box' ? openBoxes : openHeadings).push(node);
  }
  return nodes;
}

function adopt(node: Node, found: Node | undefined): void {
  const parent = found?.level === levelMax ? found.parent : found;
  if (parent === undefined) return;
  node.parent = parent;
  node.level = parent.level + 1;
  parent.childCount += 1;
}

function indentOf(entry: BoxEntry | HeadingEntry): number {
  return entry.kind === 'box' ? entry.indent : -1;
}

function closeHeadings(open: Node[], at: number): void {
  for (let last = open.at(-1); last?.entry.kind === 'heading' && last.entry.sectionEnd <= at; last = open.at(-1))
    open.pop();
}

function closeBoxes(open: Node[], indent: number): void {
  for (let last = open.at(-1); last !== undefined && indentOf(last.entry) >= indent; last = open.at(-1)) open.pop();
}

/**
 * The parent that the id names, wrapped; undefined when it names none that exists. When both stand at the same indentation
 * and the would-be parent has details of its own, that one is a task in its own right and the other follows it: a sibling.
 */
function parentById(
  id: string,
  entry: BoxEntry | HeadingEntry,
  latestById: ReadonlyMap<string, Node>,
): { parent: Node | undefined } | undefined {
  for (const prefix of prefixesOf(id)) {
    const candidate = latestById.get(prefix.id);
    if (candidate === undefined) continue;
    if (prefix.mustBeIndented && indentOf(entry) <= indentOf(candidate.entry)) continue;
    return { parent: isSibling(candidate.entry, entry) ? candidate.parent : candidate };
  }
  return undefined;
}

function isSibling(candidate: BoxEntry | HeadingEntry, entry: BoxEntry | HeadingEntry): boolean {
  return candidate.kind === 'box' && candidate.hasDetails && candidate.indent === indentOf(entry);
}

/** From the longest: `7.3.5a` → `7.3.5` (only when indented under it), `7.3`, `7`. Ids such as `T012` have no parents. */
function prefixesOf(id: string): { id: string; mustBeIndented: boolean }[] {
  const numbered = /^(\d+(?:\.\d+)*)(\.V|[a-zA-Z])?$/.exec(id);
  if (numbered === null) return [];
  const [, base = '', suffix] = numbered;
  const numbers = base.split('.');
  const shorter = numbers.map((_, index) => numbers.slice(0, index).join('.')).reverse();
  const prefixes = shorter.filter((prefix) => prefix !== '').map((prefix) => ({ id: prefix, mustBeIndented: false }));
  if (suffix === undefined) return prefixes;
  return [{ id: base, mustBeIndented: suffix !== '.V' }, ...prefixes];
}
