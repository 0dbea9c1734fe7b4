// Whether a controller is there. Asking rings at its door, which does it no harm: it looks round and finds nothing new.
import { ringDoorbell } from '../base/kernel-lock.ts';
import type { Place } from './place.ts';

export function isControlled(place: Place): Promise<boolean> {
  return ringDoorbell(place.registryDir);
}
