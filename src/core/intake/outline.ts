// Says of every box and heading what it is: a task, a parent, an acceptance criterion, an item of a checklist, or a mere
// group. Nothing is decided here about parents (tree.ts); every box gets exactly one role, so none can get lost.
import type { Box } from './box.ts';
import { isCalledRemoved, parseBox } from './box.ts';
import type { Line } from './lines.ts';

export type HeadingEntry = {
  kind: 'heading';
  /** Index into the lines. */
  at: number;
  level: number;
  /** Index of the next heading of any level, and of the next of the same or a higher level. */
  ownEnd: number;
  sectionEnd: number;
  /** `## Task 3: Title` → 3 and Title. */
  id: string;
  title: string;
  isCancelled: boolean;
  /** Acceptance criteria below it; a heading that has some is a task by itself. */
  criteria: BoxEntry[];
};

export type BoxEntry = {
  kind: 'box';
  at: number;
  indent: number;
  /** Something not blank, indented deeper than the bullet, stands before the next box or heading. */
  hasDetails: boolean;
  box: Box;
  role: 'task' | 'criterion' | 'checklist';
};

export type Outline = {
  /** Boxes that are tasks and headings that are tasks or parents, in document order. */
  entries: (HeadingEntry | BoxEntry)[];
  /** Numbered headings that only repeat the id of a box: their text belongs to that task. */
  repeats: HeadingEntry[];
};

export function readOutline(lines: readonly Line[]): Outline {
  const headings = numberedHeadings(lines);
  const boxes = readBoxes(lines);
  for (const heading of headings) claimCriteria(lines, heading, boxes);
  claimChecklists(lines, boxes);
  const tasks = [...boxes.values()].filter((entry) => entry.role === 'task');
  const idsOfBoxes = new Set(tasks.flatMap(({ box }) => (box.id === undefined ? [] : [box.id])));
  const isRepeat = (heading: HeadingEntry) => idsOfBoxes.has(heading.id);
  const hasTask = taskCounter(lines.length, tasks);
  const parents = headings.filter(
    (heading) => !isRepeat(heading) && (heading.criteria.length > 0 || hasTask(heading.at, heading.sectionEnd)),
  );
  return {
    entries: [...tasks, ...parents].sort((one, other) => one.at - other.at),
    repeats: headings.filter(isRepeat),
  };
}

function readBoxes(lines: readonly Line[]): Map<number, BoxEntry> {
  const boxes = new Map<number, BoxEntry>();
  let open: BoxEntry | undefined;
  for (const [at, line] of lines.entries()) {
    const box = line.kind === 'text' ? parseBox(line.text) : undefined;
    if (box !== undefined) {
      open = { kind: 'box', at, indent: line.indent, hasDetails: false, box, role: 'task' };
      boxes.set(at, open);
    } else if (line.kind === 'heading') {
      open = undefined;
    } else if (open !== undefined && line.indent > open.indent && line.kind !== 'blank' && line.kind !== 'hidden') {
      open.hasDetails = true;
    }
  }
  return boxes;
}

const numberedHeading =
  /^(?:(?:Task|タスク)\s*(\d+(?:\.\d+)*[a-z]?)\s*(?:[.:：)]|[-–—]\s|$)|(\d+(?:\.\d+)*[a-z]?)(?:[.:：)](?!\d)|(?<=\.\d+[a-z]?)\s))\s*(.*)$/i;

/** Phases, waves and stories order tasks; they are none themselves. */
export function isGroupHeading(heading: string): boolean {
  return /^(?:(?:phase|wave|stage|user story)(?![a-z])|フェーズ)/i.test(heading);
}

function numberedHeadings(lines: readonly Line[]): HeadingEntry[] {
  const all = [...lines.entries()].filter(([, line]) => line.kind === 'heading');
  const sectionEnds = endsOfSections(all, lines.length);
  return all.flatMap(([at, line], order): HeadingEntry[] => {
    const found = numberedHeading.exec(line.heading);
    const id = found?.[1] ?? found?.[2];
    if (found === null || id === undefined || line.level < 2 || isGroupHeading(line.heading)) return [];
    const title = found[3]?.trim() ?? '';
    return [
      {
        kind: 'heading',
        at,
        level: line.level,
        ownEnd: all[order + 1]?.[0] ?? lines.length,
        sectionEnd: sectionEnds.get(at) ?? lines.length,
        id,
        title: title === '' ? line.heading : title,
        isCancelled: isCalledRemoved(title) || /^~~.*~~$/.test(title),
        criteria: [],
      },
    ];
  });
}

function endsOfSections(headings: readonly (readonly [number, Line])[], end: number): Map<number, number> {
  const ends = new Map<number, number>();
  const open: (readonly [number, Line])[] = [];
  for (const heading of headings) {
    for (let last = open.at(-1); last !== undefined && last[1].level >= heading[1].level; last = open.at(-1)) {
      ends.set(last[0], heading[0]);
      open.pop();
    }
    open.push(heading);
  }
  for (const [at] of open) ends.set(at, end);
  return ends;
}

const boldLabel = /^\s*(?:[-*+]\s+)?(?:>\s*)?\*\*([^*]+)\*\*/;
const criteriaWords = /acceptance criteria|受入基準|受け入れ基準/i;

/** Boxes below a bold label such as `**Acceptance Criteria**:` (up to the next bold label), or below a sub-heading so named. */
function claimCriteria(lines: readonly Line[], heading: HeadingEntry, boxes: ReadonlyMap<number, BoxEntry>): void {
  let isInside = false;
  for (let at = heading.at + 1; at < heading.sectionEnd; at += 1) {
    const line = lines[at];
    if (line === undefined) return;
    if (line.kind === 'heading') {
      isInside = criteriaWords.test(line.heading) && line.level > heading.level;
      if (!isInside && at >= heading.ownEnd) return;
    }
    const entry = boxes.get(at);
    if (entry === undefined) {
      const label = line.kind === 'text' ? boldLabel.exec(line.text)?.[1] : undefined;
      if (label !== undefined) isInside = criteriaWords.test(label);
    } else if (isInside && entry.role === 'task') {
      entry.role = 'criterion';
      heading.criteria.push(entry);
    }
  }
}

/** A box without an id, indented under a box with an id in the same section, is an item of that task's checklist. */
function claimChecklists(lines: readonly Line[], boxes: ReadonlyMap<number, BoxEntry>): void {
  let above: BoxEntry[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.kind === 'heading') above = [];
    const entry = boxes.get(at);
    if (entry === undefined || entry.role !== 'task') continue;
    while ((above.at(-1)?.indent ?? -1) >= entry.indent) above.pop();
    if (entry.box.id === undefined && above.some(({ box }) => box.id !== undefined)) entry.role = 'checklist';
    above.push(entry);
  }
}

/** Answers whether a task box stands between two lines, each time at once. */
function taskCounter(lineCount: number, tasks: readonly BoxEntry[]): (from: number, to: number) => boolean {
  const before = new Uint32Array(lineCount + 1);
  for (const { at } of tasks) before[at + 1] = 1;
  for (let at = 0; at < lineCount; at += 1) before[at + 1] = (before[at + 1] ?? 0) + (before[at] ?? 0);
  return (from, to) => (before[to] ?? 0) > (before[from] ?? 0);
}
