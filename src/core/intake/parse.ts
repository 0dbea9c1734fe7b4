// From the text of a task file to the common model: lines, then boxes and headings, then parents, then each task's own words.
// Pure, and never fails: what is strange becomes a problem with its line.
import { InvariantError } from '../base/errors.ts';
import { isCheckpointTitle, isNearlyBox, readTitle } from './box.ts';
import { detectDialect } from './dialect.ts';
import { nameTasks } from './keys.ts';
import type { Line } from './lines.ts';
import { scanLines } from './lines.ts';
import type { BoxEntry, HeadingEntry } from './outline.ts';
import { isGroupHeading, readOutline } from './outline.ts';
import type { Dialect, ParsedTask, ParsedTaskFile, Problem, Wave } from './parsed.ts';
import { readStoryOrder } from './stories.ts';
import type { Node } from './tree.ts';
import { growTree } from './tree.ts';
import { readUnboxedTasks } from './unboxed.ts';
import { isUnordered } from './unordered.ts';
import { parentsWithOwnTurn, readWaves } from './waves.ts';
import type { OwnWords } from './words.ts';
import { readOwnWords } from './words.ts';

export type ParseOptions = {
  /** Path of the file as problems and sources name it; it also tells the dialect. */
  file: string;
  dialectHint?: Dialect | undefined;
};

export function parseTaskFile(text: string, { file, dialectHint }: ParseOptions): ParsedTaskFile {
  const { lines, fences } = scanLines(text);
  const { entries, repeats } = readOutline(lines);
  const nodes = growTree(entries, lines);
  const boxTasks = readTasks({ nodes, repeats, lines });
  const { waves, line: wavesLine, problems: waveProblems } = readWaves(fences);
  const tasks = markUnits(boxTasks.length > 0 ? boxTasks : readUnboxedTasks(lines), waves ?? []);
  const dialect = dialectHint ?? detectDialect(tasks, { file, hasWaves: waves !== undefined, lines });
  return {
    ...{ dialect, title: titleOf(lines), tasks, waves },
    isUnordered: isUnordered(tasks, { dialect, waves, lines }),
    wavesLine,
    storyOrder: readStoryOrder(lines),
    problems: [...problemsOf(lines, tasks), ...waveProblems].sort((one, other) => one.line - other.line),
  };
}

type Reading = { nodes: readonly Node[]; repeats: readonly HeadingEntry[]; lines: readonly Line[] };

function readTasks({ nodes, repeats, lines }: Reading): ParsedTask[] {
  const words = readOwnWords(nodes, { lines, repeats });
  const keys = nameTasks(nodes, (node) => statedId(node, words.get(node)));
  const phaseAt = phaseFinder(lines);
  const tasks = new Map<Node, ParsedTask>();
  for (const node of nodes) {
    const own = words.get(node);
    const key = keys.get(node);
    if (own === undefined || key === undefined)
      throw new InvariantError(`Line ${node.entry.at + 1} has no words or key`);
    const parent = node.parent === undefined ? undefined : tasks.get(node.parent);
    const { boxOffset, ...seen } = node.entry.kind === 'box' ? seenInBox(node.entry, lines) : seenInHeading(node.entry);
    const { boundary, files, requirementRefs, rawRequirements, dependsOn } = own.meta;
    tasks.set(node, {
      ...seen,
      ...{ boundary, files, requirementRefs, rawRequirements, dependsOn },
      key,
      displayId: statedId(node, own) ?? node.id,
      level: node.level,
      parentKey: parent?.key,
      isUnit: node.childCount === 0 && (node.entry.kind === 'box' || node.entry.criteria.length > 0),
      isOptional: seen.isOptional || parent?.isOptional === true,
      isCancelled: seen.isCancelled || parent?.isCancelled === true,
      isCheckpoint: node.childCount === 0 && isCheckpointTitle(seen.title),
      phase: phaseAt(node.entry.at),
      acceptance: own.acceptance,
      body: own.body,
      source: { line: node.entry.at + 1, boxOffset },
    });
  }
  return [...tasks.values()];
}

/** Only a heading that is a task has its id on a line of its own. */
function statedId({ entry }: Node, words: OwnWords | undefined): string | undefined {
  return entry.kind === 'heading' && entry.criteria.length > 0 ? words?.meta.id : undefined;
}

type Seen = Pick<ParsedTask, 'title' | 'origin' | 'state' | 'isOptional' | 'isCancelled' | 'isParallel' | 'story'> & {
  boxOffset: number | undefined;
};

function seenInBox({ at, box }: BoxEntry, lines: readonly Line[]): Seen {
  const { title, state, isOptional, isCancelled, isParallel, story, markColumn } = box;
  const line = lines[at];
  const boxOffset = line === undefined ? undefined : line.byteStart + Buffer.byteLength(line.text.slice(0, markColumn));
  return { title, origin: 'box', state, isOptional, isCancelled, isParallel, story, boxOffset };
}

function seenInHeading({ title, isCancelled, criteria }: HeadingEntry): Seen {
  const isDone = criteria.length > 0 && criteria.every(({ box }) => box.state === 'done');
  const mark = readTitle(title);
  return {
    ...mark,
    origin: 'heading',
    state: isDone ? 'done' : 'todo',
    isOptional: false,
    isCancelled,
    boxOffset: undefined,
  };
}

function phaseFinder(lines: readonly Line[]): (at: number) => string | undefined {
  const phases: (string | undefined)[] = [];
  let phase: { text: string; level: number } | undefined;
  for (const line of lines) {
    if (line.kind === 'heading' && isGroupHeading(line.heading)) phase = { text: line.heading, level: line.level };
    else if (line.kind === 'heading' && phase !== undefined && line.level <= phase.level) phase = undefined;
    phases.push(phase?.text);
  }
  return (at) => phases[at];
}

function markUnits(tasks: readonly ParsedTask[], waves: readonly Wave[]): ParsedTask[] {
  const ownTurn = parentsWithOwnTurn(tasks, waves);
  return tasks.map((task) => (ownTurn.has(task.key) && task.origin === 'box' ? { ...task, isUnit: true } : task));
}

/** `# Implementation Plan: Chat` → Chat; empty when the heading says nothing of the work. */
function titleOf(lines: readonly Line[]): string {
  const heading = lines.find((line) => line.kind === 'heading' && line.level === 1)?.heading ?? '';
  const generic =
    /^(?:implementation (?:plan|tasks)|tasks?|実装計画|実装タスク(?:一覧)?|タスク(?:一覧)?)\s*(?:[:：-]\s*)?/i;
  return heading.replace(generic, '').trim();
}

function problemsOf(lines: readonly Line[], tasks: readonly ParsedTask[]): Problem[] {
  const nearly = lines
    .filter((line) => line.kind === 'text' && isNearlyBox(line.text))
    .map(({ number }) => ({
      line: number,
      message: 'Looks like a task but is none: a box needs a state, a space behind it and a text.',
    }));
  const skipped = tasks
    .filter(
      (task) => task.state !== 'done' && task.state !== 'todo' && /\b(?:skipped|on hold)\b|保留/i.test(task.title),
    )
    .map(({ source, displayId }) => ({
      line: source.line,
      message: `Task ${displayId ?? 'without an id'} says that it is skipped or on hold, but its box says that it is still to be done.`,
    }));
  return [...nearly, ...skipped];
}
