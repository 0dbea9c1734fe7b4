// What `doctor --fix` does: keeps all that is true, moves the rest to quarantine/, and says what was lost. Every step leaves a
// registry that names what is still wrong, so a repair that is interrupted is begun again. Works under the owner's lock only.
import { open, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../base/clock.ts';
import { UserError } from '../base/errors.ts';
import { acquireKernelLock } from '../base/kernel-lock.ts';
import { realDisk as disk } from './disk.ts';
import { examineRegistry } from './examine.ts';
import { quarantineRequest } from './inbox.ts';
import { loadRegistry, type Loaded } from './load.ts';
import { makeRegistryFolders, pathsIn, type RegistryPaths } from './paths.ts';
import { describePlace, isBlocking, type RegistryProblem } from './problems.ts';
import { listSegments, rotatedSegment, startOf, type Segment } from './segments.ts';
import { freezeSnapshot, publishSnapshot } from './snapshot.ts';
import { quarantineRest, takeOver } from './take-over.ts';

/** One repair: when it began names the files that it moves. */
interface Repair {
  paths: RegistryPaths;
  at: number;
}

/** Repairs a registry. Returns what was done, one sentence each. Throws a UserError while a controller owns it. */
export async function repairRegistry(dir: string): Promise<string[]> {
  const repair: Repair = { paths: pathsIn(dir), at: systemClock.now() };
  makeRegistryFolders(repair.paths);
  await using lock = await acquireKernelLock(dir);
  if (lock === undefined) {
    throw new UserError('A controller owns the registry.', { hint: 'Stop it, then run the repair again.' });
  }
  const done: string[] = [];
  for (const problem of await examineRegistry(dir)) done.push(...(await repairPlace(repair, problem)));
  const loaded = loadRegistry(repair.paths, disk);
  const damage = loaded.problems.find(isBlocking);
  if (damage !== undefined) done.push(...(await cutLog(repair, loaded, damage)));
  done.push(await beginEpoch(repair));
  return done;
}

/** Problems that do not change where the log ends. */
async function repairPlace(repair: Repair, problem: RegistryProblem): Promise<string[]> {
  const { file } = problem.place;
  switch (problem.kind) {
    case 'damaged_snapshot':
      return [quarantineFile(repair, file)];
    case 'differing_snapshot':
      return ['snapshot.json', 'snapshot-previous.json']
        .filter((name) => disk.mark(join(repair.paths.dir, name)) !== undefined)
        .map((name) => quarantineFile(repair, name));
    case 'bad_request':
      await quarantineRequest(repair.paths, file.slice('inbox/'.length), problem.message);
      return [`${file} was moved to quarantine/.`];
    case 'damaged_history':
      return blankRecord(repair, problem);
    case 'torn_record':
      // The next owner cuts it off, which is this repair at its end.
      return [`The torn record at ${describePlace(problem.place)} was cut off and kept in quarantine/.`];
    case 'damaged_record':
    case 'missing_record':
    case 'illegal_event':
    case 'missing_segment':
    case 'shrunk_log':
    case 'stale_record':
      return [];
  }
}

function quarantineFile({ paths, at }: Repair, name: string): string {
  disk.rename(join(paths.dir, name), join(paths.quarantine, `${at}-${name}`));
  return `${name} was moved to quarantine/.`;
}

/** Overwrites a record with spaces: the places of all others stay true. The snapshot holds what came of it. */
async function blankRecord({ paths, at }: Repair, { place }: RegistryProblem): Promise<string[]> {
  const { file, offset } = place;
  if (offset === undefined) return [];
  const path = join(paths.dir, file);
  const bytes = disk.readFile(path) ?? Buffer.alloc(0);
  const lineEnd = bytes.indexOf(10, offset);
  const record = bytes.subarray(offset, lineEnd === -1 ? bytes.length : lineEnd);
  await disk.publish(join(paths.quarantine, `${at}-${file}-at-${offset}`), record);
  await using handle = await open(path, 'r+');
  await handle.write(Buffer.alloc(record.length, ' '), 0, record.length, offset);
  await handle.sync();
  return [`The damaged record at ${describePlace(place)} was moved to quarantine/; the state is not touched by it.`];
}

/** Ends the log where truth ends. What follows is moved away, the newest first, so that an interrupted cut still shows. */
async function cutLog(repair: Repair, { end, state }: Loaded, damage: RegistryProblem): Promise<string[]> {
  const { paths, at } = repair;
  const done: string[] = [];
  const segments = listSegments(paths, disk);
  for (const segment of segments.filter(({ number }) => number > end.segment).reverse()) {
    if (disk.mark(segment.path) !== undefined) done.push(quarantineFile(repair, segment.name));
  }
  const last = segments.find(({ number }) => number === end.segment);
  if (damage.kind === 'shrunk_log') {
    await goOnAfter(repair, last, end.segment);
    await publishSnapshot(paths, freezeSnapshot(state), startOf(end.segment + 1), disk);
    done.push(
      `The log goes on after event ${state.seq}, from the state of the snapshot; what stood before it is lost.`,
    );
  } else if (last !== undefined) {
    const lost = (disk.mark(last.path)?.size ?? end.offset) - end.offset;
    if (lost > 0) {
      await quarantineRest(paths, last.name, end.offset, at, disk);
      await truncate(last.path, end.offset);
    }
    done.push(`${lost} bytes after event ${state.seq} were moved to quarantine/ (${describePlace(damage.place)}).`);
  }
  await disk.syncFolder(paths.dir);
  return done;
}

/** Lets the next segment have the number after `number`, whatever is left of the log. */
async function goOnAfter({ paths }: Repair, last: Segment | undefined, number: number): Promise<void> {
  const rotated = rotatedSegment(paths, number).path;
  if (last?.path === paths.events && disk.mark(paths.events) !== undefined) disk.rename(paths.events, rotated);
  else if (disk.mark(rotated) === undefined) await disk.publish(rotated, Buffer.alloc(0));
}

/** Claims an epoch, so that whoever wrote the damage cannot go on, and takes a snapshot of what was kept. */
async function beginEpoch({ paths }: Repair): Promise<string> {
  await using registry = await takeOver({ paths, disk, clock: systemClock });
  await registry.snapshot();
  return `The registry goes on with event ${registry.state.seq + 1} in epoch ${registry.epoch}.`;
}
