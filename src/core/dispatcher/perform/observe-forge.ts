// One look at the pull requests elsewhere, and what follows from it: what checks say, what people have said, merged or closed. All of it is
// compared with what the registry knows, so that a look that was cut off, or is repeated, tells nothing twice. The less happens, the
// longer the next look waits.
import type { NewEvent } from '../../model/events.ts';
import type { RemoteForge } from '../../model/forge.ts';
import type { PullSight } from '../../model/pull-sight.ts';
import type { PullState } from '../../model/state.ts';
import { watchedPulls } from '../decide/watched.ts';
import type { Dispatch } from '../dispatch.ts';
import { noteForgeBack } from './forge-lost.ts';
import { followTarget } from './follow-target.ts';
import { hearPull } from './hear-pull.ts';

const growth = 1.5;

export async function observeForge(dispatch: Dispatch): Promise<void> {
  const { ports, observing } = dispatch;
  const { remote } = ports.forges.of('github');
  const watched = watchedPulls(ports.registry.state);
  if (remote === undefined || watched.length === 0) return;
  const before = ports.registry.state.seq;
  await followDirect(dispatch, remote, watched);
  const sights = await remote.look(watched.map(wordsOf));
  await noteForgeBack(dispatch);
  for (const sight of sights) await hear(dispatch, remote, sight);
  const { poll_ms: shortest, poll_max_ms: longest } = ports.settings.github;
  const isQuiet = ports.registry.state.seq === before;
  observing.waitMs = isQuiet ? Math.min(longest, Math.max(shortest, observing.waitMs * growth)) : shortest;
  observing.dueAt = ports.clock.monotonic() + observing.waitMs;
}

function wordsOf({ number, heard, checks }: PullState) {
  return { number, checks, ...(heard === undefined ? {} : { heard }) };
}

/** Under `direct` delivery the base is everybody's: what is begun from now on begins where it stands. */
async function followDirect(dispatch: Dispatch, remote: RemoteForge, watched: readonly PullState[]): Promise<void> {
  const { state } = dispatch.ports.registry;
  for (const spec_id of new Set(watched.map((pull) => pull.spec_id))) {
    if (state.specs.get(spec_id)?.run?.delivery === 'direct') await followTarget(dispatch, remote, spec_id);
  }
}

async function hear(dispatch: Dispatch, remote: RemoteForge, sight: PullSight): Promise<void> {
  const { registry } = dispatch.ports;
  const pull = registry.state.pulls.get(sight.number);
  if (pull?.state !== 'open') return;
  const subject = { spec_id: pull.spec_id, ...(pull.task_id === undefined ? {} : { task_id: pull.task_id }) };
  const { number } = pull;
  if (sight.state === 'merged') {
    if (registry.state.specs.get(pull.spec_id)?.run?.integrating === number) return;
    const tip = await followMerge(dispatch, remote, pull);
    // Meanwhile the train may have found it merged too.
    if (registry.state.pulls.get(number)?.state !== 'open') return;
    const merge_sha = sight.merge_sha ?? sight.head_sha;
    const by = sight.by === undefined ? {} : { by: sight.by };
    const isPassed = tip !== undefined && tip !== merge_sha;
    await registry.append([
      { type: 'PRMerged', ...subject, data: { number, merge_sha, ...by } },
      // Somebody has put more on top already.
      ...(isPassed ? [{ type: 'BaseMoved' as const, spec_id: pull.spec_id, data: { from: merge_sha, sha: tip } }] : []),
    ]);
    return;
  }
  if (sight.state === 'closed') {
    await registry.append([{ type: 'PRClosed', ...subject, data: { number, reason: 'Closed on the forge.' } }]);
    return;
  }
  const events: NewEvent[] = [];
  if (sight.head_sha !== pull.head_sha && !isPushUnderWay(dispatch, pull)) {
    events.push({ type: 'PRUpdated', ...subject, data: { number, head_sha: sight.head_sha } });
    await remote.fetch(pull.head, {
      known: pull.head_sha === undefined ? [] : [pull.head_sha],
      signal: dispatch.signal,
    });
  }
  await hearPull(dispatch, remote, { pull, sight, subject, events });
}

/** A delivery has pushed, and has not recorded it yet. */
function isPushUnderWay({ inFlight }: Dispatch, { spec_id, task_id }: PullState): boolean {
  return [...inFlight.keys()].some((key) => key.startsWith(`deliver_attempt:${spec_id}/${task_id ?? ''}/`));
}

/** What a person has merged must be here before anything can begin on top of it; where the branch of the run stands then. */
async function followMerge(dispatch: Dispatch, remote: RemoteForge, pull: PullState): Promise<string | undefined> {
  const { registry, repository } = dispatch.ports;
  const run = registry.state.specs.get(pull.spec_id)?.run;
  const known = run === undefined ? [] : [run.tip_sha];
  const there = await remote.fetch(pull.base, { known, signal: dispatch.signal });
  if (run === undefined || run.delivery === 'direct' || run.integration_branch !== pull.base || there === undefined)
    return undefined;
  await repository.moveBranch(run.integration_branch, there, run.tip_sha);
  return there;
}
