// Follows a registry for as long as somebody looks: the whole state once, then the events that come after it. Whenever what was
// told is no longer what stands there (the log was repaired, the registry was removed or made anew), the state is told anew.
// Takes no lock and writes nothing; while nothing happens it sleeps.
import { messageOf } from '../base/errors.ts';
import { watchFolder, type FolderAlarm } from '../base/folder-alarm.ts';
import { splitLines } from '../base/jsonl.ts';
import type { RegistryEvent } from '../model/events.ts';
import { emptyState, type State } from '../model/state.ts';
import { realDisk as disk, type Disk } from './disk.ts';
import { pathsIn, type RegistryPaths } from './paths.ts';
import { describeDamage } from './problems.ts';
import { loadSettled } from './read.ts';
import { isBlank } from './replay.ts';
import { unseal } from './seal.ts';
import { listSegments, startOf, type Position, type Segment } from './segments.ts';

export type StateUpdate =
  /** Belongs to the receiver, who folds the events that follow into it. `damage` says from where on nothing is true. */
  { kind: 'anew'; state: State; damage: string | undefined } | { kind: 'events'; events: RegistryEvent[] };

export interface FollowStateOptions {
  signal: AbortSignal;
  /** The longest that news stay unseen where the system does not report changes. */
  pollMs?: number;
  /** At most so many in one update. */
  eventsMax?: number;
}

const chunkBytes = 1024 * 1024;
const tailBytesMax = 64;
/** Nobody reports the coming of a folder that is not there. */
const absentPollMs = 500;
/** How often a segment is looked for again that is just being rotated. */
const looksMax = 3;

/** Ends with the signal; begins with an empty state where there is no registry yet. */
export async function* followState(
  dir: string,
  { signal, pollMs = 2000, eventsMax = 500 }: FollowStateOptions,
): AsyncGenerator<StateUpdate, void, undefined> {
  const paths = pathsIn(dir);
  using alarm = watchFolder(dir, signal);
  while (!signal.aborted) {
    const mark = markOf(paths);
    const { state, damage, cursor } = await readAnew(paths);
    yield { kind: 'anew', state, damage };
    const { seq } = cursor;
    if (damage === undefined) yield* eventsAfter(cursor, { paths, alarm, signal, pollMs, eventsMax });
    // Where nothing was learnt since, the same bytes would give the same answer.
    while (!signal.aborted && cursor.seq === seq && markOf(paths) === mark) await alarm.changed(pollMs);
  }
}

/** How far a reader has come. */
interface Cursor {
  position: Position;
  /** The file that holds the position; undefined while it is not there. */
  ino: number | undefined;
  /** The bytes before the position: as long as they stand there, so does all that was told. */
  tail: Buffer;
  seq: number;
  epoch: number;
}

async function readAnew(paths: RegistryPaths): Promise<{ state: State; damage: string | undefined; cursor: Cursor }> {
  try {
    const { state, end, problems } = await loadSettled(paths);
    const { seq, epoch } = state;
    const segment = segmentAt(paths, end.segment);
    const ino = segment === undefined ? undefined : disk.mark(segment.path)?.ino;
    const tail = segment === undefined || ino === undefined ? Buffer.alloc(0) : readTail(segment, end.offset);
    return { state, damage: describeDamage(problems), cursor: { position: { ...end }, ino, tail, seq, epoch } };
  } catch (error) {
    const cursor = { position: startOf(1), ino: undefined, tail: Buffer.alloc(0), seq: 0, epoch: 0 };
    return { state: emptyState(), damage: messageOf(error), cursor };
  }
}

interface Following extends Required<FollowStateOptions> {
  paths: RegistryPaths;
  alarm: FolderAlarm;
}

