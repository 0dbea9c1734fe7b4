// The order that a document implies where nothing more is said: siblings one after another, a run of parallel siblings side
// by side, spec-kit's stories independent of each other. Speaks of units by key, through `link`.
import type { Family } from './family.ts';
import type { ParsedTask, ParsedTaskFile } from './parsed.ts';
import { storyOfPhase } from './stories.ts';

export type Ordering = {
  family: Family;
  /** Makes a unit wait for others. */
  link: (unit: string, waitsFor: readonly string[]) => void;
};

/** Orders a whole document. */
export function orderDocument({ dialect, storyOrder }: ParsedTaskFile, ordering: Ordering): void {
  const roots = ordering.family.childrenOf(undefined);
  if (dialect === 'spec-kit') orderPhases(inPhases(roots), { storyOrder, ordering });
  else orderSiblings(roots, { before: [], ordering });
}

/** Orders what stands below one task, as if nothing stood before it. */
export function orderWithin(task: ParsedTask, ordering: Ordering): void {
  orderTask(task, { before: [], ordering });
}

type Place = { before: readonly string[]; ordering: Ordering };

/**
 * A parallel task is independent of its immediately preceding parallel peers, not of everything: the run waits for the task
 * before it, and the first task without the mark waits for the whole run. Returns the units that end the sequence.
 */
function orderSiblings(siblings: readonly ParsedTask[], { before, ordering }: Place): readonly string[] {
  let runBegan = before;
  let run: string[] = [];
  for (const task of siblings) {
    const isPeer = task.isParallel && !task.isCheckpoint;
    if (!isPeer && run.length > 0) {
      runBegan = run;
      run = [];
    }
    const ends = orderTask(task, { before: runBegan, ordering });
    if (isPeer) run.push(...ends.filter((end) => !runBegan.includes(end)));
    else runBegan = ends;
  }
  return run.length > 0 ? run : runBegan;
}

function orderTask(task: ParsedTask, { before, ordering }: Place): readonly string[] {
  if (task.isUnit) ordering.link(task.key, before);
  const own = task.isUnit ? [task.key] : before;
  return orderSiblings(ordering.family.childrenOf(task.key), { before: own, ordering });
}

type Phases = { storyOrder: ParsedTaskFile['storyOrder']; ordering: Ordering };

/**
 * Phases in sequence; the stories between two other phases all wait for what came before the first of them, and for each
 * other only where the file says so; the next phase that is no story waits for all of them.
 */
function orderPhases(phases: readonly ParsedTask[][], { storyOrder, ordering }: Phases): void {
  let before: readonly string[] = [];
  let endsOf = new Map<string, readonly string[]>();
  for (const phase of phases) {
    const story = storyOfPhase(phase[0]?.phase);
    if (story === undefined) {
      const ends = [...endsOf.values()].flat();
      before = orderSiblings(phase, { before: ends.length > 0 ? ends : before, ordering });
      endsOf = new Map();
    } else {
      const followed = (storyOrder.get(story) ?? []).flatMap((earlier) => endsOf.get(earlier) ?? []);
      const ends = orderSiblings(phase, { before: [...before, ...followed], ordering });
      endsOf.set(story, [...(endsOf.get(story) ?? []), ...ends]);
    }
  }
}

function inPhases(roots: readonly ParsedTask[]): ParsedTask[][] {
  const phases: ParsedTask[][] = [];
  for (const task of roots) {
    const last = phases.at(-1);
    if (last !== undefined && last[0]?.phase === task.phase) last.push(task);
    else phases.push([task]);
  }
  return phases;
}
