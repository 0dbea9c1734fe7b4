// How a headless agent's output is read: one line at a time, without memory. A line that is no JSON object is passed on as text,
// since agents mix their own notes into the stream.
import type { AgentEvent } from '../agent-event.ts';
import type { Reported } from '../refusal.ts';

export interface HeadlessReader {
  /** Pure. Lines and frames that nobody foresaw give nothing, or their own text. */
  parse: (line: string) => AgentEvent[];
  /** What the documented exit statuses mean, beside 0 and 1. */
  exits?: Readonly<Record<number, Reported>>;
}

/** A reader from one that knows the frames only. */
export function frameParser(read: (frame: object) => AgentEvent[]): HeadlessReader['parse'] {
  return (line) => {
    const text = line.trim();
    if (text === '') return [];
    try {
      const frame: unknown = JSON.parse(text);
      return typeof frame === 'object' && frame !== null ? read(frame) : [{ kind: 'step', text }];
    } catch {
      return [{ kind: 'step', text }];
    }
  };
}

/** A tool's call and what came of it, in the transcript's words. */
export function toolCalled(name: string, input: unknown): AgentEvent {
  const shown = input === undefined ? '' : ` ${JSON.stringify(input).slice(0, inputCharsMax)}`;
  return { kind: 'step', text: `[tool] ${name}${shown}` };
}

export function toolEnded({
  ok,
  exitCode,
  output,
}: {
  ok: boolean;
  exitCode?: number | undefined;
  output?: string | undefined;
}): AgentEvent {
  const head = `[${ok ? 'tool done' : 'tool failed'}]${exitCode === undefined ? '' : ` (exit ${String(exitCode)})`}`;
  const text = (output ?? '').trim().slice(0, outputCharsMax);
  return { kind: 'step', text: text === '' ? head : `${head}\n${text.replace(/^/gm, '  ')}` };
}

const inputCharsMax = 300;
const outputCharsMax = 2000;
