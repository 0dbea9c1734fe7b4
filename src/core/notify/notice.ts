// What a row of the notices' table is given and gives, and the few things that several rows look up.
import { plainText, type Language } from '../base/text.ts';
import type { EventType, RegistryEvent } from '../model/events.ts';
import type { Failure } from '../model/failure.ts';
import type { SpecState, State } from '../model/state.ts';
import type { Lines, TaskName } from './lines.ts';

export type Level = 'info' | 'success' | 'warning' | 'error';

export interface Notice {
  level: Level;
  text: string;
}

export interface Context {
  state: State;
  lines: Lines;
  language: Language;
}

export type Describe<T extends EventType> = (event: RegistryEvent<T>, context: Context) => Notice | undefined;

const titleCharsMax = 120;
const messageCharsMax = 160;
const namesShownMax = 5;

/** Bookkeeping: nobody wants to read it. */
export function nothing(): undefined {
  return undefined;
}

export function specOf({ state }: Context, { spec_id }: RegistryEvent): SpecState | undefined {
  return state.specs.get(spec_id ?? '');
}

export function taskName(context: Context, event: RegistryEvent): TaskName {
  const id = event.task_id ?? '';
  return { id, title: short(specOf(context, event)?.tasks.get(id)?.node.title ?? '', titleCharsMax) };
}

/** The kind in words, and what was said in particular; a person's own words speak for themselves. */
export function why({ lines }: Context, { kind, message, is_final: isFinal }: Failure): string {
  const said = short(message);
  if (isFinal === true) return said;
  return said === '' ? lines.failure[kind] : `${lines.failure[kind]} (${said})`;
}

/** The first few of a list, and how many follow. */
export function several({ lines }: Context, names: readonly string[]): string {
  const shown = names.slice(0, namesShownMax).map((name) => short(name));
  const rest = names.length - shown.length;
  return [...shown, ...(rest > 0 ? [lines.andMore(rest)] : [])].join(', ');
}

export function short(text: string, charsMax = messageCharsMax): string {
  return plainText(text, { charsMax });
}
