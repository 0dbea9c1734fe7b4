import assert from 'node:assert/strict';
import { formatBytes, formatElapsed } from '../../../src/extension/format.ts';

describe('durations in rows', () => {
  const check = (ms: number, expected: string) =>
    it(`${expected} is ${ms} ms`, () => assert.equal(formatElapsed(ms), expected));

  check(-5, '0s');
  check(12_900, '12s');
  check(60_000, '1m');
  check(3_840_000, '1h 04m');
  check(183_600_000, '2d 03h');
});

describe('sizes in rows', () => {
  const check = (bytes: number, expected: string) =>
    it(`${expected} is ${bytes} bytes`, () => assert.equal(formatBytes(bytes), expected));

  check(0, '0 B');
  check(812, '812 B');
  check(1536, '1.5 kB');
  check(23_000_000, '23 MB');
});
