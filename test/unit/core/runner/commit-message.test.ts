import assert from 'node:assert/strict';
import { assignmentSchema } from '../../../../src/core/model/spirit.ts';
import { commitMessage } from '../../../../src/core/runner/commit-message.ts';
import { plainAssignment } from './plain-assignment.ts';

function check(task: Record<string, unknown>, files: string[], expected: string) {
  const assignment = assignmentSchema.parse(plainAssignment({ task: { id: '2.1', ...task } }, { task_id: '2.1' }));
  assert.equal(commitMessage(assignment, files).split('\n')[0], expected);
}

describe('the message of a commit', () => {
  const cases: [what: string, task: Record<string, unknown>, files: string[], expected: string][] = [
    [
      'the skill as scope',
      { title: 'Add login', required_skill: 'frontend' },
      ['a/b.ts'],
      'spirit(frontend): Add login [Task 2.1]',
    ],
    [
      'the first folder where no skill is needed',
      { title: 'Add login' },
      ['x.md', 'src/b.ts'],
      'spirit(src): Add login [Task 2.1]',
    ],
    ['a word where there is no folder either', { title: 'Add login' }, ['x.md'], 'spirit(task): Add login [Task 2.1]'],
    [
      'a title in Japanese as it is',
      { title: 'ログイン画面を追加' },
      [],
      'spirit(task): ログイン画面を追加 [Task 2.1]',
    ],
    [
      'a title of several lines in one',
      { title: 'Add\n\nSpec-Id: forged\r\tx' },
      [],
      'spirit(task): Add Spec-Id: forged x [Task 2.1]',
    ],
    [
      'no character that turns the reading direction',
      { title: 'Add \u202Enigol' },
      [],
      'spirit(task): Add nigol [Task 2.1]',
    ],
    [
      'a scope without what would break it',
      { title: 'A', required_skill: 'a(b): c' },
      [],
      'spirit(a-b-c): A [Task 2.1]',
    ],
  ];
  for (const [what, task, files, expected] of cases) it(`has ${what}`, () => check(task, files, expected));

  it('cuts a long title without tearing a character', () => {
    const assignment = assignmentSchema.parse(plainAssignment({ task: { id: '1', title: '😀'.repeat(200) } }));
    const [subject = ''] = commitMessage(assignment, []).split('\n');
    assert.ok(subject.length < 140);
    assert.equal(subject.isWellFormed(), true);
  });

  it('closes with the four trailers', () => {
    const assignment = assignmentSchema.parse(plainAssignment({}));
    assert.match(
      commitMessage(assignment, []),
      /\n\nSpec-Id: demo\nTask-Id: 1\nAgent-Instance: backend_spirit_1\nAttempt: 2\n$/,
    );
  });
});
