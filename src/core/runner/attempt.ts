// What the steps of one attempt share: the envelope, the slot's git, where reports go, and what has been found out so far.
import type { Clock } from '../base/clock.ts';
import type { Git } from '../base/git.ts';
import type { Redactor } from '../base/redact.ts';
import type { Verification } from '../model/evidence.ts';
import type { Assignment, Conversation } from '../model/spirit.ts';
import type { MessageLog } from './message-log.ts';
import type { Output } from './output.ts';

export interface Attempt {
  readonly assignment: Assignment;
  /** In the slot, told both of its paths. */
  readonly git: Git;
  readonly log: MessageLog;
  readonly output: Output;
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Filled as the attempt goes on; what is in it when the attempt ends becomes its artifacts and its last word. */
  readonly record: { verifications: Verification[]; patch?: string; conversation?: Conversation };
}

/** A test that shows a fault is right when it fails. */
export function isFailureExpected({ payload }: Assignment): boolean {
  return payload.task.metadata['expect_failure'] === true;
}
