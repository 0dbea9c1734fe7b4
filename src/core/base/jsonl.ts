// Files of lines: splitting, reading and following. A line is complete when its LF is there; what stands after the last LF
// is never shown, because a writer may be in the middle of it. Knows nothing of what is in a line, and never writes.
import { open, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from './errors.ts';
import { watchFolder } from './folder-alarm.ts';

/** A line without its LF, and where the next one begins: the offset from which to go on reading. */
export interface Line {
  line: string;
  offset: number;
}

export interface FollowOptions {
  /** Where to begin; a place that `Line.offset` named. */
  offset?: number;
  signal: AbortSignal;
  /** The longest that new lines stay unseen where the system does not report changes. */
  pollMs?: number;
}

/** Lines longer than this are passed over, so that no file can make its reader grow. */
export const lineBytesMax = 1024 * 1024;

const lf = 10;

/**
 * Calls `visit(bytes, start, end)` for every complete line; `end` is the place of its LF.
 * Stops when `visit` returns false. Returns where the first line that was not visited begins.
 */
export function splitLines(bytes: Buffer, visit: (bytes: Buffer, start: number, end: number) => boolean): number {
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(lf, start);
    if (end === -1 || !visit(bytes, start, end)) return start;
    start = end + 1;
  }
}

/** The complete lines that a file holds now. Keeps one line's worth of bytes in memory. */
export async function* readLines(path: string, offset = 0): AsyncGenerator<Line, void, undefined> {
  await using file = await open(path, 'r');
  yield* linesToEnd(file, newCursor(offset));
}

/**
 * The lines of a file as they come, until the signal is aborted; then the iteration ends. The file need not exist yet.
 * A file that is replaced is first read to its end; the one in its place, or one that has shrunk, is read from its beginning.
 */
export async function* followFile(path: string, options: FollowOptions): AsyncGenerator<Line, void, undefined> {
  const { signal, pollMs = 250 } = options;
  using alarm = watchFolder(dirname(path), signal);
  let offset = options.offset ?? 0;
  while (!signal.aborted) {
    await using file = await openIfExists(path);
    if (file === undefined) {
      await alarm.changed(pollMs);
      continue;
    }
    const cursor = newCursor(offset);
    let state: FileState = 'same';
    while (state === 'same' && !signal.aborted) {
      // Asked before reading: whatever was written before the file was replaced is then read below.
      state = await stateOf(file, path, cursor.offset);
      if (state !== 'shrunk') yield* takeUntil(linesToEnd(file, cursor), signal);
      if (state === 'same') await alarm.changed(pollMs);
    }
    offset = 0;
  }
}

interface Cursor {
  offset: number;
  bytes: Buffer;
  /** Inside a line that is too long. */
  isSkipping: boolean;
}

function newCursor(offset: number): Cursor {
  return { offset, bytes: Buffer.allocUnsafe(lineBytesMax), isSkipping: false };
}

async function* linesToEnd(file: FileHandle, cursor: Cursor): AsyncGenerator<Line, void, undefined> {
  const { bytes } = cursor;
  for (;;) {
    const { bytesRead } = await file.read(bytes, 0, bytes.length, cursor.offset);
    const begin = cursor.offset;
    const lines: Line[] = [];
    const rest = splitLines(bytes.subarray(0, bytesRead), (chunk, start, end) => {
      if (!cursor.isSkipping) lines.push({ line: chunk.toString('utf8', start, end), offset: begin + end + 1 });
      cursor.isSkipping = false;
      return true;
    });
    for (const line of lines) {
      cursor.offset = line.offset;
      yield line;
    }
    cursor.offset = begin + rest;
    if (rest === 0 && bytesRead === bytes.length) {
      cursor.isSkipping = true;
      cursor.offset += bytesRead;
    } else if (bytesRead < bytes.length) {
      return;
    }
  }
}

async function* takeUntil(lines: AsyncIterable<Line>, signal: AbortSignal): AsyncGenerator<Line, void, undefined> {
  for await (const line of lines) {
    if (signal.aborted) return;
    yield line;
  }
}

async function openIfExists(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

type FileState = 'same' | 'replaced' | 'shrunk';

async function stateOf(file: FileHandle, path: string, offset: number): Promise<FileState> {
  const ours = await file.stat();
  if (ours.size < offset) return 'shrunk';
  try {
    const named = await stat(path);
    return named.ino === ours.ino && named.dev === ours.dev ? 'same' : 'replaced';
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'replaced';
    throw error;
  }
}
