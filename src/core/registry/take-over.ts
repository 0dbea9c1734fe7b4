// Becoming the owner of a registry: read it, cut off a torn record, claim an epoch. Whoever calls this holds the lock; if
// another process writes all the same, its next append is fenced off.
import { join } from 'node:path';
import type { Disk } from './disk.ts';
import { loadRegistry, type Loaded } from './load.ts';
import { OwnedRegistry, type OwnedRegistryOptions } from './owned-registry.ts';
import { claimEpoch } from './ownership.ts';
import { makeRegistryFolders, type RegistryPaths } from './paths.ts';
import { isBlocking } from './problems.ts';

/** Opens a registry for writing. One that is damaged opens read-only: its `append` says what to do. */
export async function takeOver(options: OwnedRegistryOptions): Promise<OwnedRegistry> {
  const { paths, disk, clock } = options;
  makeRegistryFolders(paths);
  const loaded = loadRegistry(paths, disk);
  const epoch = loaded.epoch + 1;
  if (!loaded.problems.some(isBlocking)) {
    await cutTornRecord(paths, loaded, clock.now(), disk);
    await claimEpoch(paths, epoch, clock.now(), disk);
  }
  return new OwnedRegistry(loaded, epoch, options);
}

/** Also makes durable what an owner wrote that died before its sync: from now on others will build on it. */
async function cutTornRecord(paths: RegistryPaths, { end, problems }: Loaded, at: number, disk: Disk): Promise<void> {
  const isTorn = problems.some(({ kind }) => kind === 'torn_record');
  if (isTorn) await quarantineRest(paths, 'events.jsonl', end.offset, at, disk);
  const fd = disk.openForAppend(paths.events);
  try {
    if (isTorn) disk.truncate(fd, end.offset);
    await disk.sync(fd);
    await disk.syncFolder(paths.dir);
  } finally {
    disk.close(fd);
  }
}

/** Keeps the bytes of a file from an offset on, durably. Returns the name of the copy. */
export async function quarantineRest(
  paths: RegistryPaths,
  name: string,
  offset: number,
  at: number,
  disk: Disk,
): Promise<string> {
  const copy = join(paths.quarantine, `${at}-${name}-from-${offset}`);
  const bytes = disk.readFile(join(paths.dir, name)) ?? Buffer.alloc(0);
  await disk.publish(copy, bytes.subarray(offset));
  return copy;
}
