// One look at the pull requests that nobody watches, because the run that they come from rests or has ended. A person who has merged the
// last one, with git or on the forge elsewhere, sees it merged here too, without a run. Nothing is started by it: what a remark or a red check asks of an
// agent waits for the next run. Somebody waits for it, and it may be the owner of the registry who does: it has little time.
import { anySignal } from '../../base/abort.ts';
import { unwatchedPulls } from '../../model/unwatched-pulls.ts';
import type { Dispatch } from '../dispatch.ts';
import { noteForgeBack } from '../perform/forge-lost.ts';
import { hearSights, watchedAs } from '../perform/hear-sight.ts';
import { recordMerges } from '../perform/record-merges.ts';
import { answers, type Said } from './answers.ts';

const refreshMsMax = 15_000;

export async function acceptRefresh(dispatch: Dispatch): Promise<Said> {
  const { registry, forges } = dispatch.ports;
  await recordMerges(dispatch);
  const pulls = unwatchedPulls(registry.state);
  if (pulls.length === 0) return answers.upToDate;
  const { remote } = forges.of('github');
  if (remote === undefined) return answers.upToDate;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), refreshMsMax);
  try {
    const signal = anySignal(dispatch.signal, late.signal);
    const sights = await remote.look(pulls.map(watchedAs), signal);
    await noteForgeBack(dispatch);
    const ofTasks = new Set(pulls.filter(({ task_id }) => task_id !== undefined).map(({ number }) => number));
    const settled = sights.filter(({ state, number }) => state !== 'open' || !ofTasks.has(number));
    await hearSights({ ...dispatch, signal }, remote, settled);
    return answers.refreshed(pulls.length);
  } finally {
    clearTimeout(timer);
  }
}
