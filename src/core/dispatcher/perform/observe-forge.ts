// One look at the pull requests elsewhere that are watched, and what follows from it. The less happens, the longer the next look waits.
import type { RemoteForge } from '../../model/forge.ts';
import type { PullState } from '../../model/state.ts';
import { watchedPulls } from '../decide/watched.ts';
import type { Dispatch } from '../dispatch.ts';
import { noteForgeBack } from './forge-lost.ts';
import { followTarget } from './follow-target.ts';
import { hearSights, watchedAs } from './hear-sight.ts';

const growth = 1.5;

export async function observeForge(dispatch: Dispatch): Promise<void> {
  const { ports, observing } = dispatch;
  const { remote } = ports.forges.of('github');
  const watched = watchedPulls(ports.registry.state);
  if (remote === undefined || watched.length === 0) return;
  const before = ports.registry.state.seq;
  await followDirect(dispatch, remote, watched);
  const sights = await remote.look(watched.map(watchedAs));
  await noteForgeBack(dispatch);
  await hearSights(dispatch, remote, sights);
  const { poll_ms: shortest, poll_max_ms: longest } = ports.settings.github;
  const isQuiet = ports.registry.state.seq === before;
  observing.waitMs = isQuiet ? Math.min(longest, Math.max(shortest, observing.waitMs * growth)) : shortest;
  observing.dueAt = ports.clock.monotonic() + observing.waitMs;
}

/** Under `direct` delivery the base is everybody's: what is begun from now on begins where it stands. */
async function followDirect(dispatch: Dispatch, remote: RemoteForge, watched: readonly PullState[]): Promise<void> {
  const { state } = dispatch.ports.registry;
  for (const spec_id of new Set(watched.map((pull) => pull.spec_id))) {
    if (state.specs.get(spec_id)?.run?.delivery === 'direct') await followTarget(dispatch, remote, spec_id);
  }
}
