import assert from 'node:assert/strict';
import { heardNumbersMax, isHeard, withHeard, type HeardRemarks } from '../../../../src/core/model/pull-sight.ts';

const heardAll = (ids: readonly string[], heard?: HeardRemarks): HeardRemarks | undefined =>
  ids.reduce<HeardRemarks | undefined>((known, id) => withHeard(id, known), heard);

describe('what was heard on a pull request', () => {
  const check = (heard: HeardRemarks | undefined, id: string, expected: boolean) =>
    assert.equal(isHeard(id, heard), expected, id);

  it('is what was heard, and not what has a lower number', () => {
    const heard = heardAll(['thread:101', 'review:7', 'thread:99']);
    for (const id of ['thread:101', 'thread:99', 'review:7']) check(heard, id, true);
    for (const id of ['thread:100', 'thread:102', 'review:6', 'comment:7', 'nothing']) check(heard, id, false);
  });

  it('is everything up to the number that older registries have kept', () => {
    const heard = heardAll(['thread:103'], { thread: 101 });
    for (const id of ['thread:100', 'thread:101', 'thread:103']) check(heard, id, true);
    check(heard, 'thread:102', false);
  });

  it('stays the same when it is heard again, or has no number', () => {
    const heard = heardAll(['thread:5']);
    assert.deepEqual(heardAll(['thread:5', 'nothing'], heard), heard);
  });

  it('is bounded: of very many only the newest are told apart', () => {
    const ids = Array.from({ length: heardNumbersMax + 10 }, (_, at) => `comment:${2 * at + 2}`);
    const heard = heardAll(ids);
    for (const id of ids) check(heard, id, true);
    check(heard, 'comment:3', true);
    check(heard, 'comment:25', false);
    assert.ok(JSON.stringify(heard).length < 10 * heardNumbersMax);
  });
});