/** Returns when what was told does not stand there any more. */
async function* eventsAfter(cursor: Cursor, following: Following): AsyncGenerator<StateUpdate, void, undefined> {
  const { paths, alarm, signal, pollMs, eventsMax } = following;
  let looks = 0;
  while (!signal.aborted) {
    const segments = listSegments(paths, disk);
    const last = segments.at(-1)?.number ?? 1;
    const news = last < cursor.position.segment ? 'gone' : readNews(cursor, segments, eventsMax);
    if (news === 'gone') {
      looks += 1;
      const isRotating = listSegments(paths, disk).length !== segments.length;
      if (isRotating && looks < looksMax) continue;
      return;
    }
    looks = 0;
    if (news !== 'nothing') {
      if (news.length > 0) yield { kind: 'events', events: news };
    } else if (cursor.position.segment < last) {
      Object.assign(cursor, { position: startOf(cursor.position.segment + 1), ino: undefined, tail: Buffer.alloc(0) });
    } else {
      await alarm.changed(cursor.ino === undefined ? Math.min(pollMs, absentPollMs) : pollMs);
    }
  }
}

type News = RegistryEvent[] | 'nothing' | 'gone';

/** The events of one chunk, the cursor behind them; `gone` when the log is another than the one that was read so far. */
function readNews(cursor: Cursor, segments: readonly Segment[], eventsMax: number): News {
  const { position, tail } = cursor;
  const segment = segments.find(({ number }) => number === position.segment);
  const mark = segment === undefined ? undefined : disk.mark(segment.path);
  if (segment === undefined || mark === undefined) return cursor.ino === undefined ? 'nothing' : 'gone';
  cursor.ino ??= mark.ino;
  if (cursor.ino !== mark.ino || mark.size < position.offset) return 'gone';
  if (mark.size === position.offset) return 'nothing';
  const length = Math.min(chunkBytes, mark.size - position.offset + tail.length);
  const bytes = readBytes(segment, position.offset - tail.length, length);
  return bytes.subarray(0, tail.length).equals(tail) ? takeEvents(cursor, bytes, eventsMax) : 'gone';
}

function takeEvents(cursor: Cursor, bytes: Buffer, eventsMax: number): News {
  const events: RegistryEvent[] = [];
  const begin = cursor.tail.length;
  let isTrue = true;
  const rest = splitLines(bytes.subarray(begin), (chunk, start, end) => {
    if (events.length === eventsMax) return false;
    const event = unseal(chunk, start, end) as RegistryEvent | undefined;
    if (event === undefined) return (isTrue = isBlank(chunk, start, end));
    // What an owner wrote after it was replaced.
    if (event.epoch < cursor.epoch) return true;
    if (event.seq !== cursor.seq + 1) return (isTrue = false);
    cursor.seq = event.seq;
    cursor.epoch = event.epoch;
    events.push(event);
    return true;
  });
  if (rest === 0) return isTrue ? 'nothing' : 'gone';
  const until = begin + rest;
  cursor.position = { ...cursor.position, offset: cursor.position.offset + rest };
  cursor.tail = Buffer.from(bytes.subarray(Math.max(0, until - tailBytesMax), until));
  return events;
}

/** Changes with everything that an owner, a repair or a person does to the log. */
function markOf(paths: RegistryPaths): string {
  const last = listSegments(paths, disk).at(-1);
  return [last?.path ?? '', paths.snapshot, paths.owner]
    .map((path) => markIfPossible(path))
    .map((mark) => (mark === undefined ? '-' : `${mark.ino}:${mark.size}`))
    .concat(String(last?.number))
    .join(' ');
}

function markIfPossible(path: string): ReturnType<Disk['mark']> {
  try {
    return disk.mark(path);
  } catch {
    return undefined;
  }
}

function segmentAt(paths: RegistryPaths, number: number): Segment | undefined {
  return listSegments(paths, disk).find((segment) => segment.number === number);
}

function readTail(segment: Segment, offset: number): Buffer {
  const length = Math.min(tailBytesMax, offset);
  return readBytes(segment, offset - length, length);
}

function readBytes({ path }: Segment, offset: number, length: number): Buffer {
  const fd = disk.openForRead(path);
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, disk.read(fd, bytes, offset));
  } finally {
    disk.close(fd);
  }
}
