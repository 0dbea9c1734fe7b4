// A session for tests of the command line: real messages and colours, streams that remember what was written, a clock that stands.
import type { Language } from '../../src/core/base/text.ts';
import { loadMessages } from '../../src/cli/messages/messages.ts';
import { createPaint } from '../../src/cli/paint.ts';
import type { Session, Stream } from '../../src/cli/session.ts';

export interface TestSession extends Session {
  /** Everything on standard output so far. */
  written: () => string;
  writtenToError: () => string;
  interrupt: () => void;
}

export interface SessionFields {
  cwd?: string;
  language?: Language;
  columns?: number;
  isTTY?: boolean;
  isColoured?: boolean;
  now?: number;
  input?: string;
  /** What the user answers when asked, in this order; then nothing more. */
  answers?: readonly string[];
}

export async function testSession(fields: SessionFields = {}): Promise<TestSession> {
  const { cwd = '/nowhere', language = 'en', columns = Infinity, isTTY = false, isColoured = false, now = 0 } = fields;
  const [out, err]: [string[], string[]] = [[], []];
  const answers = [...(fields.answers ?? [])];
  const [first, second] = [new AbortController(), new AbortController()];
  const stream = (texts: string[]): Stream => ({
    ...{ isTTY, columns, rows: isTTY ? 24 : Infinity },
    write: (text) => {
      texts.push(text);
    },
    onResize: () => ({ [Symbol.dispose]: () => {} }),
  });
  return {
    ...{ cwd, env: {}, language, messages: await loadMessages(language), paint: createPaint(isColoured) },
    clock: { now: () => now, monotonic: () => now },
    stdin: {
      isTTY: false,
      async *[Symbol.asyncIterator]() {
        yield fields.input ?? '';
      },
    },
    ...{ stdout: stream(out), stderr: stream(err) },
    interrupts: { first: first.signal, second: second.signal },
    terminal: {
      ask: async (question) => {
        out.push(question);
        return answers.shift();
      },
      lend: (work) => work(),
      outlive: () => ({ [Symbol.dispose]: () => {} }),
    },
    written: () => out.join(''),
    writtenToError: () => err.join(''),
    interrupt: () => first.abort(),
  };
}
