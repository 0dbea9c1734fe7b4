// Views over a whole state, computed once for each event that it has seen, however many rows ask for them.
import type { State } from '../../core/model/state.ts';

export function memoised<T>(compute: (state: State) => T): (state: State) => T {
  const known = new WeakMap<State, { seq: number; value: T }>();
  return (state) => {
    const last = known.get(state);
    if (last?.seq === state.seq) return last.value;
    const value = compute(state);
    known.set(state, { seq: state.seq, value });
    return value;
  };
}
