// At the edge of an attempt every error becomes a Failure, and every failure that the steps find travels as one error.
// Texts are bounded here, in bytes of their JSON form, since they end up in records of a bounded size.
import { Cancelled, CommandError, UserError, messageOf } from '../base/errors.ts';
import type { Failure } from '../model/failure.ts';

/** Ends the attempt with a failure that is already known by kind. */
export class AttemptFailed extends Error {
  override readonly name = 'AttemptFailed';
  readonly failure: Failure;

  constructor(failure: Failure, options: { cause?: unknown } = {}) {
    super(failure.message, options);
    this.failure = failure;
  }
}

const messageBytesMax = 2000;
const evidenceBytesMax = 12_000;

/** What a person must mend is no reason to try elsewhere; whatever nobody foresaw counts as a lost place. */
export function failureOf(error: unknown): Failure {
  if (error instanceof AttemptFailed) return boundFailure(error.failure);
  return boundFailure({ kind: kindOf(error), message: textOf(error) });
}

export function boundFailure(failure: Failure): Failure {
  const { message, evidence, ...rest } = failure;
  return {
    ...rest,
    message: lastOf(message, messageBytesMax),
    ...(evidence === undefined ? {} : { evidence: lastOf(evidence, evidenceBytesMax) }),
  };
}

/** The end of a text, cut so that its JSON form has at most `bytesMax` bytes. */
export function lastOf(text: string, bytesMax: number): string {
  const cut = '[…] ';
  let last = text.slice(-bytesMax);
  while (jsonBytes(last) > bytesMax) last = last.slice(Math.max(1, Math.ceil(last.length * 0.1)));
  return last.length === text.length ? text : cut + last.replace(/^[\udc00-\udfff]/, '');
}

export function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}

function kindOf(error: unknown): Failure['kind'] {
  if (error instanceof Cancelled) return 'cancelled';
  return error instanceof UserError ? 'permission_denied' : 'infra_lost';
}

function textOf(error: unknown): string {
  if (error instanceof UserError && error.hint !== undefined) return `${error.message} ${error.hint}`;
  if (error instanceof CommandError) return `In ${error.cwd}: ${error.message}`;
  return messageOf(error);
}
