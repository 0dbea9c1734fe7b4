// What a look at the registry asks of a disk, and no more: it loads in no time, and a test can put another in its place.
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { codeOf } from '../base/errors.ts';

/** Which file a name stands for now, and how long it is. */
export interface FileMark {
  ino: number;
  size: number;
}

export interface ReadingDisk {
  /** Undefined when there is no such file. */
  mark: (path: string) => FileMark | undefined;
  list: (path: string) => string[];
  /** Undefined when there is no such file. Of a longer one the first `bytesMax` bytes. */
  readFile: (path: string, bytesMax?: number) => Buffer | undefined;
}

export const readingDisk: ReadingDisk = {
  mark: (path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? undefined : { ino: stats.ino, size: stats.size };
  },
  list: (path) => ifPresent(() => readdirSync(path)) ?? [],
  readFile: (path, bytesMax) =>
    ifPresent(() => (bytesMax === undefined ? readFileSync(path) : readBeginning(path, bytesMax))),
};

function readBeginning(path: string, bytesMax: number): Buffer {
  const fd = openSync(path, 'r');
  try {
    const bytes = Buffer.allocUnsafe(bytesMax);
    return bytes.subarray(0, readSync(fd, bytes, 0, bytesMax, 0));
  } finally {
    closeSync(fd);
  }
}

function ifPresent<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
