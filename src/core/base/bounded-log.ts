// A log of a program's output on disk that never outgrows its bounds: its beginning and its end are kept, with a line that
// counts what fell out between. What reaches the file is redacted, safe to show, whole UTF-8, and in lines of bounded length.
// Writing never throws: a full disk shows in the counters, not in the run.
import { StringDecoder } from 'node:string_decoder';
import { openBoundedFile } from './bounded-file.ts';
import { createControlStripper } from './control-text.ts';
import { createLineCutter } from './line-cutter.ts';
import type { Redactor } from './redact.ts';

export interface BoundedLogOptions {
  headBytesMax?: number;
  tailBytesMax?: number;
  lineCharsMax?: number;
  redactor: Redactor;
}

export interface LogCounters {
  /** Bytes given to the log; strings count as UTF-8. */
  bytesIn: number;
  /** Bytes, after redaction, that are no longer in the file. */
  bytesLeftOut: number;
  linesCut: number;
  /** Why the file is not complete, when it could not be written. */
  writeError?: string;
}

export interface BoundedLog extends Disposable {
  /** Streams are cleaned apart from each other, so that one cannot cut a character or a secret of another in two. */
  write(chunk: Uint8Array | string, stream?: string): void;
  counters(): LogCounters;
  /** Writes what was held back and closes the file. A second call changes nothing. */
  close(): LogCounters;
}

const headBytesMaxDefault = 1024 * 1024;
const tailBytesMaxDefault = 4 * 1024 * 1024;
const lineCharsMaxDefault = 16 * 1024;

/** Replaces the file at `path`; its folder is made when it is missing. */
export function openBoundedLog(path: string, options: BoundedLogOptions): BoundedLog {
  const file = openBoundedFile(path, {
    headBytesMax: options.headBytesMax ?? headBytesMaxDefault,
    tailBytesMax: options.tailBytesMax ?? tailBytesMaxDefault,
  });
  const lanes = new Map<string, Lane>();
  const lineCharsMax = options.lineCharsMax ?? lineCharsMaxDefault;
  let bytesIn = 0;
  let isClosed = false;
  const counters = (): LogCounters => ({
    bytesIn,
    linesCut: [...lanes.values()].reduce((sum, lane) => sum + lane.linesCut(), 0),
    ...file.counters(),
  });
  const close = (): LogCounters => {
    if (!isClosed) {
      for (const lane of lanes.values()) file.append(lane.flush());
      file.close();
      isClosed = true;
    }
    return counters();
  };
  return {
    write(chunk, stream = '') {
      if (isClosed) return;
      bytesIn += typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.length;
      const lane = lanes.get(stream) ?? createLane(options.redactor, lineCharsMax);
      lanes.set(stream, lane);
      file.append(lane.push(chunk));
    },
    counters,
    close,
    [Symbol.dispose]: close,
  };
}

interface Lane {
  push(chunk: Uint8Array | string): string;
  flush(): string;
  linesCut(): number;
}

/** Bytes → characters → without controls (which could hide a secret) → redacted → in lines (which could cut one). */
function createLane(redactor: Redactor, lineCharsMax: number): Lane {
  const decoder = new StringDecoder('utf8');
  const controls = createControlStripper();
  const redaction = redactor.stream();
  const lines = createLineCutter(lineCharsMax);
  return {
    push: (chunk) =>
      lines.push(redaction.push(controls.push(typeof chunk === 'string' ? chunk : decoder.write(chunk)))),
    flush: () => {
      const rest = redaction.push(controls.push(decoder.end()) + controls.flush()) + redaction.flush();
      return lines.push(rest) + lines.flush();
    },
    linesCut: () => lines.linesCut(),
  };
}
