// The value of an option, read as the option's table says. What is wrong is told with the expectation and what was got.
import { plainText } from '../core/base/text.ts';
import type { Messages } from './messages/messages.ts';
import type { OptionEntry } from './options.ts';
import { UsageError } from './usage-error.ts';

/** @param before what earlier words have given to an option that takes several. @throws UsageError */
export function readOptionValue(entry: OptionEntry, text: string, before: unknown, messages: Messages): unknown {
  switch (entry.takes) {
    case 'nothing':
      return true;
    case 'text':
      return text;
    case 'texts':
      return [...listOf(before), ...text.split(',').filter((word) => word !== '')];
    case 'choice':
      if (entry.choices?.includes(text) === true) return text;
      throw wrong(entry, (entry.choices ?? []).join(', '), text, messages);
    case 'number':
      return readNumber(entry, text, messages);
    case 'numbers':
      return text.split(',').map((word) => readNumber(entry, word.trim(), messages));
    case 'workers':
      if (text === 'auto') return text;
      return String(readNumber(entry, text, messages));
  }
}

function readNumber(entry: OptionEntry, text: string, messages: Messages): number {
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = entry;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= min && number <= max) return number;
  const range =
    max === Number.MAX_SAFE_INTEGER ? messages.usage.numberFrom(min) : messages.usage.numberBetween(min, max);
  throw wrong(entry, entry.takes === 'workers' ? messages.usage.orAuto(range) : range, text, messages);
}

function wrong({ flag }: OptionEntry, expected: string, got: string, { usage }: Messages): UsageError {
  return new UsageError(usage.wrongValue({ flag, expected, got: plainText(got, { charsMax: 100 }) }));
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
