// A controller whose last run has ended stays for a moment, in case there is more to do. What needs the repository for itself waits
// for it to leave, so that nobody is turned away who has only been quick.
import { sleep } from '../../core/base/abort.ts';
import type { App, LiveRepository } from '../app.ts';
import { isUnfinished } from './steer.ts';

const lookEveryMs = 100;
const waitMsMax = 5000;

/** Does not wait for a run that goes on: whoever is kept out by it says so. */
export async function whenFree(
  { core }: { core: Pick<App['core'], 'isControlled'> },
  { place, state }: Pick<LiveRepository, 'place' | 'state'>,
): Promise<void> {
  if ([...state().specs.values()].some(isUnfinished)) return;
  const until = performance.now() + waitMsMax;
  while (performance.now() < until && (await core.isControlled(place))) await sleep(lookEveryMs);
}
