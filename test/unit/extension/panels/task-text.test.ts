import assert from 'node:assert/strict';
import { viewTaskText } from '../../../../src/extension/panels/task-text.ts';
import type { Task } from '../../../../src/core/model/task.ts';

const task = (fields: Partial<Task>): Task =>
  ({ id: '1', title: 'One', description: '', files: [], dependencies: [], metadata: {}, ...fields }) as Task;

describe('what the dashboard is told of a task', () => {
  it('is plain, and ends somewhere', () => {
    const text = viewTaskText(
      task({
        description: `first\n\u001b[31msecond\u202e ${'x'.repeat(10_000)}`,
        files: Array.from({ length: 100 }, (_, n) => `src/${n}.ts`),
        metadata: { acceptance: ['one\ntwo'] },
      }),
    );
    assert.ok(text.description.length <= 4100);
    assert.match(text.description, /^first\n/);
    assert.doesNotMatch(text.description, /[\u001b\u202e]/);
    assert.equal(text.files.length, 40);
    assert.deepEqual(text.acceptance.length, 1);
    assert.doesNotMatch(text.acceptance[0] ?? '', /\n/);
  });
});
