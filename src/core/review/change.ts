// What a review is given and what each of its heuristics sees.
import type { FileChange } from '../base/git-verbs.ts';
import type { Redactor } from '../base/redact.ts';
import type { Finding } from '../model/evidence.ts';
import type { Task } from '../model/task.ts';
import type { FilePatch } from './patch.ts';

export interface Change {
  files: readonly FileChange[];
  /** The same as a unified diff. */
  patch: string;
  task: Pick<Task, 'files' | 'metadata'>;
  /** Lines added and removed from which on a change is large. */
  linesMax: number;
  /** Knows the secrets of this machine; without it only the forms of well-known tokens are found. */
  redactor?: Redactor;
}

/** A change whose diff is read. */
export interface Reviewed extends Omit<Change, 'patch' | 'redactor'> {
  patches: readonly FilePatch[];
  redactor: Redactor;
}

/** What a heuristic says; its kind is the heuristic's own. */
export type NewFinding = Omit<Finding, 'kind'>;
