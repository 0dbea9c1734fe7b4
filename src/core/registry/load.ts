// From the files to the state: the newest whole snapshot, then every event after it. Writes nothing: what is torn or damaged
// is reported, with the last place up to which all is true.
import { emptyState, type State } from '../model/state.ts';
import type { Disk } from './disk.ts';
import { readEpoch } from './ownership.ts';
import type { RegistryPaths } from './paths.ts';
import { problemOf, type RegistryProblem } from './problems.ts';
import { recordBytesMax } from './record.ts';
import { replaySegment } from './replay.ts';
import { listSegments, type Position, type Segment, startOf } from './segments.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';

export interface Loaded {
  state: State;
  /** The end of what is true. */
  end: Position;
  /** The highest epoch that any owner has claimed. */
  epoch: number;
  /** What the snapshot knew already. */
  snapshotSeq: number;
  problems: RegistryProblem[];
}

/** Loads a registry; an empty one when there is nothing. Throws a UserError when a newer version has written it. */
export function loadRegistry(paths: RegistryPaths, disk: Disk): Loaded {
  const claimed = readEpoch(paths, disk);
  const { snapshot, problems } = readSnapshot(paths, disk);
  const loaded = replayFrom(snapshot, paths, disk);
  return { ...loaded, epoch: Math.max(claimed, loaded.state.epoch), problems: [...problems, ...loaded.problems] };
}

/** Folds the log from a snapshot, or from its beginning, up to its end or to the first thing that cannot be true. */
export function replayFrom(snapshot: Snapshot | undefined, paths: RegistryPaths, disk: Disk): Omit<Loaded, 'epoch'> {
  const state = snapshot?.state ?? emptyState();
  const problems: RegistryProblem[] = [];
  const loaded = { state, end: snapshot?.position ?? startOf(1), snapshotSeq: state.seq, problems };
  const segments = listSegments(paths, disk);
  const current = segments.at(-1)?.number ?? 1;
  if (isShrunk(loaded.end, segments, disk)) {
    const message = `The log ends before event ${state.seq}, which its snapshot knows.`;
    problems.push(problemOf('shrunk_log', message, { file: 'events.jsonl' }));
    return loaded;
  }
  for (let number = loaded.end.segment; number <= current; number++) {
    const segment = segments.find((candidate) => candidate.number === number);
    if (segment === undefined) {
      problems.push(
        problemOf('missing_segment', `Segment ${number} of the log is gone.`, { file: `events-${number}` }),
      );
      return loaded;
    }
    if (number !== loaded.end.segment) loaded.end = startOf(number);
    if (disk.mark(segment.path) === undefined) return loaded;
    const replayed = replaySegment(state, segment, loaded.end, disk);
    loaded.end = replayed.end;
    if (replayed.stale > 0) problems.push(staleProblem(replayed.stale, segment));
    if (replayed.problem !== undefined) {
      const isTorn = number === current && isTornRecord(segment, loaded.end.offset, disk);
      problems.push(isTorn ? asTorn(replayed.problem) : asDamaged(replayed.problem));
      return loaded;
    }
  }
  return loaded;
}

function isShrunk(end: Position, segments: Segment[], disk: Disk): boolean {
  if (end.offset === 0) return false;
  const segment = segments.find(({ number }) => number === end.segment);
  const size = segment === undefined ? undefined : disk.mark(segment.path)?.size;
  return size === undefined ? segment !== undefined || end.segment > segments.length : size < end.offset;
}

function staleProblem(count: number, { name }: Segment): RegistryProblem {
  const records = count === 1 ? '1 record comes' : `${count} records come`;
  return problemOf('stale_record', `${records} from an owner that had been replaced.`, { file: name });
}

/** Nothing may follow a torn record: it is what a write left that was interrupted, or that a power cut undid in part. */
function isTornRecord({ path }: Segment, offset: number, disk: Disk): boolean {
  const fd = disk.openForRead(path);
  try {
    const rest = Buffer.alloc(recordBytesMax + 1);
    const count = disk.read(fd, rest, offset);
    // Inside of a record these bytes are always escaped: they begin the next one.
    return count <= recordBytesMax && rest.subarray(0, count).indexOf('{"seq":', 1) === -1;
  } finally {
    disk.close(fd);
  }
}

function asTorn(problem: RegistryProblem): RegistryProblem {
  if (problem.kind !== 'damaged_record' && problem.kind !== 'torn_record') return problem;
  return problemOf('torn_record', problem.message, problem.place);
}

function asDamaged(problem: RegistryProblem): RegistryProblem {
  return problem.kind === 'torn_record' ? problemOf('damaged_record', problem.message, problem.place) : problem;
}
