// The process's own streams and signals as a session. Everything that is switched on here is switched off when it is disposed.
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

function listenToSignals(): Disposable & { interrupts: Interrupts } {
  const [first, second] = [new AbortController(), new AbortController()];
  const interrupt = () => (first.signal.aborted ? second : first).abort();
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  return {
    interrupts: { first: first.signal, second: second.signal },
    [Symbol.dispose]: () => process.off('SIGINT', interrupt).off('SIGTERM', interrupt),
  };
}
