import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkFailure, lastOf, node, run, slotFixture } from './slot-fixture.ts';

const succeeds = node('process.exit(0)');

describe('a verification of a tree', () => {
  it('runs the commands only, and commits nothing', async () => {
    using fixture = slotFixture();
    fixture.assign({ verify: [succeeds] }, { type: 'tree_verification' });
    const { end, messages } = await run(fixture);
    assert.equal(end, 'succeeded');
    assert.equal(lastOf(messages, 'committed'), undefined);
    assert.equal(
      lastOf(messages, 'verification')?.verification.tree,
      fixture.git('rev-parse', `${fixture.base}^{tree}`),
    );
    assert.deepEqual(existsSync(join(fixture.slot, '.kiro')), false);
  });

  it('fails with the evidence', () =>
    checkFailure(
      { verify: [node("console.log('red'); process.exit(1)")] },
      { kind: 'verify_failed', message: /status 1/ },
      { type: 'tree_verification' },
    ));
});

describe('a task that is to show a fault', () => {
  const task = { id: '1', title: 'Show it', metadata: { expect_failure: true } };

  it('succeeds when its commands run and fail', async () => {
    using fixture = slotFixture();
    fixture.assign({ task, verify: [node('process.exit(1)')] });
    assert.equal((await run(fixture)).end, 'succeeded');
  });

  it('fails when they succeed', () =>
    checkFailure(
      { task, verify: [succeeds], limits: { fix_rounds_max: 0 } },
      { kind: 'verify_failed', message: /were to show a fault/ },
    ));

  it('fails when they cannot run', () =>
    checkFailure(
      { task, verify: ['no-such-program'], limits: { fix_rounds_max: 0 } },
      { kind: 'verify_failed', message: /could not be run/ },
    ));
});

describe('test slots', () => {
  it('let one verification wait for the other', async () => {
    using first = slotFixture();
    using second = slotFixture();
    const test_slots = { dir: join(first.root, 'test-slots'), max: 1 };
    const mark = join(first.root, 'busy');
    // Fails when somebody else is inside.
    const check = node(
      `const fs = require('fs'); fs.mkdirSync('${mark}'); setTimeout(() => fs.rmdirSync('${mark}'), 300)`,
    );
    for (const fixture of [first, second])
      fixture.assign({ test_slots, verify: [check], limits: { fix_rounds_max: 0 } });
    const ends = await Promise.all([run(first), run(second)]);
    assert.deepEqual(
      ends.map(({ end }) => end),
      ['succeeded', 'succeeded'],
    );
  });
});
