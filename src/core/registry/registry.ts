// The registry of a repository: an append-only log of events and the state folded from it. One process owns it, under a lock
// that the kernel releases when it dies; all others read, follow, and put requests into its inbox.
// This is the folder's door. What stands behind it loads on demand: a reader starts without the owner's schemas.
import { createUndo } from '../base/undo.ts';
import type { RegistryEvent } from '../model/events.ts';
import type { Request } from '../model/requests.ts';
import type { State } from '../model/state.ts';
import type { StatusOutline } from '../model/view-status.ts';
import type { FollowStateOptions, StateUpdate } from './follow-state.ts';
import type { OwnedRegistry, OwnedRegistryOptions } from './owned-registry.ts';
import { makeRegistryFolders, pathsIn } from './paths.ts';
import type { RegistryProblem } from './problems.ts';
import type { EventQuery, FollowEventsOptions } from './read.ts';

export type { FollowStateOptions, StateUpdate } from './follow-state.ts';
export { keptOutline } from './kept-outline.ts';
export { attemptFolder, registryPaths, type RegistryPaths } from './paths.ts';
export type { EventQuery, FollowEventsOptions } from './read.ts';
export {
  damageIn,
  describeDamage,
  describePlace,
  isBlocking,
  type ProblemKind,
  type RegistryProblem,
} from './problems.ts';
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
  await using undo = createUndo();
  const { acquireKernelLock } = await import('../base/kernel-lock.ts');
  const lock = await acquireKernelLock(dir, onDoorbell === undefined ? {} : { onDoorbell });
  if (lock === undefined) return undefined;
  undo.use(lock);
  const { takeOver } = await import('./take-over.ts');
  const { realDisk } = await import('./disk.ts');
  const { systemClock } = await import('../base/clock.ts');
  const registry = await takeOver({ disk: realDisk, clock: systemClock, ...rest, paths, lock });
  undo.move();
  return registry;
}

// Looking takes no lock and writes nothing.

/** How all stands, in outline; quick while nothing happens, however large the registry is. */
export async function readOutline(dir: string): Promise<{ outline: StatusOutline; problems: RegistryProblem[] }> {
  return (await import('./read.ts')).readOutline(dir);
}

/** The present state; an empty one where there is no registry. It says all that is true up to the first damage. */
export async function readState(dir: string): Promise<{ state: State; problems: RegistryProblem[] }> {
  return (await import('./read.ts')).readState(dir);
}

/** The events after `sinceSeq`, those that are there and those to come, each once and in order; ends with the signal. */
export async function* followEvents(
  dir: string,
  options: FollowEventsOptions,
): AsyncGenerator<RegistryEvent, void, undefined> {
  yield* (await import('./read.ts')).followEvents(dir, options);
}

/** The whole state, then the events that come after it, and the state anew when the log is not what it was; ends with the signal. */
export async function* followState(
  dir: string,
  options: FollowStateOptions,
): AsyncGenerator<StateUpdate, void, undefined> {
  yield* (await import('./follow-state.ts')).followState(dir, options);
}

/** The events of the past that match, in order. Damaged lines are left out. */
export async function* queryEvents(
  dir: string,
  query: EventQuery = {},
): AsyncGenerator<RegistryEvent, void, undefined> {
  yield* (await import('./read.ts')).queryEvents(dir, query);
}

// Requests of other processes to the owner.

/** Puts a request into the inbox, durably, and rings. Returns false when no controller is there to hear it. */
export async function submitRequest(dir: string, request: Request): Promise<boolean> {
  return (await import('./inbox.ts')).submitRequest(dir, request);
}

export async function withdrawRequest(dir: string, request: Request): Promise<void> {
  return (await import('./inbox.ts')).withdrawRequest(dir, request);
}

/** The requests that wait, oldest first. Each is deleted when the next one is asked for: leave the loop to keep it. */
export async function* takeRequests(dir: string): AsyncGenerator<Request, void, undefined> {
  yield* (await import('./inbox.ts')).takeRequests(dir);
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
