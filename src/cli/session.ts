// What every command is given: where it was called, in which language it speaks, where it writes, and how it learns that
// the user wants to stop. Commands touch no global of the process, so that they run in a test as they run in a terminal.
import type { Clock } from '../core/base/clock.ts';
import type { Language } from '../core/base/text.ts';
import type { Messages } from './messages/messages.ts';
import type { Paint } from './paint.ts';

export interface Stream {
  write: (text: string) => void;
  readonly isTTY: boolean;
  /** Of the terminal; Infinity when there is none, so that nothing is cut. */
  readonly columns: number;
  readonly rows: number;
  /** Calls the listener when the terminal has another size. */
  onResize(listener: () => void): Disposable;
}

export interface Interrupts {
  /** Ctrl-C once: end in an orderly way. */
  first: AbortSignal;
  /** Ctrl-C twice: end now. */
  second: AbortSignal;
}

export interface Session {
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  language: Language;
  messages: Messages;
  paint: Paint;
  clock: Clock;
  stdin: AsyncIterable<string> & { readonly isTTY: boolean };
  stdout: Stream;
  stderr: Stream;
  interrupts: Interrupts;
  terminal: TerminalUse;
}

/** What only a terminal makes sense of. */
export interface TerminalUse {
  /** Asks for a line. Undefined when there is none to come, or the user wants to stop. */
  ask(question: string): Promise<string | undefined>;
  /** Lends the terminal to a program until `work` settles: Ctrl-C is that program's meanwhile, and stops nothing here. */
  lend<T>(work: () => Promise<T>): Promise<T>;
  /** Until it is disposed, the command goes on when its terminal goes away. */
  outlive(): Disposable;
}

/** 0 all well; 1 the run ended with failed tasks, or an error; 2 wrong usage; 130 interrupted. */
export type ExitStatus = 0 | 1 | 2 | 130;

/** Writes lines to standard output, each with its line feed. */
export function print(session: Session, lines: readonly string[]): void {
  if (lines.length > 0) session.stdout.write(`${lines.join('\n')}\n`);
}

/** The one document of `--json`. */
export function printJson(session: Session, document: unknown): void {
  session.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
}

/** One line of a stream of JSON. */
export function printJsonLine(session: Session, document: unknown): void {
  session.stdout.write(`${JSON.stringify(document)}\n`);
}
