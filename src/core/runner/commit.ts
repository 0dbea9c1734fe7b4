// The one commit of an attempt: the proven tree on top of the base. Only objects are written; which branch it goes to is the
// controller's to say. Commits that the agent made by itself are not among its ancestors: their content is in the tree.
import { commitTree, diffNumstat } from '../base/git-verbs.ts';
import type { Attempt } from './attempt.ts';
import { jsonBytes } from './attempt-failed.ts';
import { commitMessage } from './commit-message.ts';
import type { Report } from './message-log.ts';
import type { StagedTree } from './staging.ts';

export type CommittedReport = Extract<Report, { type: 'committed' }>;

const filesMax = 2000;
/** So that the record of the attempt's end stays small. */
const filesBytesMax = 20_000;

export async function commitProven(
  { assignment, git }: Attempt,
  { tree, changes }: StagedTree,
): Promise<CommittedReport> {
  const { base } = assignment.payload;
  const files = changes.map(({ path }) => path);
  const commit = await commitTree(git, { tree, parents: [base], message: commitMessage(assignment, files) });
  const stats = await diffNumstat(git, base, commit);
  return {
    type: 'committed',
    commit,
    tree,
    files: bounded(files),
    insertions: stats.reduce((sum, { insertions }) => sum + insertions, 0),
    deletions: stats.reduce((sum, { deletions }) => sum + deletions, 0),
  };
}

function bounded(files: readonly string[]): string[] {
  let bytes = 0;
  return files.slice(0, filesMax).filter((file) => (bytes += jsonBytes(file) + 1) <= filesBytesMax);
}
