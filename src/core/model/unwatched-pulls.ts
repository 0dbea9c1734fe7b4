// The pull requests on GitHub that are open as far as the registry knows, and that no run watches: their runs rest, or have ended.
import type { PullState, State } from './state.ts';

export function unwatchedPulls({ pulls, specs }: State): PullState[] {
  return [...pulls.values()].filter(({ state, url, spec_id }) => {
    const run = specs.get(spec_id)?.run;
    return state === 'open' && url !== undefined && run?.forge === 'github' && run.state !== 'running';
  });
}
