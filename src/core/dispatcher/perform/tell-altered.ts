// What the slot pool has found altered in the repository, as an event. It ends no attempt: others had slots at the same time, and so
// had the user a terminal; the work is judged by its tree.
import type { Altered } from '../../model/alteration.ts';
import type { EventSubject, NewEvent } from '../../model/events.ts';

export function tellAltered(subject: EventSubject, altered: Altered | undefined): NewEvent[] {
  return altered === undefined ? [] : [{ type: 'RepositoryAltered', ...subject, data: altered }];
}
