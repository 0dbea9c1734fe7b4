// What events are about, so that only rows about the same are looked at again. A task that has ended touches those that wait
// for it, too: their rows name what they wait for.
import type { EventType, RegistryEvent } from '../../core/model/events.ts';
import { findWaiters } from '../../core/model/view-inbox.ts';
import type { LiveRepository } from '../app.ts';
import { subjectOf } from './row.ts';

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
    const spec = state().specs.get(spec_id);
    const waiters = spec === undefined ? undefined : findWaiters(spec);
    for (const task_id of ids.flatMap((id) => waiters?.get(id) ?? [])) {
      subjects.add(subjectOf({ repository, spec_id, task_id }));
    }
  }
  return subjects;
}
