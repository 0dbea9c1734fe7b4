import assert from 'node:assert/strict';
import type { Notice } from '../../../../src/extension/notices/notice.ts';
import { isTold, noteTold, toldMax } from '../../../../src/extension/notices/told-before.ts';
import { emptyState } from '../../../../src/core/model/state.ts';

const ready = (number: number): Notice => ({
  ...{ at: 0, spec_id: 'chat', kind: 'pull_ready', number, head: 'a', title: '', is_final: false, is_changed: false },
});

describe('what was told', () => {
  it('is remembered up to a limit, the newest longest', () => {
    let told: ReadonlySet<string> = new Set();
    for (let number = 1; number <= toldMax + 3; number += 1) told = noteTold(told, [ready(number)], emptyState());
    assert.equal(told.size, toldMax);
    assert.deepEqual(
      [3, 4, toldMax + 3].map((number) => isTold(ready(number), told)),
      [false, true, true],
    );
  });
});
