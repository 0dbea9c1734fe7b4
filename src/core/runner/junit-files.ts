// Finds the JUnit reports that a test program has just written in the usual places, and adds up their counts.
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readJunit } from './test-summary.ts';
import type { TestSummary } from './test-summary.ts';

/** Folder, and which of its files are reports; Maven and Gradle write one per class. */
const places: readonly [folder: string, name: RegExp][] = [
  ['.', /^(?:junit|test-?results?|report)[\w.-]*\.xml$/i],
  ['test-results', /\.xml$/],
  ['reports', /\.xml$/],
  ['build/test-results/test', /\.xml$/],
  ['target/surefire-reports', /\.xml$/],
];

const filesMax = 200;
const fileBytesMax = 4 * 1024 * 1024;

/** Reports written at `since` (milliseconds since the epoch) or later; undefined when there are none. */
export async function readJunitFiles(root: string, since: number): Promise<TestSummary | undefined> {
  let total: TestSummary | undefined;
  for (const [folder, name] of places) {
    const files = (await namesIn(join(root, folder))).filter((file) => name.test(file)).slice(0, filesMax);
    for (const file of files) {
      const summary = await readIfNew(join(root, folder, file), since);
      if (summary !== undefined) total = total === undefined ? summary : add(total, summary);
    }
  }
  return total;
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

async function readIfNew(path: string, since: number): Promise<TestSummary | undefined> {
  const found = await lstat(path);
  // File systems keep times coarsely; a second too early is still of this run.
  if (!found.isFile() || found.size > fileBytesMax || found.mtimeMs < since - 1000) return undefined;
  return readJunit(await readFile(path, 'utf8'));
}

function add(a: TestSummary, b: TestSummary): TestSummary {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}
