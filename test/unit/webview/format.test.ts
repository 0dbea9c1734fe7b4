import assert from 'node:assert/strict';
import {
  formatCount,
  formatDollars,
  formatDuration,
  formatRoughly,
  formatTick,
  formatTook,
  formatWhen,
} from '../../../src/webview/format.ts';
import { translator } from '../../../src/webview/translate.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('times and numbers of the pages', () => {
  const check = (format: (value: number) => string, rows: readonly (readonly [number, string])[]) => {
    for (const [value, expected] of rows) assert.equal(format(value), expected, String(value));
  };

  it('are short and steady', () => {
    check(formatDuration, [
      [-5, '0s'],
      [59_999, '59s'],
      [3 * minute + 5 * second, '3m 05s'],
      [hour + 4 * minute, '1h 04m'],
      [2 * day + 3 * hour, '2d 03h'],
    ]);
    check(formatTook, [
      [0, '0.0s'],
      [420, '0.4s'],
      [12 * second, '12s'],
    ]);
    check(formatCount, [
      [0, '0'],
      [999, '999'],
      [12_400, '12.4k'],
      [12_000, '12k'],
      [999_499, '999k'],
      [999_500, '1M'],
      [1_234_567, '1.2M'],
    ]);
    check(formatDollars, [
      [0.31, '$0.310'],
      [1.62, '$1.62'],
    ]);
  });

  it('say no more than a guess knows', () => {
    check(formatRoughly, [
      [1, '1s'],
      [41 * second, '40s'],
      [9 * minute + 20 * second, '9m'],
      [hour + 5 * minute, '1h 05m'],
    ]);
  });

  it('have no zeros on a scale', () => {
    check(formatTick, [
      [0, '0s'],
      [10 * minute, '10m'],
      [90 * second, '1m 30s'],
      [hour, '1h'],
      [90 * minute, '1h 30m'],
      [2 * day, '2d'],
    ]);
  });

  it('name the day when it is not today', () => {
    const noon = new Date(2026, 0, 15, 12, 5).getTime();
    assert.equal(formatWhen(noon, noon + hour, 'en'), '12:05');
    assert.equal(formatWhen(noon, noon + 2 * day, 'en'), 'Jan 15 12:05');
    assert.equal(formatWhen(noon, noon + 2 * day, 'ja'), '1月15日 12:05');
  });
});

describe('the words of a page', () => {
  it('take values as text, whatever stands in them', () => {
    const t = translator({ some: '{0} of {1}', plain: 'x' });
    assert.equal(t('some', '{1}', 3), '{1} of 3');
    assert.equal(t('some', 1), '1 of {1}');
    assert.equal(t('plain', 1), 'x');
  });
});
