// The three ways in which an append can fail for reasons of the disk or of another owner. The caller's event was not
// acknowledged in any of them.

/** Another process has written to the log: this one has been replaced, and must not write again. */
export class FencedError extends Error {
  override readonly name = 'FencedError';
}

/** The disk did not take the records. Nothing of them is left in the log, and a later append may succeed. */
export class WriteRefusedError extends Error {
  override readonly name = 'WriteRefusedError';
}

/** What the disk holds is no longer known. Nothing more is written until the registry has been opened anew. */
export class PoisonedError extends Error {
  override readonly name = 'PoisonedError';
}
