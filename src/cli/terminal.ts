// The process's own streams and signals as a session. Everything that is switched on here is switched off when it is disposed.
import { createInterface } from 'node:readline';
import { onAbort } from '../core/base/abort.ts';
import { systemClock } from '../core/base/clock.ts';
import { codeOf } from '../core/base/errors.ts';
import { chooseLanguage } from './language.ts';
import { loadMessages } from './messages/messages.ts';
import { createPaint, wantsColour } from './paint.ts';
import type { Interrupts, Session, Stream } from './session.ts';

export interface Terminal extends AsyncDisposable {
  session: Session;
}

const columnsUnknown = 80;
const rowsUnknown = 24;

export async function openTerminal(argv: readonly string[]): Promise<Terminal> {
  const language = chooseLanguage(argv, process.env);
  const { env } = process;
  const signals = listenToSignals();
  const opened = new Set<'stdin'>();
  const session: Session = {
    cwd: process.cwd(),
    env,
    language,
    messages: await loadMessages(language),
    paint: createPaint(wantsColour(argv, { env, isTTY: Boolean(process.stdout.isTTY) })),
    clock: systemClock,
    stdin: {
      // Asked for only by the few commands that read: opening it is not free.
      get isTTY() {
        return Boolean(process.stdin.isTTY);
      },
      [Symbol.asyncIterator]: () => {
        opened.add('stdin');
        return readInput();
      },
    },
    stdout: streamOf(process.stdout),
    stderr: streamOf(process.stderr),
    interrupts: signals.interrupts,
    terminal: {
      ask: (question) => {
        opened.add('stdin');
        return askForLine(question, signals.interrupts.first);
      },
      lend: (work) => signals.lend(work),
      outlive: () => {
        const stay = () => {};
        process.on('SIGHUP', stay);
        return { [Symbol.dispose]: () => process.off('SIGHUP', stay) };
      },
    },
  };
  return {
    session,
    [Symbol.asyncDispose]: async () => {
      signals[Symbol.dispose]();
      // An input that somebody else keeps open must not keep us.
      if (opened.has('stdin')) process.stdin.destroy();
    },
  };
}

function streamOf(stream: NodeJS.WriteStream): Stream {
  // Whoever reads may leave before everything is written, as `head` does.
  stream.on('error', (error) => {
    if (codeOf(error) === 'EPIPE') process.exit();
    throw error;
  });
  return {
    write: (text) => {
      stream.write(text);
    },
    isTTY: Boolean(stream.isTTY),
    get columns() {
      return stream.isTTY ? stream.columns || columnsUnknown : Infinity;
    },
    get rows() {
      return stream.isTTY ? stream.rows || rowsUnknown : Infinity;
    },
    onResize(listener) {
      stream.on('resize', listener);
      return { [Symbol.dispose]: () => stream.off('resize', listener) };
    },
  };
}

async function* readInput(): AsyncGenerator<string, void, undefined> {
  process.stdin.setEncoding('utf8');
  for await (const chunk of process.stdin) yield String(chunk);
}

/** The terminal edits the line; closing leaves the input as it was, so that a program can be lent it afterwards. */
async function askForLine(question: string, signal: AbortSignal): Promise<string | undefined> {
  if (signal.aborted) return undefined;
  const lines = createInterface({ input: process.stdin, terminal: false });
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  lines.once('line', resolve).once('close', () => resolve(undefined));
  using _listener = onAbort(signal, () => resolve(undefined));
  process.stdout.write(question);
  try {
    return await promise;
  } finally {
    lines.close();
  }
}

interface Signals extends Disposable {
  interrupts: Interrupts;
  lend: Session['terminal']['lend'];
}

function listenToSignals(): Signals {
  const [first, second] = [new AbortController(), new AbortController()];
  let borrowers = 0;
  const interrupt = () => (first.signal.aborted ? second : first).abort();
  // The terminal tells its whole foreground group; while it is lent, the program there is meant.
  const ctrlC = () => {
    if (borrowers === 0) interrupt();
  };
  process.on('SIGINT', ctrlC).on('SIGTERM', interrupt);
  return {
    interrupts: { first: first.signal, second: second.signal },
    async lend(work) {
      borrowers += 1;
      try {
        return await work();
      } finally {
        borrowers -= 1;
      }
    },
    [Symbol.dispose]: () => process.off('SIGINT', ctrlC).off('SIGTERM', interrupt),
  };
}
