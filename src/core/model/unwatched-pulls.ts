// The pull requests on GitHub that are open as far as the registry knows, and that no run watches: their runs rest, or have ended.
import type { PullState, State } from './state.ts';

export function unwatchedPulls({ pulls, specs }: State): PullState[] {
  const isWatched = (spec_id: string): boolean => {
    const run = specs.get(spec_id)?.run;
    return run?.forge === 'github' && run.state === 'running';
  };
  return [...pulls.values()].filter(
    ({ state, url, spec_id }) => state === 'open' && url !== undefined && !isWatched(spec_id),
  );
}
