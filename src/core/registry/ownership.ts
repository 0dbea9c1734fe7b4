// Who may write, as the disk remembers it: the format of the registry and the epoch of its latest owner. Every owner claims
// an epoch that no other has had, before it writes its first record.
import { UserError } from '../base/errors.ts';
import type { Disk } from './disk.ts';
import type { RegistryPaths } from './paths.ts';
import type { ReadingDisk } from './reading-disk.ts';
import { seal, unseal } from './seal.ts';

/** 2: a snapshot has an outline of its state in a line of its own. */
export const formatVersion = 2;

interface OwnerFile {
  format: number;
  epoch: number;
  pid: number;
  at: number;
}

/** The epoch of the latest owner; 0 when there was none, or when its mark is damaged: then the records tell. */
export function readEpoch(paths: RegistryPaths, disk: ReadingDisk): number {
  const bytes = disk.readFile(paths.owner);
  if (bytes === undefined) return 0;
  const owner = unseal(trimLf(bytes)) as OwnerFile | undefined;
  if (owner === undefined) return 0;
  throwIfNewer(owner.format, paths.owner);
  return owner.epoch;
}

/** Durable when it returns. */
export async function claimEpoch(paths: RegistryPaths, epoch: number, at: number, disk: Disk): Promise<void> {
  const owner: OwnerFile = { format: formatVersion, epoch, pid: process.pid, at };
  await disk.publish(paths.owner, Buffer.from(`${seal(owner)}\n`));
}

/** Throws a UserError when a newer version has written the file. */
export function throwIfNewer(format: number, path: string): void {
  if (format <= formatVersion) return;
  throw new UserError(`${path} has format ${format}; this version of NecroCode knows formats up to ${formatVersion}.`, {
    hint: 'Use the version that wrote it, or a newer one.',
  });
}

export function trimLf(bytes: Buffer): Buffer {
  return bytes.at(-1) === 10 ? bytes.subarray(0, -1) : bytes;
}
