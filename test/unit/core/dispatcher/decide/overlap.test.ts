import assert from 'node:assert/strict';
import { overlaps, parsePattern } from '../../../../../src/core/dispatcher/decide/overlap.ts';

function check(a: string, b: string, expected: boolean): void {
  assert.equal(overlaps(parsePattern(a), parsePattern(b)), expected);
  assert.equal(overlaps(parsePattern(b), parsePattern(a)), expected);
}

describe('overlaps', () => {
  const rows: [string, string, boolean][] = [
    ['src/a.ts', 'src/a.ts', true],
    ['src/a.ts', './src//a.ts', true],
    ['src\\a.ts', 'src/a.ts', true],
    ['src/a.ts', 'src/b.ts', false],
    ['src', 'src/a.ts', true],
    ['src/', 'src/ui/app.ts', true],
    ['src/**', 'src/ui/app.ts', true],
    ['src/**', 'docs/**', false],
    ['**', 'anything/at/all', true],
    ['**/*.ts', 'src/ui/app.ts', true],
    ['**/*.ts', 'docs/**/*.md', false],
    ['src/**/test.ts', 'src/ui/**', true],
    ['src/*.ts', 'src/a.ts', true],
    ['src/*.ts', 'src/a.md', false],
    ['src/a*.ts', 'src/*b.ts', true],
    ['src/a*.ts', 'src/b*.ts', false],
    ['src/{a,b}.ts', 'src/a.ts', true],
    ['src/{a,b}.ts', 'docs/a.ts', false],
    ['src/*/a.ts', 'src/x/b.ts', false],
    ['docs/設計.md', 'docs/*.md', true],
  ];
  for (const [a, b, expected] of rows)
    it(`says ${expected ? 'yes' : 'no'} to ${a} and ${b}`, () => check(a, b, expected));

  it('stays quick whatever the wildcards', () => {
    const a = Array.from({ length: 60 }, () => '**').join('/');
    check(`${a}/x.ts`, `${a}/y.md`, false);
  });
});
