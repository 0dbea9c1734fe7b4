import assert from 'node:assert/strict';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { cutToWidth, fitToWidth, padToWidth, widthOf, wrapToWidth } from '../../../../src/cli/render/width.ts';

const texts = [
  ...['', 'plain', 'データベース設計', 'ログイン API を作る', '半角カナ ｱｲｳ', '全角！？（）', '한국어', '中文標題'],
  ...[
    'café',
    'cafe\u0301',
    'が (か\u3099)',
    '✓ ✗ ● ◌ ◉ ◆ ⊘ ○ · → … █ ░ ▒',
    '─│├└',
    '👍',
    '👍🏽',
    '👨‍👩‍👧',
    '🇯🇵 旗',
    '1️⃣',
    '⚠️',
    '☕',
  ],
  ...[
    '\u001b[31mred\u001b[39m',
    '\u001b[1m日本\u001b[22m語',
    'zero\u200bwidth',
    '𠮷野家',
    'Ελληνικά',
    'Привет',
    '「括弧」、。',
    '①②',
    '㈱',
    '～',
  ],
];

describe('the width of text on a terminal', () => {
  it('is what string-width says, in every script that plans are written in', () => {
    for (const text of texts) assert.equal(widthOf(text), stringWidth(text), JSON.stringify(text));
  });

  it('agrees with string-width on any mixture of them', () => {
    const piece = fc.constantFrom(...texts, 'a', ' ', '日', 'ｱ', 'é');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const text = pieces.join(' ');
        assert.equal(widthOf(text), stringWidth(text));
      }),
      { numRuns: 200 },
    );
  });

  it('is never exceeded by what is cut to it, and nothing is cut that fits', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts.filter((text) => !text.includes('\u001b'))), fc.nat(20), (text, columns) => {
        const cut = cutToWidth(text, columns);
        assert.ok(widthOf(cut) <= columns, `${cut} is wider than ${columns}`);
        if (widthOf(text) <= columns) assert.equal(cut, text);
      }),
    );
  });

  it('ends a cut text with an ellipsis, and never halves a wide character', () => {
    const cases: [text: string, columns: number, cut: string][] = [
      ['Login API', 20, 'Login API'],
      ['Login API', 6, 'Login…'],
      ['認証機能', 8, '認証機能'],
      ['認証機能', 7, '認証機…'],
      ['認証機能', 6, '認証…'],
      ['認証機能', 1, '…'],
      ['認証機能', 0, ''],
    ];
    for (const [text, columns, cut] of cases) assert.equal(cutToWidth(text, columns), cut);
  });

  it('fills to exactly the width', () => {
    assert.equal(padToWidth('認証', 6), '認証  ');
    assert.equal(padToWidth('12', 4, 'right'), '  12');
    assert.equal(
      fitToWidth('認証機能', 7, (text) => `<${text}>`),
      '<認証機…>',
    );
    assert.equal(fitToWidth('認証', 7), '認証   ');
  });

  it('breaks lines at blanks, and Japanese anywhere', () => {
    assert.deepEqual(wrapToWidth('one agent per task', 10), ['one agent', 'per task']);
    assert.deepEqual(wrapToWidth('認証機能を実装する', 10), ['認証機能を', '実装する']);
    for (const line of wrapToWidth('タスクごとに 1 エージェント、専用 slot で作業します。', 20))
      assert.ok(widthOf(line) <= 20, line);
  });
});
