// One repository of the window: its place, and a replica of its registry that is fed for as long as the repository is open.
import { basename } from 'node:path';
import type { RegistryEvent } from '../../core/model/events.ts';
import type { Place } from '../../core/necrocode.ts';
import type { LiveChange, LiveRepository } from '../app.ts';
import type { Link } from './link.ts';
import { createReplica } from './replica.ts';

export function openLiveRepository(
  place: Place,
  { link, onChange }: { link: Link; onChange: (change: LiveChange) => void },
): LiveRepository & Disposable {
  const told = (events: readonly RegistryEvent[]): void => onChange({ repository, events });
  const replica = createReplica(told);
  const repository: LiveRepository = {
    ...{ place, name: basename(place.mainWorktree) },
    state: () => replica.state(),
    isLoaded: () => replica.isLoaded(),
    damage: () => replica.damage(),
  };
  const following = link.follow(place, (piece) => replica.take(piece));
  return { ...repository, [Symbol.dispose]: () => following[Symbol.dispose]() };
}
