// Makes the slot ready for the agent: earlier work laid onto the base, and the task written where the agent looks for it.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { joinInside, removeTree } from '../base/files.ts';
import type { Git } from '../base/git.ts';
import { mergeTree } from '../base/git-verbs.ts';
import type { Failure, FailureKind } from '../model/failure.ts';
import type { Assignment } from '../model/spirit.ts';
import { describeTask, nothingLaid } from './current-task.ts';
import type { LaidWork } from './current-task.ts';
import type { TurnReason } from './ports.ts';
import type { Staging } from './staging.ts';

export const currentTaskPath = '.kiro/current-task.md';

const messagesCharsMax = 8000;

/** After these the committed change is right but for what was found; after the others the next attempt starts afresh. */
const goesOn: ReadonlySet<FailureKind> = new Set(['conflict', 'verify_failed', 'changes_requested']);

/** The earlier commit is merged in memory; the tree that comes out, markers and all, becomes the working tree. */
export async function layEarlierWork(git: Git, staging: Staging, { payload }: Assignment): Promise<LaidWork> {
  const { earlier, base } = payload;
  if (earlier?.commit === undefined || !goesOn.has(earlier.failure.kind)) return nothingLaid;
  const merged = await mergeTree(git, base, earlier.commit);
  await staging.checkOut(merged.tree);
  if (merged.kind === 'clean') return { isLaid: true, conflicts: [], messages: '' };
  return { isLaid: true, conflicts: merged.files, messages: merged.messages.slice(0, messagesCharsMax) };
}

export function reasonOf({ payload }: Assignment, laid: LaidWork): TurnReason {
  if (!laid.isLaid) return 'first';
  return payload.earlier?.failure.kind === 'conflict' ? 'conflict' : 'fix';
}

/** `found`: what the last check has found. Returns the absolute path. A link in its place is replaced, never written through. */
export async function writeCurrentTask(assignment: Assignment, laid: LaidWork, found?: Failure): Promise<string> {
  const root = assignment.payload.slot.path;
  const folder = await joinInside(root, dirname(currentTaskPath));
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'current-task.md');
  await removeTree(path, { inside: root });
  await writeFile(path, describeTask(assignment, laid, found), { flag: 'wx' });
  return path;
}
