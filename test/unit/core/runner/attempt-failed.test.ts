import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Cancelled, CommandError, InvariantError, UserError } from '../../../../src/core/base/errors.ts';
import { AttemptFailed, failureOf, jsonBytes, lastOf } from '../../../../src/core/runner/attempt-failed.ts';

describe('an error at the edge of an attempt', () => {
  const command = {
    program: 'git',
    args: ['gc'],
    cwd: '/slot',
    exitCode: 1,
    signal: undefined,
    isTimedOut: false,
    lastOutput: 'full',
  };
  const cases: [error: unknown, kind: string, message: RegExp][] = [
    [new AttemptFailed({ kind: 'no_changes', message: 'Nothing.' }), 'no_changes', /^Nothing\.$/],
    [new Cancelled('a person asked'), 'cancelled', /a person asked/],
    [new UserError('No.', { hint: 'Mend it.' }), 'permission_denied', /^No\. Mend it\.$/],
    [new CommandError(command), 'infra_lost', /In \/slot: `git gc` ended with status 1: full/],
    [new InvariantError('never'), 'infra_lost', /never/],
    ['thrown text', 'infra_lost', /thrown text/],
  ];
  for (const [error, kind, message] of cases) {
    it(`becomes ${kind} when it is ${error instanceof Error ? error.name : 'anything else'}`, () => {
      const failure = failureOf(error);
      assert.equal(failure.kind, kind);
      assert.match(failure.message, message);
    });
  }

  it('keeps a text whole that fits, and the end of one that does not, within the bytes of its JSON form', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.integer({ min: 20, max: 400 }),
        (text, bytesMax) => {
          const kept = lastOf(text, bytesMax);
          if (jsonBytes(text) <= bytesMax) assert.equal(kept, text);
          else assert.ok(jsonBytes(kept) <= bytesMax + jsonBytes('[…] ') && text.endsWith(kept.slice('[…] '.length)));
        },
      ),
    );
  });
});
