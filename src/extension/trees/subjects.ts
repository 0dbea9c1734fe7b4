// What events are about, so that only rows about the same are looked at again. A task that has ended touches those that wait
// for it, too: their rows name what they wait for.
import type { EventType, RegistryEvent } from '../../core/model/events.ts';
import type { LiveRepository } from '../app.ts';
import { subjectOf } from './row.ts';
import { waitersOf } from './waiters.ts';

const endings: ReadonlySet<EventType> = new Set(['TaskCompleted', 'TaskFailed', 'TaskCancelled', 'RetryRequested']);

export function subjectsOf(
  { place, state }: Pick<LiveRepository, 'place' | 'state'>,
  events: readonly RegistryEvent[],
): Set<string> {
  const repository = place.mainWorktree;
  const subjects = new Set([subjectOf({ repository })]);
  const ended = new Map<string, string[]>();
  for (const { spec_id, task_id, type } of events) {
    if (spec_id === undefined) continue;
    subjects.add(subjectOf({ repository, spec_id }));
    if (task_id === undefined) continue;
    subjects.add(subjectOf({ repository, spec_id, task_id }));
    if (endings.has(type)) ended.set(spec_id, [...(ended.get(spec_id) ?? []), task_id]);
  }
  for (const [spec_id, ids] of ended) {
    for (const task_id of ids.flatMap((id) => waitersOf(state(), spec_id, id))) {
      subjects.add(subjectOf({ repository, spec_id, task_id }));
    }
  }
  return subjects;
}
