import assert from 'node:assert/strict';
import { readMeta } from '../../../../src/core/intake/meta.ts';

describe('readMeta', () => {
  const requirements: [line: string, expected: string[]][] = [
    ['- _Requirements: 1.1, 2.3_', ['1.1', '2.3']],
    ['  - **Validates: Requirements 1.1, 1.2**', ['1.1', '1.2']],
    ['> **Requirements:** 1.1, 1.2', ['1.1', '1.2']],
    ['- _要件: 1.1、1.2_', ['1.1', '1.2']],
    ['- **検証: 要件 1.2**', ['1.2']],
    ['- _Requisitos: 3_', ['3']],
    ['- _Requirements: 2.1-2.3_', ['2.1', '2.2', '2.3']],
    ['- _Requirements: 2.1–2.2_', ['2.1', '2.2']],
    ['- _Requirements: 9.1a; Property 2 (Preservation)_', ['9.1a', 'Property 2 (Preservation)']],
    ['- _要件： 全般_', ['全般']],
    ['- _Requirements: Req 1.2_', ['1.2']],
    ['- _Requirements: None_', []],
    ['- The requirements: see above', []],
  ];
  for (const [line, expected] of requirements) {
    it(`takes the requirements of ${JSON.stringify(line)}`, () =>
      assert.deepEqual(readMeta('', line).requirementRefs, expected));
  }

  const dependencies: [text: string, expected: string[] | undefined][] = [
    ['- _Depends: 1.2, 2.3_', ['1.2', '2.3']],
    ['- **Depends on**: T-1, T-2', ['T-1', 'T-2']],
    ['- _依存: 1_', ['1']],
    ['- **Depends on**: なし', []],
    ['**Dependencies**: None', []],
    ['Write it in `a.dart` (depends on T003, T012,\n  T014).', ['T003', 'T012', 'T014']],
    ['x; depends on T011.', ['T011']],
    ['(depends on T010–T012)', ['T010', 'T011', 'T012']],
    ['(depends on 1.1 and 1.2)', ['1.1', '1.2']],
    ['it depends on the weather', undefined],
    ['- _Depends: the database_', undefined],
  ];
  for (const [text, expected] of dependencies) {
    it(`takes the dependencies of ${JSON.stringify(text)}`, () =>
      assert.deepEqual(readMeta('', text).dependsOn, expected));
  }

  const files: [text: string, expected: string[]][] = [
    [
      '- **Files**: `package.json`, `.gitignore`, `.github/workflows/deploy.yml`',
      ['package.json', '.gitignore', '.github/workflows/deploy.yml'],
    ],
    ['Create `src/a/b.ts` and (src/types/Task.ts)', ['src/a/b.ts', 'src/types/Task.ts']],
    ['Write to `src/core/`', ['src/core/**']],
    ['- _Boundary: src/api/**, UserCard_', ['src/api/**']],
    ['Call `Foo.bar()` and `and/or` at https://example.org/a/b.html', []],
    ['Do NOT modify `src/a.ts`', []],
    ['Run `npm test -- src/a.test.ts`', []],
    ['per `contracts/routes.md` and `../other/a.ts` and `/etc/passwd.txt`', []],
  ];
  for (const [text, expected] of files) {
    it(`takes the files of ${JSON.stringify(text)}`, () => assert.deepEqual(readMeta('', text).files, expected));
  }

  it('keeps the words of the boundary and of the requirements as they stand', () => {
    const meta = readMeta('', '- _Boundary: UserCard, doc/図.pu_\n- _Requirements: 1.1; design §D_\n');
    assert.deepEqual(meta.boundary, ['UserCard', 'doc/図.pu']);
    assert.equal(meta.rawRequirements, '1.1; design §D');
  });
});
