// Which pull requests elsewhere are looked at: the open ones of runs that go on. Those of a run that has ended are a person's; they are looked
// at again when the next run of the spec begins.
import type { PullState, State } from '../../model/state.ts';

export function watchedPulls(state: State): PullState[] {
  const specs = new Set(
    [...state.specs.values()]
      .filter(({ run }) => run?.forge === 'github' && run.state === 'running')
      .map(({ spec_id }) => spec_id),
  );
  if (specs.size === 0) return [];
  return [...state.pulls.values()].filter((pull) => pull.state === 'open' && specs.has(pull.spec_id));
}
