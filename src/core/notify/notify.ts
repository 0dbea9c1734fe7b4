// One plain line for a person about an event, or none when the event is bookkeeping. The table has a row for every type of
// event, so that a new one is given a thought. Titles and messages come from plans, agents and tools: they are made plain, so
// that a line stays a line and moves nothing on a terminal. It shows nothing itself.
import { plainText, type Language } from '../base/text.ts';
import type { EventType, RegistryEvent } from '../model/events.ts';
import type { State } from '../model/state.ts';
import { aboutPull } from './about-pull.ts';
import { aboutRun } from './about-run.ts';
import { aboutTask } from './about-task.ts';
import { linesOf } from './lines.ts';
import type { Context, Describe, Notice } from './notice.ts';

export type { Level, Notice } from './notice.ts';

const table: { [T in EventType]: Describe<T> } = { ...aboutRun, ...aboutTask, ...aboutPull };

const textCharsMax = 400;

/** @param state the projection with this event folded in; it is asked for titles, slots and counts only. */
export function describeEvent(event: RegistryEvent, state: State, language: Language): Notice | undefined {
  const notice = describe(event.type, event, { state, lines: linesOf[language], language });
  return notice === undefined ? undefined : { ...notice, text: plainText(notice.text, { charsMax: textCharsMax }) };
}

/** The type apart from the event, so that the compiler sees that the row fits the event. */
function describe<T extends EventType>(type: T, event: RegistryEvent<T>, context: Context): Notice | undefined {
  const row: Describe<T> = table[type];
  return row(event, context);
}
