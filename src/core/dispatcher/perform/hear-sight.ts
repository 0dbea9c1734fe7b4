// What follows from having seen a pull request elsewhere: what checks say, what people have said, merged or closed. All of it is compared
// with what the registry knows, so that a look that was cut off, or is repeated, tells nothing twice.
import { Unavailable } from '../../base/unavailable.ts';
import type { NewEvent } from '../../model/events.ts';
import type { RemoteForge, Watched } from '../../model/forge.ts';
import type { PullSight } from '../../model/pull-sight.ts';
import type { PullState } from '../../model/state.ts';
import type { Dispatch } from '../dispatch.ts';
import { isDelivering } from './delivering.ts';
import { hearPull } from './hear-pull.ts';
import { holdUnshown, isShown } from './shown-merge.ts';

/** What is known of it, for a look. */
export function watchedAs({ number, url, heard, checks }: PullState): Watched {
  return { number, url, checks, ...(heard === undefined ? {} : { heard }) };
}

/** All of them: what goes wrong with one keeps nobody from hearing the others. */
export async function hearSights(dispatch: Dispatch, remote: RemoteForge, sights: readonly PullSight[]): Promise<void> {
  for (const sight of sights) {
    try {
      await hearSight(dispatch, remote, sight);
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      dispatch.ports.report(error, `pull request #${sight.number} could not be taken in`);
    }
  }
}

async function hearSight(dispatch: Dispatch, remote: RemoteForge, sight: PullSight): Promise<void> {
  const { registry } = dispatch.ports;
  const pull = registry.state.pulls.get(sight.number);
  if (pull?.state !== 'open') return;
  const subject = { spec_id: pull.spec_id, ...(pull.task_id === undefined ? {} : { task_id: pull.task_id }) };
  const { number } = pull;
  if (sight.state === 'merged') {
    if (registry.state.specs.get(pull.spec_id)?.run?.integrating === number) return;
    const merge_sha = sight.merge_sha ?? sight.head_sha;
    const there = await fetchBase(dispatch, remote, pull);
    const isThere = await isShown(dispatch, { pull, merge_sha, there });
    const tip = isThere ? await followMerge(dispatch, pull, there) : undefined;
    // Meanwhile the train may have found it merged too.
    if (registry.state.pulls.get(number)?.state !== 'open') return;
    if (!isThere) {
      await holdUnshown(dispatch, { pull, merge_sha, there });
      return;
    }
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
  if (sight.head_sha !== pull.head_sha && !isDelivering(dispatch, pull)) {
    events.push({ type: 'PRUpdated', ...subject, data: { number, head_sha: sight.head_sha } });
    await remote.fetch(pull.head, {
      known: pull.head_sha === undefined ? [] : [pull.head_sha],
      signal: dispatch.signal,
    });
  }
  await hearPull(dispatch, remote, { pull, sight, subject, events });
}

/** What a person has merged must be here before anything can begin on top of it. */
function fetchBase({ ports, signal }: Dispatch, remote: RemoteForge, pull: PullState): Promise<string | undefined> {
  const run = ports.registry.state.specs.get(pull.spec_id)?.run;
  return remote.fetch(pull.base, { known: run === undefined ? [] : [run.tip_sha], signal });
}

/** The branch of the run follows; where it stands then. */
async function followMerge(
  { ports }: Dispatch,
  pull: PullState,
  there: string | undefined,
): Promise<string | undefined> {
  const { registry, repository } = ports;
  const run = registry.state.specs.get(pull.spec_id)?.run;
  if (run === undefined || run.delivery === 'direct' || run.integration_branch !== pull.base || there === undefined)
    return undefined;
  await repository.moveBranch(run.integration_branch, there, run.tip_sha);
  return there;
}
