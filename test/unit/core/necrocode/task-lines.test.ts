import assert from 'node:assert/strict';
import { taskLines } from '../../../../src/core/necrocode/task-lines.ts';

describe('the lines of tasks in a task list', () => {
  it('are those of the tasks that can be carried out, with the ids of the plan', () => {
    const text =
      '# Plan\n\n- [ ] 1. Accounts\n  - [x] 1.1 Sign up\n  - [ ] 1.2 Log in\n    - a remark\n\n- [ ]* 2. Docs\n';
    assert.deepEqual(taskLines(text, '.kiro/specs/chat/tasks.md'), [
      { task_id: '1.1', title: 'Sign up', line: 4 },
      { task_id: '1.2', title: 'Log in', line: 5 },
      { task_id: '2', title: 'Docs', line: 8 },
    ]);
  });

  it('are none in a text without tasks', () => assert.deepEqual(taskLines('Just words.\n', 'tasks.md'), []));
});
