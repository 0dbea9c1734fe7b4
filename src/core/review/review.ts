// Reviews a change by rule: a table of small heuristics over the files and the diff. A secret and a conflict marker stop the
// change; everything else is said to the person who reads it, because a heuristic may be wrong. No finding repeats what it
// found when that is a secret. It does not judge whether the change does what the task asks: verification does.
import type { Git } from '../base/git.ts';
import { diffNumstat } from '../base/git-verbs.ts';
import { createRedactor } from '../base/redact.ts';
import { plainText } from '../base/text.ts';
import { findingKinds, type Finding, type FindingKind } from '../model/evidence.ts';
import { findOutsideBoundary } from './boundary.ts';
import type { Change, NewFinding, Reviewed } from './change.ts';
import { findConflictMarkers, findSecrets } from './content.ts';
import { findLockAlone, findProtected, findTooLarge, findWorkflows } from './files.ts';
import { readPatch } from './patch.ts';
import { findDeletedTests, findNoTests } from './tests.ts';

export type { Change } from './change.ts';

const findingsMax = 200;
const messageCharsMax = 1000;
const patchBytesMaxDefault = 64 * 1024 * 1024;
/** An output that was shortened may lose a torn character at either side of the gap. */
const tornBytesMax = 16;

const heuristics: Record<FindingKind, (change: Reviewed) => NewFinding[]> = {
  secret: findSecrets,
  conflict_marker: findConflictMarkers,
  outside_boundary: findOutsideBoundary,
  protected_path: findProtected,
  workflow_changed: findWorkflows,
  test_deleted: findDeletedTests,
  no_tests_touched: findNoTests,
  lockfile_changed: findLockAlone,
  too_large: findTooLarge,
};

const rank: Record<Finding['severity'], number> = { blocking: 0, warning: 1, info: 2 };

/** At most 200 findings, those that stop the change first, then by file and line. */
export function reviewChange({ patch, redactor, ...rest }: Change): Finding[] {
  const change = { ...rest, patches: readPatch(patch), redactor: redactor ?? createRedactor({ secrets: [] }) };
  const findings = findingKinds.flatMap((kind) => heuristics[kind](change).map((found) => toFinding(kind, found)));
  return findings.toSorted(compare).slice(0, findingsMax);
}

export interface CommitToReview extends Pick<Change, 'task' | 'linesMax' | 'redactor'> {
  base: string;
  commit: string;
  signal?: AbortSignal;
  patchBytesMax?: number;
}

/** Reviews what `commit` changes on `base`. A diff too large to be read in whole is stopped: nobody can say what is in it. */
export async function reviewCommit(git: Git, wanted: CommitToReview): Promise<Finding[]> {
  const { base, commit, signal, patchBytesMax = patchBytesMaxDefault, ...rest } = wanted;
  const files = await diffNumstat(git, base, commit);
  // Everything is read as text: an attribute or a NUL byte would else hide a file from review.
  const args = ['diff-tree', '-r', '-p', '--text', '--no-renames', '--no-color', '--no-ext-diff', '--no-textconv'];
  const form = ['--src-prefix=a/', '--dst-prefix=b/', '--unified=0', '--end-of-options', base, commit];
  const { stdout } = await git.write([...args, ...form], { outputBytesMax: patchBytesMax, signal });
  const findings = reviewChange({ ...rest, files, patch: stdout });
  if (Buffer.byteLength(stdout) < patchBytesMax - tornBytesMax) return findings;
  const message = 'The change is too large to be searched for secrets.';
  return [{ kind: 'too_large' as const, severity: 'blocking' as const, message }, ...findings].slice(0, findingsMax);
}

function toFinding(kind: FindingKind, { severity, message, file, line }: NewFinding): Finding {
  return {
    kind,
    severity,
    message: plainText(message, { charsMax: messageCharsMax }),
    ...(file === undefined ? {} : { file: plainText(file, { charsMax: messageCharsMax }) }),
    ...(line === undefined ? {} : { line }),
  };
}

function compare(a: Finding, b: Finding): number {
  return (
    rank[a.severity] - rank[b.severity] || compareText(a.file ?? '', b.file ?? '') || (a.line ?? 0) - (b.line ?? 0)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
