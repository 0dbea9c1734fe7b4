// Which tasks wait for which, of a whole spec: found once for each event that its state has seen, however many rows ask.
import type { State } from '../../core/model/state.ts';
import { findWaiters } from '../../core/model/view-inbox.ts';
import { memoised } from './memo.ts';

type Waiters = ReadonlyMap<string, readonly string[]>;

/** Filled spec by spec: most are never opened. */
const bySpec = memoised((_state: State) => new Map<string, Waiters>());

/** Unfinished tasks that directly wait for this one. */
export function waitersOf(state: State, spec_id: string, task_id: string): readonly string[] {
  const known = bySpec(state);
  const spec = state.specs.get(spec_id);
  const waiters = known.get(spec_id) ?? (spec === undefined ? new Map<string, string[]>() : findWaiters(spec));
  known.set(spec_id, waiters);
  return waiters.get(task_id) ?? [];
}
