// The registry of a repository: an append-only log of events and the state folded from it. One process owns it, under a lock
// that the kernel releases when it dies; all others read, follow, and put requests into its inbox.
// This is the folder's door. Owners and their schemas load on demand: a reader starts without them.
import { systemClock } from '../base/clock.ts';
import { acquireKernelLock } from '../base/kernel-lock.ts';
import { realDisk } from './disk.ts';
import type { OwnedRegistry, OwnedRegistryOptions } from './owned-registry.ts';
import { makeRegistryFolders, pathsIn } from './paths.ts';

export { attemptFolder, registryPaths, type RegistryPaths } from './paths.ts';
export { followEvents, queryEvents, readState, type EventQuery, type FollowEventsOptions } from './read.ts';
export { submitRequest, takeRequests } from './inbox.ts';
export { describePlace, isBlocking, type ProblemKind, type RegistryProblem } from './problems.ts';
export { FencedError, PoisonedError, WriteRefusedError } from './registry-errors.ts';

export interface OpenRegistryOptions extends Partial<Omit<OwnedRegistryOptions, 'paths' | 'lock'>> {
  /** The registry's folder: `registryPaths(mainWorktree).dir`. It is made when it is not there. */
  dir: string;
  /** Called when another process has put something into the inbox. Must not throw. */
  onDoorbell?: () => void;
}

/** The owner's registry. Disposing it lets the next owner in. */
export type Registry = OwnedRegistry;

/**
 * Becomes the owner. Returns undefined when another process is. A damaged registry opens read-only and says so in `problems`.
 * Throws a UserError when a newer version of NecroCode has written it.
 */
export async function openRegistry(options: OpenRegistryOptions): Promise<Registry | undefined> {
  const { dir, onDoorbell, ...rest } = options;
  const paths = pathsIn(dir);
  makeRegistryFolders(paths);
  await using undo = new AsyncDisposableStack();
  const lock = await acquireKernelLock(dir, onDoorbell === undefined ? {} : { onDoorbell });
  if (lock === undefined) return undefined;
  undo.use(lock);
  const { takeOver } = await import('./take-over.ts');
  const registry = await takeOver({ disk: realDisk, clock: systemClock, ...rest, paths, lock });
  undo.move();
  return registry;
}

/** Everything that is wrong with a registry, for `doctor`. Changes nothing. */
export async function examineRegistry(dir: string) {
  const examine = await import('./examine.ts');
  return examine.examineRegistry(dir);
}

/** Repairs what `examineRegistry` has found. Returns what was done, one sentence each. */
export async function repairRegistry(dir: string): Promise<string[]> {
  const repair = await import('./repair.ts');
  return repair.repairRegistry(dir);
}
