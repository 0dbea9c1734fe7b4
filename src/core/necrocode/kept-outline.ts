// The quickest look, apart from the other ways of reading, because it is asked for most and should load least.
import type { StatusOutline } from '../model/view-status.ts';
import * as registry from '../registry/registry.ts';
import type { Place } from './place.ts';

/** How all stands, when that is known without folding the log; undefined when it is not. */
export function keptOutline(place: Place): StatusOutline | undefined {
  return registry.keptOutline(place.registryDir);
}
