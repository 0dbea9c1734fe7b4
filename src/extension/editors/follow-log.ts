// Follows the output of an attempt from near its end on, while it is written and until it is complete. The file may not exist yet,
// and it is replaced by a shorter one when it grows too long: whoever shows it then begins anew.
import { open, stat } from 'node:fs/promises';
import { codeOf } from '../../core/base/errors.ts';
import { followFile } from '../../core/base/jsonl.ts';

export interface LogChunk {
  /** Whole lines, each with its line end; the last chunk may hold an unfinished one. */
  text: string;
  /** True when what was shown before stands no longer in the file. */
  isFresh: boolean;
}

export interface FollowLogOptions {
  /** At most so much of what is there already. */
  bytesMax: number;
  /** The attempt has ended: read to the end, and no further. */
  ended: AbortSignal;
  /** Nobody looks any more. */
  signal: AbortSignal;
}

const chunkBytes = 256 * 1024;
const restBytesMax = 8 * 1024 * 1024;
const pollMs = 500;

export async function* followLog(path: string, options: FollowLogOptions): AsyncGenerator<LogChunk, void, undefined> {
  const { ended, signal } = options;
  const start = await placeNearEnd(path, options.bytesMax);
  const stop = AbortSignal.any([ended, signal]);
  let offset = start;
  // What stands there may be the rest of a line that begins before it.
  let isAtLine = start === 0;
  for await (const line of followFile(path, { offset: start, signal: stop, pollMs })) {
    const isFresh = line.offset <= offset;
    offset = line.offset;
    if (isAtLine || isFresh) yield { text: `${line.line}\n`, isFresh };
    isAtLine = true;
    if (stop.aborted) break;
  }
  for await (const text of readFrom(path, offset, signal)) {
    const whole = isAtLine ? text : text.slice(text.indexOf('\n') + 1);
    isAtLine = true;
    yield { text: whole, isFresh: false };
  }
}

async function placeNearEnd(path: string, bytesMax: number): Promise<number> {
  try {
    return Math.max(0, (await stat(path)).size - bytesMax);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    throw error;
  }
}

/** What following has left: the unfinished last line, and whatever came with the end. */
async function* readFrom(path: string, offset: number, signal: AbortSignal): AsyncGenerator<string, void, undefined> {
  try {
    await using file = await open(path, 'r');
    const decoder = new TextDecoder();
    const bytes = Buffer.alloc(chunkBytes);
    for (let read = 0; read < restBytesMax && !signal.aborted;) {
      const { bytesRead } = await file.read(bytes, 0, bytes.length, offset + read);
      if (bytesRead === 0) return;
      read += bytesRead;
      yield decoder.decode(bytes.subarray(0, bytesRead), { stream: true });
    }
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}
