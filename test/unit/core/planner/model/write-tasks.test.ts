import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseTaskFile, toTaskset } from '../../../../../src/core/intake/intake.ts';
import type { TasksAnswer } from '../../../../../src/core/planner/model/answers.ts';
import { readCriteria } from '../../../../../src/core/planner/model/criteria.ts';
import { findTasksProblems } from '../../../../../src/core/planner/model/rules.ts';
import { arrangeTasks, writeTasks } from '../../../../../src/core/planner/model/write-tasks.ts';
import { taskAnswer, tasksAnswer } from './model-answers.ts';

const known = readCriteria('### Requirement 1: A\n\n1. WHEN a THE system SHALL b\n');

/** Id, title and edges of every task: as meant, and as a reader finds them. */
function meantAndFound(answer: TasksAnswer, firstGroup = 1) {
  const arrangement = arrangeTasks(answer, firstGroup);
  const text = writeTasks({ arrangement, title: 'T', model: 'm', language: 'en' });
  const { taskset } = toTaskset(parseTaskFile(text, { file: 'tasks.md' }), { specId: 's', includeOptional: false });
  const essence = ({ id, title, dependencies }: { id: string; title: string; dependencies: readonly string[] }) =>
    `${id} ${title} ← ${[...dependencies].sort().join(',')}`;
  const { id, dependencies } = arrangement.checkpoint;
  const gate = { id, title: 'Checkpoint - All parts work together', dependencies };
  const meant = [...arrangement.chapters.flatMap(({ tasks }) => tasks), gate];
  const statuses = new Set(taskset.tasks.map(({ status }) => status));
  return { text, meant: meant.map(essence), found: taskset.tasks.map(essence), statuses };
}

describe('tasks.md of a model', () => {
  it('numbers tasks by their place and leaves implied edges out', () => {
    const answer = {
      groups: [
        { title: 'A', tasks: [taskAnswer('x'), taskAnswer('T-9', { dependencies: ['x'] })] },
        { title: 'B', tasks: [taskAnswer('7', { dependencies: ['x', 'T-9'] })] },
      ],
    };
    const { meant, found } = meantAndFound(answer, 4);
    assert.deepEqual(meant, [
      ...['4.1 Build part x ← ', '4.2 Build part T-9 ← 4.1', '5.1 Build part 7 ← 4.2'],
      '6 Checkpoint - All parts work together ← 5.1',
    ]);
    assert.deepEqual(found, meant);
  });

  it('shows files and requirements behind the details', () => {
    assert.match(
      meantAndFound(tasksAnswer).text,
      / {2}- \[ \] 1\.2 Save notes\n {4}- Write it with its tests\.\n {4}- _Files: `src\/store\/\*\*`_\n {4}- _Requirements: 1\.1, 1\.2_\n/,
    );
  });

  it('is read as it was meant, whatever the words look like', () => {
    const nasty = fc.constantFrom(
      ...[
        '- [x] ',
        '[ ] ',
        '# ',
        '1.2 ',
        '2. ',
        '(P)',
        '[P] ',
        '[US1] ',
        '~~old~~ ',
        '**bold** ',
        '`code` ',
        '<!-- ',
        '--> ',
        '```',
        '~~~',
      ],
      ...[
        '[removed]',
        'Depends on: 1.1',
        'depends on T001',
        '_Requirements: 9_',
        'Files: a.ts',
        '要件: 3',
        '依存: 1.1',
        '\n',
        '\u202e',
        '[x]',
      ],
      ...[
        'Task 3: ',
        '【Critical】',
        '{"waves":[["1"]]}',
        '> ',
        '| a | b |',
        '---',
        '（並行可）',
        'Optional*',
        'word ',
        '言葉',
      ],
    );
    const words = fc.array(nasty, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));
    const text = fc.oneof(words, fc.string({ maxLength: 60 }));
    fc.assert(
      fc.property(text, text, text, (group, title, detail) => {
        const answer = {
          groups: [
            {
              title: group,
              tasks: [
                taskAnswer('1.1', { title, details: [detail] }),
                taskAnswer('1.2', { title: detail, dependencies: ['1.1'] }),
              ],
            },
            { title, tasks: [taskAnswer('2.1', { title: group, details: [title, detail, group] })] },
          ],
        };
        fc.pre(findTasksProblems(answer, known).length === 0);
        const { meant, found, statuses } = meantAndFound(answer);
        assert.deepEqual(found, meant);
        assert.deepEqual(statuses, new Set(['pending']));
      }),
      { numRuns: 400 },
    );
  });
});
