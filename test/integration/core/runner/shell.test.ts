import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { lastOf, readMessages, runnerPath, slotFixture } from './slot-fixture.ts';

function start(args: readonly string[], input: string) {
  return spawnSync(process.execPath, [runnerPath, ...args], { input, encoding: 'utf8' });
}

describe('the runner as a program', () => {
  it('takes the envelope from standard input when no file is named', () => {
    using fixture = slotFixture();
    fixture.assign();
    const { status, stderr } = start([], readFileSync(fixture.envelope, 'utf8'));
    assert.deepEqual([status, stderr], [0, '']);
    assert.equal(lastOf(readMessages(fixture), 'runner_finished')?.outcome, 'succeeded');
  });

  const refused: [what: string, input: string, message: RegExp][] = [
    ['that is no JSON', 'hello', /not JSON/],
    ['that lacks fields, all of which it names', '{"protocol":"spirit/1"}', /spec_id.*payload/],
    ['of another protocol', '{"protocol":"spirit/9"}', /protocol/],
  ];
  for (const [what, input, message] of refused) {
    it(`refuses an envelope ${what}`, () => {
      const { status, stderr } = start([], input);
      assert.equal(status, 2);
      assert.match(stderr, message);
    });
  }
});
