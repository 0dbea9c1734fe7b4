import assert from 'node:assert/strict';
import { UserError } from '../../../../src/core/base/errors.ts';
import { readTaskset } from '../../../../src/core/intake/taskset-file.ts';

function check(task: object, expected: readonly string[]) {
  const plan = { taskset_version: 1, spec_id: 'demo', title: 'Demo', tasks: [{ id: '1', title: 'One', ...task }] };
  const lines = (): readonly string[] => {
    try {
      readTaskset(plan, 'tasks.json');
      return [];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return error.message.split('\n').slice(1);
    }
  };
  assert.deepEqual(lines(), expected);
}

describe('a plan of one’s own', () => {
  it('is read when it is right', () => check({}, []));
  it('is refused with every place and what was expected there, in words', () =>
    check({ id: '../1', title: '', verify: 'npm test' }, [
      '  tasks[0].id: expected a task id of 1 to 64 letters, digits, dots, dashes and underscores that begins with a letter or digit',
      '  tasks[0].id: expected a task id that is no device name and has no "..", trailing dot or ".lock"',
      '  tasks[0].title: expected text that is not empty',
      '  tasks[0].verify: expected a list',
    ]));
});
