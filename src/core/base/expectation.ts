// What a value was expected to be, in plain words, from what the parser says about it. The parser's own sentences are for
// programmers; the schemas' own messages, which are written for people, come through as they are.
import type * as z from 'zod';

type Issue = z.core.$ZodIssue;

/** Completes "Expected … to be"; no full stop. */
export function expectationOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return nameOfType(issue.expected);
    case 'too_small':
      return boundOf(issue.origin, { least: Number(issue.minimum), isInclusive: issue.inclusive !== false });
    case 'too_big':
      return boundOf(issue.origin, { most: Number(issue.maximum), isInclusive: issue.inclusive !== false });
    case 'invalid_value':
      return oneOf(issue.values.map(String));
    case 'invalid_union':
      return expectationOfUnion(issue);
    case 'invalid_format':
      if (!issue.message.startsWith('Invalid ')) return issue.message;
      return issue.pattern === undefined ? `a valid ${issue.format}` : `text of the form ${issue.pattern}`;
    case 'not_multiple_of':
      return `a multiple of ${String(issue.divisor)}`;
    case 'invalid_key':
      return 'a mapping whose names are valid';
    case 'invalid_element':
      return 'a list whose entries are valid';
    case 'unrecognized_keys':
      return `without ${issue.keys.map((key) => `\`${key}\``).join(', ')}`;
    case 'custom':
      return issue.message;
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'a mapping of names to values',
  record: 'a mapping of names to values',
};

function nameOfType(expected: string): string {
  return typeNames[expected] ?? expected;
}

interface Bound {
  least?: number;
  most?: number;
  isInclusive: boolean;
}

function boundOf(origin: string, { least, most, isInclusive }: Bound): string {
  const number = String(least ?? most);
  const measure = least === undefined ? 'at most' : 'at least';
  if (origin === 'array') return `a list of ${measure} ${number} ${number === '1' ? 'entry' : 'entries'}`;
  if (origin === 'string') return least === 1 ? 'text that is not empty' : `text of ${measure} ${number} characters`;
  if (isInclusive) return `${measure} ${number}`;
  return least === undefined ? `less than ${number}` : `more than ${number}`;
}

function expectationOfUnion(issue: Extract<Issue, { code: 'invalid_union' }>): string {
  if ('options' in issue && Array.isArray(issue.options)) return oneOf(issue.options.map(String));
  const ways = issue.errors.flatMap(([first]) => (first === undefined ? [] : [expectationOf(first)]));
  return ways.length === 0 ? issue.message : [...new Set(ways)].join(', or ');
}

function oneOf(values: readonly string[]): string {
  const names = values.map((value) => `\`${value}\``);
  const [last = '', ...before] = names.reverse();
  return before.length === 0 ? last : `${before.reverse().join(', ')} or ${last}`;
}
