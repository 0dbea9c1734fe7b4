import assert from 'node:assert/strict';
import type { TaskAnswer } from '../../../../../src/core/planner/model/answers.ts';
import { readCriteria } from '../../../../../src/core/planner/model/criteria.ts';
import {
  findDesignProblems,
  findRequirementsProblems,
  findTasksProblems,
} from '../../../../../src/core/planner/model/rules.ts';
import { writeRequirements } from '../../../../../src/core/planner/model/write-requirements.ts';
import {
  cyclicTasksAnswer,
  designAnswer,
  requirementsAnswer,
  requirementsAnswerJa,
  taskAnswer,
  tasksAnswer,
} from './model-answers.ts';

const known = readCriteria(writeRequirements({ answer: requirementsAnswer, title: 'N', job: 'n', language: 'en' }));

describe('the rules over a model’s answers', () => {
  it('find nothing in sound answers', () => {
    assert.deepEqual(findRequirementsProblems(requirementsAnswer), []);
    assert.deepEqual(findRequirementsProblems(requirementsAnswerJa), []);
    assert.deepEqual(findDesignProblems(designAnswer, known), []);
    assert.deepEqual(findTasksProblems(tasksAnswer, known), []);
  });

  it('want EARS sentences and at least one requirement', () => {
    assert.match(
      findRequirementsProblems({ ...requirementsAnswer, requirements: [] })[0]!,
      /1 to 60 requirements, got 0/,
    );
    const vague = { title: 'Fast', user_story: 'As a user …', criteria: ['It should be fast.'] };
    assert.match(
      findRequirementsProblems({ ...requirementsAnswer, requirements: [vague] })[0]!,
      /criterion 1\.1.*SHALL.*"It should be fast\."/,
    );
  });

  const rest = tasksAnswer.groups[0]!.tasks;
  const checks: [title: string, task: Partial<TaskAnswer>, expected: RegExp][] = [
    ['a requirement that is not there', { requirements: ['2.1', '9.9'] }, /refers to requirement "9\.9"/],
    ['a dependency that is not there', { dependencies: ['8.8'] }, /depends on "8\.8", which is no task/],
    ['a dependency on itself', { dependencies: ['2.1'] }, /depends on itself/],
    ['an id twice', { id: '1.1' }, /every task id once/],
    ['an id that is none', { id: '../2' }, /task ids such as 2\.1, got "\.\.\/2"/],
    ['no title', { title: ' ** ' }, /to have a title/],
    ['nothing to do', { details: [' '] }, /to say what is to be done/],
    ['a checkpoint', { title: 'Checkpoint: all is well' }, /leave checkpoints out/],
    ['a requirement that nobody meets', { requirements: ['1.1'] }, /Requirement 2 is met by no task/],
  ];
  for (const file of ['/etc/passwd', '../x', 'C:\\x', 'a b', '~/x', '']) {
    const expected = /expected a path or glob below the repository/;
    checks.push([`the file ${JSON.stringify(file)}`, { files: [file] }, expected]);
  }
  for (const [title, task, expected] of checks) {
    it(`find ${title}`, () => {
      const tasks = [...rest, taskAnswer('2.1', { requirements: ['2.1'], ...task })];
      assert.match(findTasksProblems({ groups: [{ title: 'G', tasks }] }, known).join('\n'), expected);
    });
  }

  it('print a cycle as a path', () => {
    assert.match(findTasksProblems(cyclicTasksAnswer, known).join('\n'), /got 1\.1 → 2\.1 → 1\.1/);
  });
});

describe('the numbers of requirements.md', () => {
  const numbersOf = (text: string) => Object.fromEntries(readCriteria(text).criteriaOf);

  it('are read back in both languages', () => {
    assert.deepEqual(Object.fromEntries(known.criteriaOf), { 1: ['1.1', '1.2'], 2: ['2.1'] });
    assert.equal(known.title, 'N');
    const japanese = writeRequirements({ answer: requirementsAnswerJa, title: 'メモ', job: 'メモ', language: 'ja' });
    assert.deepEqual(numbersOf(japanese), { 1: ['1.1'], 2: ['2.1'] });
    assert.equal(readCriteria(japanese).title, 'メモ');
  });

  it('are those of a person who has edited the file', () => {
    const text = '# X\r\n### 要件 3\r\n1) WHEN …\r\n\r\n2) IF …\r\n## Notes\r\n1. no criterion\r\n';
    assert.deepEqual(numbersOf(text), { 3: ['3.1', '3.2'] });
  });

  it('are not made by the words of the job', () => {
    const job = '### Requirement 9: Evil\n1. WHEN x THE system SHALL y';
    const text = writeRequirements({ answer: requirementsAnswer, title: 'N', job, language: 'en' });
    assert.deepEqual(Object.keys(numbersOf(text)), ['1', '2']);
  });
});
