// A file that keeps the beginning and the end of what is appended to it. It is written as it comes, so that it can be followed
// and survives a kill; when the end has grown threefold, a shorter file takes its place, with a line that counts what is gone.
// It never throws: after the first failure it only counts, and says why. It knows nothing of what is written.
import { closeSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf } from './errors.ts';

export interface BoundedFile {
  append(text: string): void;
  counters(): FileCounters;
  close(): void;
}

export interface FileCounters {
  /** Bytes that were appended and are no longer in the file. */
  bytesLeftOut: number;
  /** Why the file is not complete, when it could not be written. */
  writeError?: string;
}

interface FileState extends FileCounters {
  fd: number | undefined;
  size: number;
  /** Where the kept beginning ends; settled when the file is first shortened. */
  headEnd: number;
  /** Where the kept beginning, and the counting line behind it, end. */
  tailStart: number;
}

interface Bounds {
  headBytesMax: number;
  tailBytesMax: number;
}

/** The larger, the longer the file, and the less is copied: each byte that is kept once is copied 1 / (growth - 1) times. */
const tailGrowth = 3;
const pieceBytes = 256 * 1024;
/** How far from a bound a line may end that the file is cut at. */
const lineSearchBytes = 64 * 1024;

/** Replaces what is at `path`. The file is at most the head, a line, and three times the tail long, give or take a line. */
export function openBoundedFile(path: string, bounds: Bounds): BoundedFile {
  const { headBytesMax } = bounds;
  const state: FileState = { fd: undefined, size: 0, headEnd: headBytesMax, tailStart: headBytesMax, bytesLeftOut: 0 };
  const attempt = (work: () => void): void => {
    try {
      if (state.writeError === undefined) work();
    } catch (error) {
      state.writeError = messageOf(error);
    }
  };
  attempt(() => {
    mkdirSync(dirname(path), { recursive: true });
    state.fd = openSync(path, 'w+');
  });
  return {
    append(text) {
      const bytes = Buffer.from(text, 'utf8');
      // In pieces, so that not even one huge chunk outgrows the bounds.
      for (let at = 0; at < bytes.length; at += pieceBytes) {
        const piece = bytes.subarray(at, at + pieceBytes);
        attempt(() => {
          if (state.fd === undefined) return;
          writeFully(state.fd, piece);
          state.size += piece.length;
          if (state.size > state.tailStart + tailGrowth * bounds.tailBytesMax) shorten(path, state, state.fd, bounds);
        });
        if (state.writeError !== undefined) state.bytesLeftOut += piece.length;
      }
    },
    counters: () => ({
      bytesLeftOut: state.bytesLeftOut,
      ...(state.writeError === undefined ? {} : { writeError: state.writeError }),
    }),
    close() {
      if (state.fd !== undefined) closeSync(state.fd);
      state.fd = undefined;
    },
  };
}

/** Puts a file in the place of this one that holds its head, a counting line, and the last of its tail. */
function shorten(path: string, state: FileState, fd: number, { headBytesMax, tailBytesMax }: Bounds): void {
  if (state.bytesLeftOut === 0) {
    state.headEnd = boundaryFrom(fd, headBytesMax, state.size);
    state.tailStart = state.headEnd;
  }
  const from = Math.max(state.tailStart, boundaryFrom(fd, state.size - tailBytesMax, state.size));
  const bytesLeftOut = state.bytesLeftOut + from - state.tailStart;
  const counter = Buffer.from(`[… ${String(bytesLeftOut)} bytes left out …]\n`, 'utf8');
  const shorter = openSync(`${path}.next`, 'w+');
  try {
    copyRange({ from: fd, to: shorter, start: 0, end: state.headEnd });
    writeFully(shorter, counter);
    copyRange({ from: fd, to: shorter, start: from, end: state.size });
  } catch (error) {
    closeSync(shorter);
    rmSync(`${path}.next`, { force: true });
    throw error;
  }
  closeSync(fd);
  state.fd = shorter;
  renameSync(`${path}.next`, path);
  state.bytesLeftOut = bytesLeftOut;
  state.tailStart = state.headEnd + counter.length;
  state.size = state.tailStart + state.size - from;
}

/** The first beginning of a line from `start` on; of a character, when no line begins near. */
function boundaryFrom(fd: number, start: number, end: number): number {
  const bytes = Buffer.alloc(Math.min(lineSearchBytes, end - start));
  const seen = bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, start));
  const lf = seen.indexOf(0x0a);
  if (lf !== -1) return start + lf + 1;
  const lead = seen.findIndex((byte) => (byte & 0xc0) !== 0x80);
  return start + Math.max(0, lead);
}

interface Range {
  from: number;
  to: number;
  start: number;
  end: number;
}

function copyRange({ from, to, start, end }: Range): void {
  const bytes = Buffer.alloc(Math.min(pieceBytes, end - start));
  for (let at = start; at < end;) {
    const read = readSync(from, bytes, 0, Math.min(bytes.length, end - at), at);
    if (read === 0) throw new Error('the file has become shorter than it was written');
    writeFully(to, bytes.subarray(0, read));
    at += read;
  }
}

/** A write may come back short without failing. */
function writeFully(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}
