import assert from 'node:assert/strict';
import { readTestSummary } from '../../../../src/core/runner/test-summary.ts';

type Counts = [passed: number, failed: number, skipped: number];

function check(output: string, expected: Counts | undefined) {
  const summary = readTestSummary(output);
  assert.deepEqual(summary && [summary.passed, summary.failed, summary.skipped], expected);
}

describe('the output of a test program', () => {
  const cases: [program: string, output: string, expected: Counts | undefined][] = [
    [
      'TAP',
      'TAP version 13\n1..4\nok 1 - a\nnot ok 2 - b\nok 3 - c # SKIP slow\nnot ok 4 - d # TODO later\n',
      [1, 1, 2],
    ],
    ['TAP with nested tests', 'TAP version 14\n    ok 1 - inner\n    1..1\nok 1 - outer\n1..1\n', [1, 0, 0]],
    [
      'node:test in TAP',
      'TAP version 13\nok 1 - a\n1..1\n# tests 9\n# pass 7\n# fail 1\n# skipped 1\n# todo 0\n',
      [7, 1, 1],
    ],
    ['node:test', '✔ a (1ms)\nℹ tests 3\nℹ pass 2\nℹ fail 0\nℹ cancelled 0\nℹ skipped 1\nℹ todo 0\n', [2, 0, 1]],
    ['mocha', '\n  12 passing (2s)\n  1 pending\n  2 failing\n\n  1) x\n', [12, 2, 1]],
    ['mocha in colour', '\u001b[92m \u001b[0m\u001b[32m 3 passing\u001b[0m\u001b[90m (4ms)\u001b[0m\n', [3, 0, 0]],
    ['jest', 'Test Suites: 1 failed, 2 total\nTests:       1 failed, 2 skipped, 3 passed, 6 total\n', [3, 1, 2]],
    ['vitest', ' Test Files  1 passed (1)\n      Tests  1 failed | 4 passed (5)\n', [4, 1, 0]],
    ['pytest', '======= 1 failed, 2 passed, 3 skipped, 1 warning in 0.12s =======\n', [2, 1, 3]],
    ['pytest, quiet', '5 passed in 0.01s\n', [5, 0, 0]],
    ['pytest with errors', '=== 2 errors in 0.30s ===\n', [0, 2, 0]],
    ['unittest', 'Ran 5 tests in 0.001s\n\nFAILED (failures=1, errors=1, skipped=1)\n', [2, 2, 1]],
    ['unittest that succeeds', 'Ran 2 tests in 0.000s\n\nOK\n', [2, 0, 0]],
    [
      'cargo with two programs',
      'test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n' +
        'test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n',
      [4, 2, 1],
    ],
    [
      'go',
      '=== RUN TestA\n--- PASS: TestA (0.00s)\n--- FAIL: TestB (0.01s)\n--- SKIP: TestC (0.00s)\nFAIL\n',
      [1, 1, 1],
    ],
    [
      'JUnit',
      '<?xml version="1.0"?><testsuites><testsuite name="a"><testcase name="1"/><testcase name="2"><failure>x</failure></testcase>' +
        '<testcase name="3"><skipped/></testcase><testcase name="4"><error/></testcase></testsuite></testsuites>',
      [1, 2, 1],
    ],
    ['a program of which nothing is known', 'everything is fine\n', undefined],
    ['go without -v', 'ok  \texample.com/a\t0.003s\n', undefined],
    ['prose that mentions passing tests', 'All 3 tests are passing in my opinion\n', undefined],
  ];
  for (const [program, output, expected] of cases) {
    it(`of ${program} ${expected === undefined ? 'has no summary' : 'is read'}`, () => check(output, expected));
  }

  it('counts the closing run when there are several', () => check('  1 passing\n\n  5 passing\n', [5, 0, 0]));
});
