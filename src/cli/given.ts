// What was given on the command line, already checked against the command's table: arguments by position, options by name.
// Asking for something that the table does not declare is a bug of ours.
import { InvariantError } from '../core/base/errors.ts';
import type { OptionName } from './options.ts';

export interface Given {
  /** An argument that the table requires. */
  argument(position: number): string;
  /** One that it does not. */
  optionalArgument(position: number): string | undefined;
  /** The words of an argument that may be several. */
  rest(position: number): string[];
  flag(name: OptionName): boolean;
  text(name: OptionName): string | undefined;
  number(name: OptionName): number | undefined;
  numbers(name: OptionName): number[] | undefined;
  texts(name: OptionName): string[] | undefined;
}

/** @param words as the parser gives them: strings, and a list for an argument that may be several. */
export function createGiven(words: readonly unknown[], options: Readonly<Record<string, unknown>>): Given {
  const optionalArgument = (position: number) => {
    const word = words[position];
    return typeof word === 'string' ? word : undefined;
  };
  const value = <T>(name: OptionName, is: (value: unknown) => value is T): T | undefined => {
    const found = options[name];
    if (found === undefined) return undefined;
    if (is(found)) return found;
    throw new InvariantError(`The option ${name} is not declared as it is read.`);
  };
  return {
    argument(position) {
      const word = optionalArgument(position);
      if (word === undefined) throw new InvariantError(`Argument ${position} is not declared as required.`);
      return word;
    },
    optionalArgument,
    rest(position) {
      const list = words[position];
      return Array.isArray(list) ? list.filter((word) => typeof word === 'string') : [];
    },
    flag: (name) => value(name, isBoolean) ?? false,
    text: (name) => value(name, isText),
    number: (name) => value(name, isNumber),
    numbers: (name) => value(name, isListOf(isNumber)),
    texts: (name) => value(name, isListOf(isText)),
  };
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isListOf<T>(is: (value: unknown) => value is T) {
  return (value: unknown): value is T[] => Array.isArray(value) && value.every(is);
}
