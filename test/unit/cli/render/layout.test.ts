import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createPaint } from '../../../../src/cli/paint.ts';
import { renderBar, shareOut } from '../../../../src/cli/render/bar.ts';
import { renderTable, type Cell } from '../../../../src/cli/render/table.ts';
import { formatBytes, formatDuration } from '../../../../src/cli/render/time.ts';
import { widthOf } from '../../../../src/cli/render/width.ts';

const plain = createPaint(false);

describe('a table', () => {
  const rows: Cell[][] = [
    ['1', 'データベース設計', 'done'],
    ['2.1', 'Login API', 'running'],
  ];
  const columns = [{ title: 'ID' }, { title: 'TITLE', min: 6 }, { title: 'STATE' }];

  it('lines its columns up, whatever the script', () => {
    assert.deepEqual(renderTable(rows, { columns, width: 80 }), [
      'ID   TITLE             STATE',
      '1    データベース設計  done',
      '2.1  Login API         running',
    ]);
  });

  it('cuts the column that may give way when the terminal is narrow', () => {
    const lines = renderTable(rows, { columns, width: 24 });
    assert.deepEqual(lines, ['ID   TITLE       STATE', '1    データベ…   done', '2.1  Login API   running']);
  });

  it('leaves out a column that has nothing in it', () => {
    assert.deepEqual(renderTable([['a', '', 'b']], { columns: [{}, {}, {}], width: 80 }), ['a  b']);
  });

  it('cuts nothing where there is no terminal', () => {
    const long = 'x'.repeat(500);
    assert.deepEqual(renderTable([[long, 'y']], { columns: [{ min: 3 }, {}], width: Infinity }), [`${long}  y`]);
  });

  it('makes plain what comes from a plan, so that no cell moves the cursor or breaks the line', () => {
    const [line = ''] = renderTable([['a\u001b[2Jb\nc', { text: '\u202eevil', brush: plain.bad }]], {
      columns: [{}, {}],
      width: 80,
    });
    assert.equal(line, 'ab c  evil');
  });

  it('is never wider than the terminal while a column can still shrink', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '日', ' ', 'é', '機'), maxLength: 40 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { maxLength: 6 }),
        fc.integer({ min: 20, max: 160 }),
        (cells, width) => {
          const lines = renderTable(cells, { columns: [{ min: 2 }, { min: 4 }, { min: 0 }], width });
          for (const line of lines) assert.ok(widthOf(line) <= width, line);
        },
      ),
    );
  });
});

describe('a progress bar', () => {
  it('is as wide as it is told, with a sign for everything that is there', () => {
    const parts = fc.record({ done: fc.nat(500), failed: fc.nat(50), live: fc.nat(50), left: fc.nat(500) });
    fc.assert(
      fc.property(parts, fc.integer({ min: 8, max: 120 }), ({ done, failed, live, left }, width) => {
        const bar = renderBar({ done, failed, live, total: done + failed + live + left }, width, plain);
        assert.equal(widthOf(bar), width);
        for (const [count, sign] of [
          [done, '█'],
          [failed, '×'],
          [live, '▒'],
          [left, '░'],
        ] as const) {
          assert.equal(
            bar.includes(sign),
            count > 0 || (sign === '░' && done + failed + live === 0),
            `${sign} in ${bar}`,
          );
        }
      }),
    );
  });

  it('shares columns out in proportion', () => {
    const cases: [parts: number[], width: number, shares: number[]][] = [
      [[1, 1], 10, [5, 5]],
      [[0, 0, 0, 5], 10, [0, 0, 0, 10]],
      [[999, 1], 10, [9, 1]],
      [[1, 0, 2], 9, [3, 0, 6]],
      [[0, 0], 4, [0, 4]],
    ];
    for (const [parts, width, shares] of cases) assert.deepEqual(shareOut(parts, width), shares);
  });
});

describe('durations and sizes', () => {
  const check = (told: string, expected: string) => assert.equal(told, expected);

  it('are short, and say what matters', () => {
    check(formatDuration(0), '0.0s');
    check(formatDuration(850), '0.8s');
    check(formatDuration(12_345), '12s');
    check(formatDuration(185_000), '3m 05s');
    check(formatDuration(7_440_000), '2h 04m');
    check(formatDuration(273_600_000), '3d 04h');
    check(formatBytes(0), '0 B');
    check(formatBytes(812), '812 B');
    check(formatBytes(1540), '1.5 kB');
    check(formatBytes(23_000_000), '23 MB');
  });
});
