// Everything that the agent and the checks print: into `output.log`, bounded and redacted, with a short update for those who
// watch. The update is read back from the log, so that it cannot show what the log would hide.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { openBoundedLog } from '../base/bounded-log.ts';
import type { Clock } from '../base/clock.ts';
import type { Redactor } from '../base/redact.ts';
import type { MessageLog } from './message-log.ts';

export interface Output extends Disposable {
  write(chunk: string, stream: string, about?: { isAside: boolean }): void;
  /** When something was last printed, but for what stands beside the work, on the monotonic clock. */
  lastAt(): number;
  /** Writes what was held back; nothing more can be written. */
  close(): void;
}

const updateEveryMs = 500;
const updateCharsMax = 200;
const lookBackBytes = 2048;

export function openOutput(
  path: string,
  { bytesMax, redactor, clock, log }: { bytesMax: number; redactor: Redactor; clock: Clock; log: MessageLog },
): Output {
  const headBytesMax = Math.floor(bytesMax / 4);
  // The log lets its end grow to three times its bound before it is cut.
  const file = openBoundedLog(path, {
    headBytesMax,
    tailBytesMax: Math.floor((bytesMax - headBytesMax) / 3),
    redactor,
  });
  let lastAt = clock.monotonic();
  let updatedAt = -Infinity;
  let lastText = '';
  const close = (): void => {
    file.close();
  };
  const update = (): void => {
    const text = lastLineOf(path);
    if (text === '' || text === lastText) return;
    lastText = text;
    log.report({ type: 'agent_update', text });
  };
  return {
    write(chunk, stream, { isAside } = { isAside: false }) {
      file.write(chunk, stream);
      const now = clock.monotonic();
      if (!isAside) lastAt = now;
      if (now - updatedAt < updateEveryMs) return;
      updatedAt = now;
      try {
        update();
      } catch {
        // Updates are a courtesy; a full disk is noticed by the heartbeat.
      }
    },
    lastAt: () => lastAt,
    close,
    [Symbol.dispose]: close,
  };
}

function lastLineOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(lookBackBytes);
    const start = Math.max(0, fstatSync(file).size - lookBackBytes);
    const read = readSync(file, bytes, 0, lookBackBytes, start);
    const lines = stripVTControlCharacters(bytes.toString('utf8', 0, read)).split('\n');
    const line = lines.findLast((text) => text.trim() !== '') ?? '';
    return [...line.trim()].slice(0, updateCharsMax).join('');
  } finally {
    closeSync(file);
  }
}
