// What `doctor` asks: is everything here true? Reads the whole log, the part that the snapshot makes unnecessary too, folds it,
// and compares. Changes nothing.
import { isDeepStrictEqual } from 'node:util';
import { splitLines } from '../base/jsonl.ts';
import { outlineFormatVersion, outlineStatus } from '../model/view-status.ts';
import { realDisk as disk } from './disk.ts';
import { listRequests, readRequest } from './inbox.ts';
import { loadRegistry, replayFrom } from './load.ts';
import { pathsIn, type RegistryPaths } from './paths.ts';
import { isBlocking, problemOf, type RegistryProblem } from './problems.ts';
import { isBlank } from './replay.ts';
import { isSealed } from './seal.ts';
import { listSegments, type Segment } from './segments.ts';
import { freezeState, readSnapshot, type Snapshot } from './snapshot.ts';

/** Everything that is wrong with a registry; nothing when all is well or when there is none. */
export async function examineRegistry(dir: string): Promise<RegistryProblem[]> {
  const paths = pathsIn(dir);
  const loaded = loadRegistry(paths, disk);
  return [...loaded.problems, ...examineHistory(paths), ...(await examineInbox(paths))];
}

/** The part of the log that opening does not read. */
function examineHistory(paths: RegistryPaths): RegistryProblem[] {
  const { snapshot } = readSnapshot(paths, disk);
  if (snapshot === undefined) return [];
  const segments = listSegments(paths, disk);
  const problems: RegistryProblem[] = [];
  let isWhole = true;
  for (let number = 1; number <= snapshot.position.segment; number++) {
    const segment = segments.find((candidate) => candidate.number === number);
    const end = number === snapshot.position.segment ? snapshot.position.offset : Infinity;
    const scanned = segment === undefined ? goneSegment(number) : scanSegment(segment, end);
    problems.push(...scanned.problems);
    isWhole &&= scanned.isWhole;
  }
  const isTrue = !isWhole || (hasOwnOutline(snapshot) && isSameState(paths));
  return isTrue ? problems : [...problems, differingSnapshot()];
}

interface Scanned {
  problems: RegistryProblem[];
  /** False when the log cannot be folded from its beginning. */
  isWhole: boolean;
}

function goneSegment(number: number): Scanned {
  const message = `Segment ${number} of the log is gone; the snapshot holds what came of it.`;
  return { problems: [problemOf('damaged_history', message, { file: `events-${number}` })], isWhole: false };
}

function scanSegment({ path, name }: Segment, end: number): Scanned {
  const bytes = (disk.readFile(path) ?? Buffer.alloc(0)).subarray(0, end === Infinity ? undefined : end);
  const scanned: Scanned = { problems: [], isWhole: true };
  let line = 0;
  const rest = splitLines(bytes, (_, start, lineEnd) => {
    line += 1;
    if (!isSealed(bytes, start, lineEnd)) {
      scanned.isWhole = false;
      if (!isBlank(bytes, start, lineEnd)) scanned.problems.push(damagedHistory({ file: name, line, offset: start }));
    }
    return true;
  });
  if (rest < bytes.length) {
    scanned.isWhole = false;
    scanned.problems.push(damagedHistory({ file: name, line: line + 1, offset: rest }));
  }
  return scanned;
}

function damagedHistory(place: { file: string; line: number; offset: number }): RegistryProblem {
  const where = `line ${place.line}, byte ${place.offset} of ${place.file}`;
  return problemOf(
    'damaged_history',
    `A record that the snapshot knows does not match its checksum (${where}).`,
    place,
  );
}

function differingSnapshot(): RegistryProblem {
  return problemOf('differing_snapshot', 'The log folds to another state than its snapshot.', {
    file: 'snapshot.json',
  });
}

/** One of another format is read by nobody. */
function hasOwnOutline({ outline, state }: Snapshot): boolean {
  return outline?.format !== outlineFormatVersion || isDeepStrictEqual(outline, outlineStatus(state));
}

/** fold(events) = snapshot + tail. A log of which a part is known to be lost cannot be compared. */
function isSameState(paths: RegistryPaths): boolean {
  const whole = replayFrom(undefined, paths, disk);
  const loaded = loadRegistry(paths, disk);
  if ([...whole.problems, ...loaded.problems].some(isBlocking) || whole.state.seq < loaded.state.seq) return true;
  return freezeState(whole.state) === freezeState(loaded.state);
}

async function examineInbox(paths: RegistryPaths): Promise<RegistryProblem[]> {
  const problems: RegistryProblem[] = [];
  for (const name of await listRequests(paths)) {
    const reading = await readRequest(paths, name);
    if (reading.kind !== 'bad') continue;
    problems.push(problemOf('bad_request', `A request cannot be read: ${reading.reason}`, { file: `inbox/${name}` }));
  }
  return problems;
}
