// How many tests passed, failed and were skipped, read from what a test program prints. Pure. Exit statuses decide whether a check
// succeeded; these numbers are only shown, so a program that is not recognised has no summary rather than a guessed one.
import { stripVTControlCharacters } from 'node:util';

export interface TestSummary {
  passed: number;
  failed: number;
  skipped: number;
}

type Reader = (text: string) => TestSummary | undefined;

/** The summary of the last recognised run in the text; of several kinds the most specific wins. */
export function readTestSummary(output: string): TestSummary | undefined {
  const text = stripVTControlCharacters(output).replaceAll('\r\n', '\n');
  for (const read of readers) {
    const summary = read(text);
    if (summary !== undefined) return summary;
  }
  return undefined;
}

/** JUnit's XML: the counts of all `testcase` elements, which is what every writer of the format agrees on. */
export function readJunit(xml: string): TestSummary | undefined {
  if (!/<testsuites?[\s>]/.test(xml)) return undefined;
  const summary: TestSummary = { passed: 0, failed: 0, skipped: 0 };
  for (const [, , body = ''] of xml.matchAll(/<testcase\b([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)) {
    if (/<(?:failure|error)\b/.test(body)) summary.failed += 1;
    else if (/<skipped\b/.test(body)) summary.skipped += 1;
    else summary.passed += 1;
  }
  return summary;
}

/** `TAP version 14`: the top level's `ok` and `not ok` lines; a node:test run closes with counts of its own. */
const readTap: Reader = (text) => {
  if (!/^(?:TAP version \d+|1\.\.\d+)/m.test(text)) return undefined;
  const closing = readNodeTest(text);
  if (closing !== undefined) return closing;
  const lines = [...text.matchAll(/^(not )?ok\b(.*)$/gm)];
  if (lines.length === 0) return undefined;
  const isSkipped = (rest: string): boolean => /#\s*(?:skip|todo)\b/i.test(rest);
  const skipped = lines.filter(([, , rest = '']) => isSkipped(rest)).length;
  const failed = lines.filter(([, not, rest = '']) => not !== undefined && !isSkipped(rest)).length;
  return { passed: lines.length - skipped - failed, failed, skipped };
};

/** `# pass 3` of the TAP reporter, `ℹ pass 3` of the spec reporter. */
const readNodeTest: Reader = (text) => {
  const count = (name: string): number | undefined => numberOf(text, new RegExp(`^(?:#|ℹ) ${name} (\\d+)$`, 'gm'));
  const [passed, failed] = [count('pass'), count('fail')];
  if (passed === undefined || failed === undefined) return undefined;
  return { passed, failed, skipped: (count('skipped') ?? 0) + (count('todo') ?? 0) };
};

const readMocha: Reader = (text) => {
  const passed = numberOf(text, /^\s*(\d+) passing\b/gm);
  if (passed === undefined) return undefined;
  const failed = numberOf(text, /^\s*(\d+) failing\b/gm) ?? 0;
  return { passed, failed, skipped: numberOf(text, /^\s*(\d+) pending\b/gm) ?? 0 };
};

/** jest's `Tests: 1 failed, 2 passed, 3 total` and vitest's `Tests  1 failed | 2 passed (3)`. */
const readJest: Reader = (text) =>
  readCounts(text.match(/^\s*Tests:?\s+\d+ (?:failed|passed|skipped|todo)\b.*$/gm)?.at(-1));

/** pytest's `=== 1 failed, 2 passed, 3 skipped in 0.12s ===`. */
const readPytest: Reader = (text) =>
  readCounts(
    text.match(/^(?:=+ )?(?:\d+ [a-z]+, )*\d+ (?:passed|failed|skipped|errors?)\b.* in [\d.]+s\b.*$/gm)?.at(-1),
  );

/** Python's unittest: `Ran 5 tests in 0.1s`, then `FAILED (failures=1, errors=1, skipped=1)`. */
const readUnittest: Reader = (text) => {
  const total = numberOf(text, /^Ran (\d+) tests? in /gm);
  if (total === undefined) return undefined;
  const closing = text.match(/^(?:OK|FAILED)(?: \(.*\))?$/gm)?.at(-1) ?? '';
  const count = (name: string): number => numberOf(closing, new RegExp(`\\b${name}=(\\d+)`, 'g')) ?? 0;
  const [failed, skipped] = [count('failures') + count('errors'), count('skipped')];
  return { passed: Math.max(0, total - failed - skipped), failed, skipped };
};

/** cargo prints one line per test program: `test result: ok. 5 passed; 0 failed; 1 ignored; …`. */
const readCargo: Reader = (text) => {
  const lines = [...text.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm)];
  if (lines.length === 0) return undefined;
  const sum = (at: number): number => lines.reduce((total, line) => total + Number(line[at] ?? 0), 0);
  return { passed: sum(1), failed: sum(2), skipped: sum(3) };
};

/** `go test -v` names every test; the quiet form counts nothing. */
const readGo: Reader = (text) => {
  const count = (name: string): number => text.match(new RegExp(`^--- ${name}: `, 'gm'))?.length ?? 0;
  const summary = { passed: count('PASS'), failed: count('FAIL'), skipped: count('SKIP') };
  return summary.passed + summary.failed + summary.skipped === 0 ? undefined : summary;
};

const readers: readonly Reader[] = [
  readJunit,
  readTap,
  readNodeTest,
  readMocha,
  readJest,
  readPytest,
  readUnittest,
  readCargo,
  readGo,
];

/** The last match: of several runs in one output the closing one counts. */
function numberOf(text: string, pattern: RegExp): number | undefined {
  const match = [...text.matchAll(pattern)].at(-1);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

function readCounts(line: string | undefined): TestSummary | undefined {
  if (line === undefined) return undefined;
  const count = (name: string): number => numberOf(line, new RegExp(`(\\d+) ${name}\\b`, 'g')) ?? 0;
  return {
    passed: count('passed') + count('xpassed'),
    failed: count('failed') + count('errors?'),
    skipped: count('skipped') + count('todo') + count('xfailed'),
  };
}
