import assert from 'node:assert/strict';
import { filesWithMarkers, isNeverCommitted, leavesTree } from '../../../../src/core/runner/policy.ts';

describe('a path', () => {
  const cases: [path: string, expected: boolean][] = [
    ['.kiro/registry/events.jsonl', true],
    ['.kiro/artifacts/a/1/diff.patch', true],
    ['.kiro/current-task.md', true],
    ['.KIRO/Current-Task.md', true],
    ['.kiro/specs/demo/tasks.md', true],
    ['.kiro/specs/a/b/tasks.md', true],
    ['nested/.git/config', true],
    ['.git', true],
    ['.gitignore', false],
    ['.github/workflows/ci.yml', false],
    ['.kiro/specs/demo/design.md', false],
    ['.kiro/registry.md', false],
    ['docs/tasks.md', false],
  ];
  for (const [path, expected] of cases) {
    it(`${path} ${expected ? 'is never' : 'may be'} committed by an agent`, () =>
      assert.equal(isNeverCommitted(path), expected));
  }
});

describe('a symbolic link', () => {
  const cases: [path: string, target: string, expected: boolean][] = [
    ['a/link', '../b/file', false],
    ['a/b/link', '../../c', false],
    ['link', 'a/../b', false],
    ['link', '/etc/passwd', true],
    ['link', '..', true],
    ['a/link', '../../outside', true],
    ['a/link', 'b/../../../outside', true],
    ['link', 'C:\\Windows', true],
    ['link', '\\\\host\\share', true],
    ['a/link', '..\\..\\outside', true],
    ['link', '.git/hooks', true],
    ['link', '..file', false],
  ];
  for (const [path, target, expected] of cases) {
    it(`${path} → ${target} ${expected ? 'leaves' : 'stays in'} the tree`, () =>
      assert.equal(leavesTree(path, target), expected));
  }
});

describe('a patch', () => {
  const patch = (file: string, ...lines: string[]): string =>
    [`diff --git a/${file} b/${file}`, `--- a/${file}`, `+++ b/${file}`, '@@ -1 +1,5 @@', ...lines, ''].join('\n');
  const check = (text: string, expected: string[]) => assert.deepEqual(filesWithMarkers(text), expected);

  it('has the files to which it adds a conflict', () => {
    const conflict = ['+<<<<<<< ours', '+a', '+=======', '+b', '+>>>>>>> theirs'];
    check(patch('a b.txt', ...conflict) + patch('fine.txt', '+a') + patch('日本.md', ...conflict), [
      'a b.txt',
      '日本.md',
    ]);
  });

  it('has none for a heading of seven signs, or for markers that were there before', () => {
    check(patch('a.rst', '+Example', '+======='), []);
    check(patch('b.md', ' <<<<<<< ours', '+a', ' >>>>>>> theirs'), []);
    check(patch('c.md', '-<<<<<<< ours', '->>>>>>> theirs'), []);
  });
});
