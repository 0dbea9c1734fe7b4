import assert from 'node:assert/strict';
import { parseTaskFile, toTaskset } from '../../../../src/core/intake/intake.ts';
import { taskIdSchema } from '../../../../src/core/model/ids.ts';

function tasksOf(text: string, includeOptional = false) {
  return toTaskset(parseTaskFile(text, { file: 'tasks.md' }), { specId: 'x', file: 'tasks.md', includeOptional })
    .taskset.tasks;
}

describe('toTaskset', () => {
  const states: [line: string, status: string, kind?: string][] = [
    ['- [ ] 1. A', 'pending'],
    ['- [~] 1. A', 'pending'],
    ['- [-] 1. A', 'in_progress'],
    ['- [x] 1. A', 'done'],
    ['- [ ]* 1. A', 'skipped'],
    ['- [x]* 1. A', 'done'],
    ['- [x] ~~1. A~~', 'cancelled'],
    ['- [ ] 1. Checkpoint - all tests pass', 'pending', 'checkpoint'],
  ];
  for (const [line, status, kind = 'work'] of states) {
    it(`makes ${JSON.stringify(line)} a ${status} ${kind}`, () => {
      const [task] = tasksOf(line);
      assert.deepEqual([task?.status, task?.kind], [status, kind]);
    });
  }
  it('runs optional tasks when asked to, and marks them either way', () => {
    const [task] = tasksOf('- [ ]* 1. A', true);
    assert.deepEqual([task?.status, task?.metadata.optional], ['pending', true]);
  });
  it('says where a task stands, what it requires and what it may touch', () => {
    const [, task] = tasksOf('- [x] 1. A\n- [ ] 2. Write `src/a.ts`\n  - _Requirements: 1.1_\n  - _Boundary: Store_\n');
    assert.deepEqual(task?.metadata.source, { file: 'tasks.md', line: 2 });
    assert.deepEqual(
      [task?.metadata.requirements, task?.metadata.boundary, task?.files],
      [['1.1'], ['Store'], ['src/a.ts']],
    );
  });
  it('keeps the body as it stands, less its common indentation', () => {
    assert.equal(
      tasksOf('- [ ] 1. A\n\n  Words\n  - bullet\n    - deeper\n\n---\n\nNot part of it.\n')[0]?.description,
      'Words\n- bullet\n  - deeper',
    );
  });
  it('holds titles and bodies inside the bounds of the model', () => {
    const [task] = tasksOf(`- [ ] 1. ${'t'.repeat(3000)}\n  ${'b'.repeat(100_000)}\n`);
    assert.equal(task?.title.length, 500);
    assert.equal(task?.description.length, 20_000);
  });
  it('makes up ids that are valid, however strange the file', () => {
    const tasks = tasksOf(
      `- [ ] ${'1.'.repeat(80)}1 A\n- [ ] 1 A\n### Task 2: A\n- **ID**: a b/c\n**Acceptance Criteria**\n- [ ] c\n`,
    );
    assert.equal(tasks.length, 3);
    assert.ok(tasks.every(({ id }) => taskIdSchema.safeParse(id).success));
  });
  it('joins thousands of parallel tasks without breaking the bounds of the model', () => {
    const lines = Array.from({ length: 2500 }, (_, index) => `- [ ] ${index + 1}. (P) A`);
    const tasks = tasksOf([...lines, '- [ ] 3000. B'].join('\n'));
    assert.ok((tasks.at(-1)?.dependencies.length ?? 0) >= 1);
  });
});

describe('a bugfix plan', () => {
  const plan = [
    '- [ ] 1. Write bug condition exploration test',
    '  - **CRITICAL**: This test MUST FAIL on unfixed code',
    '- [ ] 2. Write preservation property tests (BEFORE implementing fix)',
    '  - **EXPECTED OUTCOME**: Tests PASS',
    '- [ ] 3. Fix for the crash',
    '  - [ ] 3.1 Implement the fix',
    '  - [ ] 3.2 Verify bug condition exploration test now passes',
    '    - It would FAIL on unfixed code, it must fail no more',
    '- [ ] 4. Checkpoint - Ensure all tests pass',
  ].join('\n');
  it('expects failure of the task that writes the failing test, and of no other', () => {
    const expecting = tasksOf(plan).filter((task) => task.metadata.expect_failure === true);
    assert.deepEqual(
      expecting.map(({ id }) => id),
      ['1'],
    );
  });
  it('recognises such a test under another title by what its body says', () => {
    const [task] = tasksOf(
      '- [ ] 1. Confirm the bug with an exploration test\n  - **EXPECTED OUTCOME**: 147 tests FAIL\n',
    );
    assert.equal(task?.metadata.expect_failure, true);
  });
});
