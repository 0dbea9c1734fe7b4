// Something outside does not answer, wants to be left alone for a while, or waits for a person to sign in. Whoever asked tries again, and
// not before the time that is told.

export class Unavailable extends Error {
  override readonly name: string = 'Unavailable';
  /** Milliseconds to wait before the next try. */
  readonly waitMs: number;
  /** What a person can do about it, where waiting alone will not help. */
  readonly hint: string | undefined;

  constructor(message: string, options: { waitMs: number; hint?: string; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.waitMs = options.waitMs;
    this.hint = options.hint;
  }
}

/** It answers, and says no for the time being: nobody is cut off. */
export class NotYet extends Unavailable {
  override readonly name = 'NotYet';

  constructor(message: string, waitMs: number) {
    super(message, { waitMs });
  }
}
