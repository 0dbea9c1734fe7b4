// What the registry asks of a disk, as one small value: so that a test can let the n-th operation fail, write short, or cut
// the power. Reads and writes are synchronous, because they go through the page cache; whatever waits for the platter is not.
import * as fs from 'node:fs';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { publishFile } from '../base/files.ts';
import { codeOf } from '../base/errors.ts';

/** Which file a name stands for now, and how long it is. */
export interface FileMark {
  ino: number;
  size: number;
}

export interface Disk {
  /** Opens for appending; makes the file when it is not there. */
  openForAppend: (path: string) => number;
  openForRead: (path: string) => number;
  close: (fd: number) => void;
  /** One write, at the end. Returns how many bytes were taken, which may be fewer. */
  write: (fd: number, bytes: Buffer) => number;
  /** One read. Returns how many bytes came; 0 at the end. */
  read: (fd: number, bytes: Buffer, offset: number) => number;
  truncate: (fd: number, size: number) => void;
  /** Returns when the bytes and the length of the file would survive a power cut. */
  sync: (fd: number) => Promise<void>;
  /** The same for the names in a folder. */
  syncFolder: (path: string) => Promise<void>;
  /** Undefined when there is no such file. */
  mark: (path: string) => FileMark | undefined;
  rename: (from: string, to: string) => void;
  list: (path: string) => string[];
  /** Undefined when there is no such file. */
  readFile: (path: string) => Buffer | undefined;
  /** Durable, all or nothing: temporary file, sync, rename, sync of the folder. */
  publish: (path: string, bytes: Buffer) => Promise<void>;
}

const fdatasync = promisify(fs.fdatasync);
const quickSyncMs = 0.2;

export const realDisk: Disk = {
  openForAppend: (path) => fs.openSync(path, 'a', 0o600),
  openForRead: (path) => fs.openSync(path, 'r'),
  close: (fd) => fs.closeSync(fd),
  write: (fd, bytes) => fs.writeSync(fd, bytes),
  read: (fd, bytes, offset) => fs.readSync(fd, bytes, 0, bytes.length, offset),
  truncate: (fd, size) => fs.ftruncateSync(fd, size),
  sync: createSync(),
  syncFolder,
  mark: (path) => {
    const stats = fs.statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? undefined : { ino: stats.ino, size: stats.size };
  },
  rename: (from, to) => fs.renameSync(from, to),
  list: (path) => ifPresent(() => fs.readdirSync(path)) ?? [],
  readFile: (path) => ifPresent(() => fs.readFileSync(path)),
  publish: (path, bytes) => publishFile(path, bytes, { mode: 0o600 }),
};

/** A disk that answers at once is not worth the way to another thread and back; one slow answer, and it is not waited for here. */
function createSync(): Disk['sync'] {
  let latestMs = Infinity;
  return async (fd) => {
    const begin = performance.now();
    if (latestMs < quickSyncMs) fs.fdatasyncSync(fd);
    else await fdatasync(fd);
    latestMs = performance.now() - begin;
  };
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot sync a folder; its file system journals the names by itself.
  if (process.platform === 'win32') return;
  await using folder = await open(path, 'r');
  await folder.sync();
}

function ifPresent<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
