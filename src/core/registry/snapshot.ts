// The projection at one seq, as a sealed file, with the place in the log where the next event stands. It only saves time:
// the log alone gives the same state. The one before is kept, for the day on which the newest does not match its checksum.
import { basename } from 'node:path';
import { fromSnapshot, toSnapshot, type State } from '../model/state.ts';
import type { Disk } from './disk.ts';
import { formatVersion, throwIfNewer, trimLf } from './ownership.ts';
import type { RegistryPaths } from './paths.ts';
import { problemOf, type RegistryProblem } from './problems.ts';
import { sealText, unseal } from './seal.ts';
import type { Position } from './segments.ts';

export interface Snapshot {
  state: State;
  /** Where the events begin that it does not know. */
  position: Position;
}

/** The state as text, taken at once: the state itself goes on changing while the snapshot waits for the disk. */
export function freezeState(state: State): string {
  const text = JSON.stringify(toSnapshot(state));
  // In ASCII, because whoever opens the registry reads it: one byte a character is decoded and parsed in half the time.
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Publishes a frozen state, durably. Whatever fails, one whole snapshot or the log remains. */
export async function publishSnapshot(
  paths: RegistryPaths,
  frozen: string,
  position: Position,
  disk: Disk,
): Promise<void> {
  const text = sealText(`{"format":${formatVersion},"position":${JSON.stringify(position)},"state":${frozen}}`);
  if (disk.mark(paths.snapshot) !== undefined) disk.rename(paths.snapshot, paths.previousSnapshot);
  await disk.publish(paths.snapshot, Buffer.from(`${text}\n`));
}

/** The newest snapshot that is whole, if there is one, and what is wrong with a newer one. */
export function readSnapshot(paths: RegistryPaths, disk: Disk): { snapshot?: Snapshot; problems: RegistryProblem[] } {
  const problems: RegistryProblem[] = [];
  for (const path of [paths.snapshot, paths.previousSnapshot]) {
    const bytes = disk.readFile(path);
    if (bytes === undefined) continue;
    const file = unseal(trimLf(bytes)) as { format: number; position: Position; state: unknown } | undefined;
    if (file === undefined) {
      const name = basename(path);
      problems.push(problemOf('damaged_snapshot', `${name} does not match its checksum.`, { file: name }));
      continue;
    }
    throwIfNewer(file.format, path);
    return { snapshot: { state: fromSnapshot(file.state), position: file.position }, problems };
  }
  return { problems };
}
