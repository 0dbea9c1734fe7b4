// A disk whose n-th operation fails: with EIO, with a short write and ENOSPC, or by a power cut, after which whatever was not
// synced may be gone. Everything else is done on real files, without waiting for them.
import * as fs from 'node:fs';
import { realDisk, type Disk } from '../../src/core/registry/disk.ts';

export type Fault = 'EIO' | 'ENOSPC' | 'power cut';

export interface FaultyDisk extends Disk {
  /** How many operations were asked for. */
  operations(): number;
  /** Lets the power come back: unsynced bytes and names are lost from some point on. */
  restore(): void;
}

export interface FaultOptions {
  fault: Fault;
  /** The operation that fails, from 1. */
  failAt: number;
  /** From 0 up to, but not including, 1. */
  random: () => number;
}

/** A repeatable source of numbers for `FaultOptions.random`. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

export function faultyDisk({ fault, failAt, random }: FaultOptions): FaultyDisk {
  let count = 0;
  let isOff = false;
  const openFiles = new Set<number>();
  /** By inode: how long the file would be after a power cut. */
  const synced = new Map<number, number>();
  /** Undoes the changes of names that are not synced, oldest first. */
  let unsyncedNames: (() => void)[] = [];

  const failure = (code: string) => Object.assign(new Error(`${code}: injected`), { code });
  /** True when this operation is the one that fails. */
  const isHit = (): boolean => {
    if (isOff) throw failure('EIO');
    count += 1;
    if (count !== failAt) return false;
    isOff = fault === 'power cut';
    return true;
  };
  const failWhenHit = (): void => {
    if (isHit()) throw failure(fault === 'ENOSPC' ? 'ENOSPC' : 'EIO');
  };
  const guarded =
    <A extends unknown[], R>(operation: (...args: A) => R) =>
    (...args: A): R => {
      failWhenHit();
      return operation(...args);
    };
  const inodeOf = (fd: number): number => fs.fstatSync(fd).ino;

  return {
    operations: () => count,
    openForAppend: guarded((path) => {
      const isNew = !fs.existsSync(path);
      const fd = realDisk.openForAppend(path);
      if (isNew) unsyncedNames.push(() => fs.rmSync(path, { force: true }));
      const ino = inodeOf(fd);
      if (!synced.has(ino)) synced.set(ino, fs.fstatSync(fd).size);
      openFiles.add(fd);
      return fd;
    }),
    openForRead: guarded(realDisk.openForRead),
    close: (fd) => {
      openFiles.delete(fd);
      realDisk.close(fd);
    },
    write: (fd, bytes) => {
      if (!isHit()) return realDisk.write(fd, bytes);
      if (fault === 'EIO') throw failure('EIO');
      const taken = realDisk.write(fd, bytes.subarray(0, Math.floor(random() * bytes.length)));
      if (fault === 'ENOSPC') return taken;
      throw failure('EIO');
    },
    read: guarded(realDisk.read),
    truncate: guarded((fd, size) => {
      realDisk.truncate(fd, size);
      synced.set(inodeOf(fd), Math.min(synced.get(inodeOf(fd)) ?? 0, size));
    }),
    sync: async (fd) => {
      failWhenHit();
      synced.set(inodeOf(fd), fs.fstatSync(fd).size);
    },
    syncFolder: async () => {
      failWhenHit();
      unsyncedNames = [];
    },
    mark: guarded(realDisk.mark),
    rename: guarded((from, to) => {
      const replaced = realDisk.readFile(to);
      realDisk.rename(from, to);
      unsyncedNames.push(() => {
        fs.renameSync(to, from);
        if (replaced !== undefined) fs.writeFileSync(to, replaced);
      });
    }),
    list: guarded(realDisk.list),
    readFile: guarded(realDisk.readFile),
    publish: async (path, bytes) => {
      const hit = isHit();
      if (hit && (fault !== 'power cut' || random() < 0.5)) throw failure('EIO');
      fs.writeFileSync(`${path}.tmp`, bytes, { mode: 0o600 });
      fs.renameSync(`${path}.tmp`, path);
      unsyncedNames = [];
      if (hit) throw failure('EIO');
    },
    restore: () => {
      const lost = Math.floor(random() * (unsyncedNames.length + 1));
      for (const undo of unsyncedNames.slice(unsyncedNames.length - lost).reverse()) undo();
      for (const fd of openFiles) {
        const { ino, size } = fs.fstatSync(fd);
        const kept = synced.get(ino) ?? 0;
        if (fault === 'power cut' && kept < size) fs.ftruncateSync(fd, kept + Math.floor(random() * (size - kept + 1)));
      }
    },
  };
}
