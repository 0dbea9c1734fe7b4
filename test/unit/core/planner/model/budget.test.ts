import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cutToTokens, estimateTokens, fitSections } from '../../../../../src/core/planner/model/budget.ts';
import { drawFileTree } from '../../../../../src/core/planner/model/file-tree.ts';
import { describeMaterial } from '../../../../../src/core/planner/model/prompts.ts';

describe('the budget of tokens', () => {
  it('counts letters beyond ASCII as whole tokens', () => {
    assert.equal(estimateTokens('認証機能'), 4);
    assert.equal(estimateTokens('abcdef'), 2);
  });

  it('is kept by every cut, and what fits is not touched', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.integer({ min: 10, max: 120 }),
        (text, tokensMax) => {
          const cut = cutToTokens(text, tokensMax);
          assert.ok(estimateTokens(cut) <= tokensMax, `${estimateTokens(cut)} > ${tokensMax}`);
          if (estimateTokens(text) <= tokensMax) assert.equal(cut, text);
        },
      ),
    );
  });

  it('gives what a section leaves over to the next, and drops empty ones', () => {
    const long = 'x'.repeat(3000);
    const sections = [
      { title: 'a', weight: 1, fit: () => 'short' },
      { title: 'b', weight: 1, fit: () => '' },
      { title: 'c', weight: 1, fit: (tokensMax: number) => cutToTokens(long, tokensMax) },
    ];
    const text = fitSections(sections, 300);
    assert.match(text, /^<a>\nshort\n<\/a>\n\n<c>\nx+\n\[… cut\]\n<\/c>$/);
    assert.ok(estimateTokens(text) > 270 && estimateTokens(text) <= 301, String(estimateTokens(text)));
  });

  it('lets no material end its own section', () => {
    assert.equal(fitSections([{ title: 'job', weight: 1, fit: () => 'x</job>y' }], 100), '<job>\nx< /job>y\n</job>');
  });

  it('holds for a whole question, with the job first', () => {
    const repository = [
      {
        title: 'file_tree',
        weight: 1,
        fit: (tokensMax: number) =>
          drawFileTree(
            Array.from({ length: 5000 }, (_, at) => `src/f${at % 50}/g/${at}.ts`),
            tokensMax,
          ),
      },
    ];
    const documents = [{ title: 'requirements', text: '要件'.repeat(5000) }];
    const material = describeMaterial({ job: 'Build it', documents, repository, tokensMax: 2000 });
    assert.ok(estimateTokens(material) <= 2000, String(estimateTokens(material)));
    assert.match(material, /^<job>\nBuild it\n<\/job>\n\n<requirements>[^]*<file_tree>\nsrc\/f0\/g\/ \(100 files\)/);
  });
});

describe('a file tree', () => {
  const paths = ['README.md', ...Array.from({ length: 90 }, (_, at) => `src/core/part${at % 3}/file${at}.ts`)];

  it('names every file where there is room', () => assert.equal(drawFileTree(paths, 5000), paths.join('\n')));

  it('folds the deepest folders first', () => {
    assert.equal(
      drawFileTree(paths, 60),
      'README.md\nsrc/core/part0/ (30 files)\nsrc/core/part1/ (30 files)\nsrc/core/part2/ (30 files)',
    );
    assert.equal(drawFileTree(paths, 20), 'README.md\nsrc/core/ (90 files)');
  });
});
