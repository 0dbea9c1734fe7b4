// What a change does to the tests: whether code came without any, and whether some went away or were switched off.
import { isCodePath, isTestPath } from './paths.ts';
import type { FilePatch, PatchLine } from './patch.ts';
import type { NewFinding, Reviewed } from './change.ts';

const testCase =
  /^\s*(?:(?:it|test|describe|specify|context)(?:\.\w+)*\s*\(|(?:async\s+)?def\s+test_|func\s+Test\w*\s*\(|#\[(?:\w+::)*test\]|@(?:Parameterized)?Test\b|\[(?:Fact|Theory|Test)\b)/;
const switchedOff =
  /^\s*(?:(?:it|test|describe|context|specify)\.(?:skip|only|todo)\b|x(?:it|describe|test)\s*\(|@(?:unittest\.skip|pytest\.mark\.skip|Disabled|Ignore)\b|#\[ignore\b|t\.Skip\()/;

export function findNoTests({ files }: Reviewed): NewFinding[] {
  const code = files.filter(({ file, status }) => status !== 'deleted' && isCodePath(file));
  if (code.length === 0 || files.some(({ file }) => isTestPath(file))) return [];
  const message = `Code changed in ${code.length === 1 ? '1 file' : `${code.length} files`}, and no test with it.`;
  return [{ severity: 'warning', message }];
}

export function findDeletedTests({ files, patches }: Reviewed): NewFinding[] {
  const deleted = files.filter(({ file, status }) => status === 'deleted' && isTestPath(file)).map(({ file }) => file);
  const gone = deleted.map((file) => ({ severity: 'warning' as const, file, message: `${file} was deleted.` }));
  const changed = patches.filter(({ file }) => isTestPath(file) && !deleted.includes(file));
  return [...gone, ...changed.flatMap(findFewerCases), ...changed.flatMap(findSwitchedOff)];
}

function findFewerCases({ file, added, removed }: FilePatch): NewFinding[] {
  const fewer = countCases(removed) - countCases(added);
  if (fewer <= 0) return [];
  return [{ severity: 'warning', file, message: `${file} has ${fewer} test ${fewer === 1 ? 'case' : 'cases'} fewer.` }];
}

function findSwitchedOff({ file, added }: FilePatch): NewFinding[] {
  return added
    .filter(({ text }) => switchedOff.test(text))
    .slice(0, 10)
    .map(({ line, text }) => ({
      severity: 'warning' as const,
      file,
      line,
      message: `A test is switched off, or switches off the others: ${text.trim().slice(0, 80)}`,
    }));
}

function countCases(lines: readonly PatchLine[]): number {
  return lines.filter(({ text }) => testCase.test(text)).length;
}
