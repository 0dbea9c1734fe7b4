// Open pull requests in the order in which it helps most to look at them: first those that a person decides, and among these
// the one whose merge lets the most other tasks begin. For the editor's list and its badge. Plain JSON data; reads no clock.
import { isTerminal, type SpecState, type State } from './state.ts';
import { viewPulls, type PullRow } from './view-pulls.ts';

export interface InboxRow extends PullRow {
  /** Who merges it: a person, or the train by itself. */
  waits_for: 'person' | 'train';
  /** Unfinished tasks that cannot begin before it is merged, those behind others included; at most `unblocksMax`. */
  unblocks: number;
}

export const unblocksMax = 1000;

export function viewInbox(state: State): InboxRow[] {
  const waitersOf = new Map<string, ReadonlyMap<string, readonly string[]>>();
  const rows = viewPulls(state, { state: 'open' }).map((pull): InboxRow => {
    const spec = state.specs.get(pull.spec_id);
    if (spec === undefined || pull.task_id === undefined) {
      return { ...pull, waits_for: waitsFor(pull, spec), unblocks: 0 };
    }
    const waiters = waitersOf.get(spec.spec_id) ?? findWaiters(spec);
    waitersOf.set(spec.spec_id, waiters);
    return { ...pull, waits_for: waitsFor(pull, spec), unblocks: countBehind(pull.task_id, waiters) };
  });
  return rows.sort(compare);
}

/** Unfinished tasks by what they directly wait for. */
export function findWaiters({ tasks }: SpecState): Map<string, string[]> {
  const waiters = new Map<string, string[]>();
  for (const task of tasks.values()) {
    if (isTerminal(task)) continue;
    for (const id of task.node.dependencies) {
      const known = waiters.get(id);
      if (known === undefined) waiters.set(id, [task.node.id]);
      else known.push(task.node.id);
    }
  }
  return waiters;
}

/** The train merges what fits by itself, unless review stopped it, or the run delivers to the user's branch. */
function waitsFor({ is_final, task_id }: PullRow, spec: SpecState | undefined): InboxRow['waits_for'] {
  if (is_final || spec?.run === undefined || spec.run.delivery === 'direct') return 'person';
  const blocking = spec.tasks.get(task_id ?? '')?.attempts.at(-1)?.blocking_findings ?? 0;
  return blocking > 0 ? 'person' : 'train';
}

function countBehind(task_id: string, waiters: ReadonlyMap<string, readonly string[]>): number {
  const seen = new Set<string>();
  const next = [task_id];
  for (let id = next.pop(); id !== undefined && seen.size < unblocksMax; id = next.pop()) {
    for (const waiter of waiters.get(id) ?? []) {
      if (seen.has(waiter)) continue;
      seen.add(waiter);
      next.push(waiter);
    }
  }
  return Math.min(seen.size, unblocksMax);
}

function compare(one: InboxRow, other: InboxRow): number {
  return (
    Number(other.waits_for === 'person') - Number(one.waits_for === 'person') ||
    other.unblocks - one.unblocks ||
    Number(other.is_final) - Number(one.is_final) ||
    one.number - other.number
  );
}
