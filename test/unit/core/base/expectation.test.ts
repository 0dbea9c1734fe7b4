import assert from 'node:assert/strict';
import * as z from 'zod';
import { expectationOf } from '../../../../src/core/base/expectation.ts';

describe('what was expected', () => {
  const cases: readonly [schema: z.ZodType, value: unknown, expected: string][] = [
    [z.string(), 1, 'text'],
    [z.int(), 1.5, 'a whole number'],
    [z.record(z.string(), z.string()), [], 'a mapping of names to values'],
    [z.string().min(1), '', 'text that is not empty'],
    [z.string().min(3), 'a', 'text of at least 3 characters'],
    [z.string().max(3), 'abcd', 'text of at most 3 characters'],
    [z.array(z.string()).min(1), [], 'a list of at least 1 entry'],
    [z.array(z.string()).max(2), ['', '', ''], 'a list of at most 2 entries'],
    [z.number().positive(), 0, 'more than 0'],
    [z.number().lt(5), 5, 'less than 5'],
    [z.enum(['a', 'b', 'c']), 'd', '`a`, `b` or `c`'],
    [z.union([z.int(), z.literal('auto')]), 'x', 'a number, or `auto`'],
    [z.discriminatedUnion('type', [z.object({ type: z.literal('a') })]), { type: 'b' }, '`a`'],
    [z.string().regex(/^a/), 'b', 'text of the form /^a/'],
    [z.string().regex(/^a/, 'a word that begins well'), 'b', 'a word that begins well'],
    [z.string().refine(() => false, 'a name of a friend'), 'b', 'a name of a friend'],
  ];
  for (const [schema, value, expected] of cases) {
    it(`is ${expected} where it was ${JSON.stringify(value)}`, () => {
      const [issue] = schema.safeParse(value).error!.issues;
      assert.equal(expectationOf(issue!), expected);
    });
  }
});
