// What the registry asks of a disk, as one small value: so that a test can let the n-th operation fail, write short, or cut
// the power. Reads and writes are synchronous, because they go through the page cache; whatever waits for the platter is not.
import * as fs from 'node:fs';
import { promisify } from 'node:util';
import { readingDisk, type ReadingDisk } from './reading-disk.ts';

export interface Disk extends ReadingDisk {
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
  rename: (from: string, to: string) => void;
  /** Durable, all or nothing: temporary file, sync, rename, sync of the folder. */
  publish: (path: string, bytes: Buffer) => Promise<void>;
}

const fdatasync = promisify(fs.fdatasync);
const quickSyncMs = 0.2;

export const realDisk: Disk = {
  ...readingDisk,
  openForAppend: (path) => fs.openSync(path, 'a', 0o600),
  openForRead: (path) => fs.openSync(path, 'r'),
  close: (fd) => fs.closeSync(fd),
  write: (fd, bytes) => fs.writeSync(fd, bytes),
  read: (fd, bytes, offset) => fs.readSync(fd, bytes, 0, bytes.length, offset),
  truncate: (fd, size) => fs.ftruncateSync(fd, size),
  sync: createSync(),
  syncFolder,
  rename: (from, to) => fs.renameSync(from, to),
  publish: async (path, bytes) => {
    // Loaded by whoever writes: readers start without it.
    const { publishFile } = await import('../base/files.ts');
    await publishFile(path, bytes, { mode: 0o600 });
  },
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
  const { open } = await import('node:fs/promises');
  await using folder = await open(path, 'r');
  await folder.sync();
}
