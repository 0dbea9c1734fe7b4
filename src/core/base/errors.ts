// The error kinds of NecroCode. Who catches an error decides by class, never by message text.
// At the edge of an attempt every one of them becomes a `Failure` inside an event.
import type { Language } from './text.ts';

/** What went wrong, and the way out. */
export interface Words {
  message: string;
  hint?: string | undefined;
}

/** A mistake or a circumstance that a person can mend. Message and hint are shown as they are, without a stack trace. */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** The way out, one sentence. */
  readonly hint: string | undefined;
  /** The same in Japanese, for what people meet often. */
  readonly ja: Words | undefined;

  constructor(message: string, options: { hint?: string | undefined; ja?: Words | undefined; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.hint = options.hint;
    this.ja = options.ja;
  }

  /** In English where nobody has said it in the language. A hint that is only a command is the same in all. */
  wordsIn(language: Language): Words {
    const said = language === 'ja' ? this.ja : undefined;
    return said === undefined ? { message: this.message, hint: this.hint } : { hint: this.hint, ...said };
  }
}

/** In every language. */
export function wordsOf(error: UserError): Record<Language, Words> {
  return { en: error.wordsIn('en'), ja: error.wordsIn('ja') };
}

/** A program ended otherwise than asked. Carries what is needed to run it again by hand. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Undefined when it was ended by a signal or never started. */
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly isTimedOut: boolean;
  /** The last lines of standard error (or output, when error is empty); bounded. */
  readonly lastOutput: string;

  constructor(
    details: Pick<CommandError, 'program' | 'args' | 'cwd' | 'exitCode' | 'signal' | 'isTimedOut' | 'lastOutput'>,
    options: { cause?: unknown } = {},
  ) {
    super(describeCommand(details), { cause: options.cause });
    this.program = details.program;
    this.args = details.args;
    this.cwd = details.cwd;
    this.exitCode = details.exitCode;
    this.signal = details.signal;
    this.isTimedOut = details.isTimedOut;
    this.lastOutput = details.lastOutput;
  }
}

/** Somebody asked for the work to stop; the reason says who or what. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';

  constructor(reason: string, options: { cause?: unknown } = {}) {
    super(reason, options);
  }
}

/** Our own bug: a state that the code promises can never be. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Ends a closed union: a new kind does not compile until it is handled. */
export function assertNever(value: never): never {
  throw new InvariantError(`Unhandled kind: ${JSON.stringify(value)}`);
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The `code` of a system error (`ENOENT`, `EADDRINUSE`, …), if it has one. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

type CommandDetails = Pick<CommandError, 'program' | 'args' | 'exitCode' | 'signal' | 'isTimedOut' | 'lastOutput'>;

function describeCommand(details: CommandDetails): string {
  const line = [details.program, ...details.args].join(' ').slice(0, 300);
  const last = details.lastOutput.trim();
  return `\`${line}\` ${describeEnd(details)}${last === '' ? '' : `: ${last.slice(-2000)}`}`;
}

function describeEnd({ isTimedOut, signal, exitCode }: CommandDetails): string {
  if (isTimedOut) return 'took too long and was stopped';
  if (signal !== undefined) return `was ended by ${signal}`;
  if (exitCode !== undefined) return `ended with status ${exitCode}`;
  return 'could not be started';
}
