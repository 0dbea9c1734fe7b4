// One look at the pull requests elsewhere that nobody watches, because the run that they come from rests or has ended. A person who has
// merged the last one there sees it merged here too, without a run. Nothing is started by it: what a remark or a red check asks of an
// agent waits for the next run.
import { unwatchedPulls } from '../../model/unwatched-pulls.ts';
import type { Dispatch } from '../dispatch.ts';
import { noteForgeBack } from '../perform/forge-lost.ts';
import { hearSight, watchedAs } from '../perform/hear-sight.ts';
import { answers, type Said } from './answers.ts';

export async function acceptRefresh(dispatch: Dispatch): Promise<Said> {
  const { registry, forges } = dispatch.ports;
  const pulls = unwatchedPulls(registry.state);
  if (pulls.length === 0) return answers.upToDate;
  const { remote } = forges.of('github');
  if (remote === undefined) return answers.upToDate;
  const sights = await remote.look(pulls.map(watchedAs));
  await noteForgeBack(dispatch);
  const ofTasks = new Set(pulls.filter(({ task_id }) => task_id !== undefined).map(({ number }) => number));
  for (const sight of sights) {
    if (sight.state !== 'open' || !ofTasks.has(sight.number)) await hearSight(dispatch, remote, sight);
  }
  return answers.refreshed(pulls.length);
}
