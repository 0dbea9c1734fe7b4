import assert from 'node:assert/strict';
import { isIssueReference } from '../../../../src/core/necrocode/issue.ts';

describe('what a plan is made from', () => {
  const check = (from: string, expected: boolean) =>
    it(`is ${expected ? 'an issue' : 'a path'}: ${from}`, () => assert.equal(isIssueReference(from), expected));

  for (const from of ['#12', '12', ' #12 ', 'https://github.com/octo/app/issues/12', 'http://ghe:8080/o/n/issues/1'])
    check(from, true);
  for (const from of ['./12', 'tasks.md', '#12.md', '.kiro/specs/12', '12/tasks.md', 'https: //x', '#1234567890'])
    check(from, false);
});
