// What a new plan may change, and what it must keep.
import assert from 'node:assert/strict';
import { tasksetSchema, type Taskset } from '../../../../src/core/model/task.ts';
import { followPlan } from '../../../../src/core/planner/replan.ts';

type TaskFields = { id: string; title?: string } & Record<string, unknown>;

function plan(tasks: TaskFields[], fields: Record<string, unknown> = {}): Taskset {
  return tasksetSchema.parse({
    spec_id: 'x',
    ...fields,
    tasks: tasks.map((task) => ({ title: `Task ${task.id}`, ...task })),
  });
}

function follow(next: Taskset, previous: Taskset, ...finished: string[]) {
  return followPlan(next, previous, new Set(finished));
}

describe('followPlan', () => {
  it('takes the new text of a task that is not finished', () => {
    const { taskset } = follow(plan([{ id: '1', title: 'New' }]), plan([{ id: '1', title: 'Old' }]));
    assert.equal(taskset.tasks[0]?.title, 'New');
  });

  it('is about the same issue until it is planned from another', () => {
    const [one, two] = [1, 2].map((number) => ({ number, url: `https://github.com/o/n/issues/${number}`, title: '' }));
    const previous = plan([{ id: '1' }], { issue: one });
    assert.deepEqual(follow(plan([{ id: '1' }]), previous).taskset.issue, one);
    assert.deepEqual(follow(plan([{ id: '1' }], { issue: two }), previous).taskset.issue, two);
    assert.equal(follow(plan([{ id: '1' }]), plan([{ id: '1' }])).taskset.issue, undefined);
  });

  it('drops a task that is neither finished nor named any more', () => {
    const { taskset } = follow(plan([{ id: '2' }]), plan([{ id: '1' }, { id: '2' }]));
    assert.deepEqual(
      taskset.tasks.map((task) => task.id),
      ['2'],
    );
  });

  it('keeps a finished task as it was, named again or not', () => {
    const previous = plan([
      { id: '1', description: 'as done' },
      { id: '2', dependencies: ['1'] },
    ]);
    const next = plan([
      { id: '1', description: 'rewritten' },
      { id: '3', dependencies: ['1'] },
    ]);
    const { taskset, problems } = follow(next, previous, '1', '2');
    assert.deepEqual(problems, []);
    assert.deepEqual(taskset.tasks, [previous.tasks[1], previous.tasks[0], next.tasks[1]]);
  });

  it('knows a finished task by its id in any case and its title in any spelling of blanks and points', () => {
    const previous = plan([{ id: 'a-1', title: 'Login  API.' }]);
    const { taskset, problems } = follow(plan([{ id: 'A-1', title: 'login api' }]), previous, 'A-1');
    assert.deepEqual([taskset.tasks, problems], [previous.tasks, []]);
  });

  it('refuses to give the id of finished work to other work', () => {
    const { problems } = follow(plan([{ id: '1', title: 'Chat' }]), plan([{ id: '1', title: 'Login' }]), '1');
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', /Task 1 is finished as "Login".*"Chat"/);
  });

  it('lets a finished task wait for nothing that is gone', () => {
    const previous = plan([{ id: '1' }, { id: '2', dependencies: ['1'] }]);
    const { taskset } = follow(plan([{ id: '3' }]), previous, '2');
    assert.deepEqual(
      taskset.tasks.map(({ id, dependencies }) => [id, dependencies]),
      [
        ['2', []],
        ['3', []],
      ],
    );
  });

  it('carries unknown fields along while the task is the same', () => {
    const previous = plan([{ id: '1', owner: 'ann', metadata: { ticket: 7 } }], { team: 'blue' });
    const { taskset } = follow(plan([{ id: '1', description: 'new' }]), previous);
    assert.equal(taskset['team'], 'blue');
    assert.equal(taskset.tasks[0]?.['owner'], 'ann');
    assert.equal(taskset.tasks[0]?.metadata['ticket'], 7);
    assert.equal(taskset.tasks[0]?.description, 'new');
  });

  it('does not carry them over to other work under the same id, and prefers the new value', () => {
    const previous = plan([
      { id: '1', title: 'Old', owner: 'ann' },
      { id: '2', owner: 'ann' },
    ]);
    const { taskset } = follow(
      plan([
        { id: '1', title: 'New' },
        { id: '2', owner: 'bob' },
      ]),
      previous,
    );
    assert.deepEqual(
      taskset.tasks.map((task) => task['owner']),
      [undefined, 'bob'],
    );
  });
});
