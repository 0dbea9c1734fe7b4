import assert from 'node:assert/strict';
import { readPatch } from '../../../../src/core/review/patch.ts';

const lines = (...all: string[]) => all.join('\n');

describe('readPatch', () => {
  it('tells which lines were added and removed, where', () => {
    const patch = lines(
      'diff --git a/src/x.ts b/src/x.ts',
      'index 1..2 100644',
      '--- a/src/x.ts',
      '+++ b/src/x.ts',
      '@@ -3,3 +3,4 @@ function f() {',
      ' same',
      '-old',
      '+new',
      '+newer',
      ' same',
      '@@ -20 +21 @@',
      '-last',
      '\\ No newline at end of file',
      '+end',
      '',
    );
    assert.deepEqual(readPatch(patch), [
      {
        file: 'src/x.ts',
        added: [
          { line: 4, text: 'new' },
          { line: 5, text: 'newer' },
          { line: 21, text: 'end' },
        ],
        removed: [
          { line: 4, text: 'old' },
          { line: 20, text: 'last' },
        ],
      },
    ]);
  });

  it('is not fooled by added lines that look like headers', () => {
    const patch = lines(
      'diff --git a/a b/a',
      '--- a/a',
      '+++ b/a',
      '@@ -0,0 +1,3 @@',
      '+++ b/evil',
      '+@@ -1 +1 @@',
      '+diff --git a/evil b/evil',
    );
    assert.deepEqual(
      readPatch(patch).map(({ file, added }) => [file, added.map(({ text }) => text)]),
      [['a', ['++ b/evil', '@@ -1 +1 @@', 'diff --git a/evil b/evil']]],
    );
  });

  const names: [string, string, string, string][] = [
    ['a new file', '--- /dev/null', '+++ b/new.ts', 'new.ts'],
    ['a deleted file', '--- a/old.ts', '+++ /dev/null', 'old.ts'],
    ['a name with a blank', '--- a/a b.ts\t', '+++ b/a b.ts\t', 'a b.ts'],
    ['a quoted name', '--- "a/tab\\there"', '+++ "b/tab\\there"', 'tab\there'],
    ['a name in octal bytes', '--- "a/\\346\\227\\245"', '+++ "b/\\346\\227\\245"', '日'],
    ['a name with a quote', '--- "a/q\\"q"', '+++ "b/q\\"q"', 'q"q'],
  ];
  for (const [what, from, to, expected] of names) {
    it(`reads the name of ${what}`, () => {
      assert.equal(readPatch(lines('diff --git x y', from, to, '@@ -1 +1 @@', '-a', '+b'))[0]?.file, expected);
    });
  }

  it('passes over what is no diff', () => {
    assert.deepEqual(readPatch('hello\n+++ b/x\n@@ -1 +1 @@\n+y\n'), []);
    assert.deepEqual(readPatch(''), []);
  });
});
