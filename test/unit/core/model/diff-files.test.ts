import assert from 'node:assert/strict';
import { readPatch, splitDiff } from '../../../../src/core/model/diff-files.ts';

const modified = `diff --git a/src/a.ts b/src/a.ts
index 1111111..2222222 100644
--- a/src/a.ts
+++ b/src/a.ts
@@ -1,3 +1,3 @@ function a() {
 one
-two
+2
 three
`;

describe('a diff taken apart', () => {
  const check = (diff: string, expected: string[]) =>
    assert.deepEqual(
      splitDiff(diff).map(({ path, old_path, status, insertions, deletions }) =>
        [old_path, path, status, `+${insertions}`, `-${deletions}`].filter((part) => part !== undefined).join(' '),
      ),
      expected,
    );

  it('knows every kind of change', () => {
    check(modified, ['src/a.ts modified +1 -1']);
    check('diff --git a/n b/n\nnew file mode 100644\nindex 0..1\n--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+x\n', [
      'n added +1 -0',
    ]);
    check('diff --git a/o b/o\ndeleted file mode 100644\nindex 1..0\n--- a/o\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n', [
      'o deleted +0 -1',
    ]);
    check('diff --git a/o b/n\nsimilarity index 100%\nrename from o\nrename to n\n', ['o n renamed +0 -0']);
    check('diff --git a/p.png b/p.png\nindex 1..2 100644\nBinary files a/p.png and b/p.png differ\n', [
      'p.png binary +0 -0',
    ]);
    check('diff --git a/run.sh b/run.sh\nold mode 100644\nnew mode 100755\n', ['run.sh modified +0 -0']);
  });

  it('reads names with spaces, quotes and other alphabets', () => {
    check('diff --git a/a b.png b/a b.png\nindex 1..2 100644\nBinary files differ\n', ['a b.png binary +0 -0']);
    const quoted = '"b/\\346\\227\\245 \\"q\\".ts"';
    check(`diff --git "a/x" ${quoted}\nindex 1..2\n--- /dev/null\n+++ ${quoted}\n@@ -0,0 +1 @@\n+x\n`, [
      '日 "q".ts modified +1 -0',
    ]);
  });

  it('takes lines that look like heads for what they are', () => {
    const tricky = modified.replace('+2\n', '++++ b/evil.ts\n+diff --git a/x b/x\n');
    check(tricky, ['src/a.ts modified +2 -1']);
  });

  it('gives nothing for nothing, and never throws', () => {
    check('', []);
    check('what is this?', []);
    check('diff --git ', [' modified +0 -0']);
  });
});

describe('the lines of a file in a diff', () => {
  it('carry the numbers of both sides', () => {
    const [file] = splitDiff(modified);
    const { lines, isCut } = readPatch(file?.text ?? '', { linesMax: 100 });
    assert.equal(isCut, false);
    assert.deepEqual(
      lines.map(({ kind, text, old, new: next }) => `${kind} ${old ?? '-'} ${next ?? '-'} ${text}`),
      ['hunk - - @@ -1,3 +1,3 @@ function a() {', 'same 1 1 one', 'removed 2 - two', 'added - 2 2', 'same 3 3 three'],
    );
  });

  it('say that the last one has no end', () => {
    const { lines } = readPatch('@@ -1 +1 @@\n-a\n+b\n\\ No newline at end of file\n', { linesMax: 10 });
    assert.deepEqual(lines.at(-1), { kind: 'note', text: 'No newline at end of file' });
  });

  it('stop where there are too many', () => {
    const { lines, isCut } = readPatch(`@@ -0,0 +1,50 @@\n${'+x\n'.repeat(50)}`, { linesMax: 10 });
    assert.equal(lines.length, 10);
    assert.equal(isCut, true);
  });
});
