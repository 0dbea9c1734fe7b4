// Reading without owning: the present state, the events as they come, the events of the past. Takes no lock, writes nothing,
// and loads no schema, because a status line should not take longer than the process that shows it.
import { setImmediate } from 'node:timers/promises';
import { followFile, readLines } from '../base/jsonl.ts';
import type { EventType, RegistryEvent } from '../model/events.ts';
import type { State } from '../model/state.ts';
import { outlineStatus, type StatusOutline } from '../model/view-status.ts';
import { realDisk } from './disk.ts';
import { keptOutline } from './kept-outline.ts';
import { loadRegistry, type Loaded } from './load.ts';
import { pathsIn, type RegistryPaths } from './paths.ts';
import { isBlocking, type RegistryProblem } from './problems.ts';
import { readHead, readRecord, type RecordHead } from './record.ts';
import { listSegments, type Segment } from './segments.ts';

export interface FollowEventsOptions {
  /** The last event that the caller knows. */
  sinceSeq?: number;
  signal: AbortSignal;
  pollMs?: number;
}

export interface EventQuery {
  spec?: string;
  task?: string;
  types?: readonly EventType[];
  /** Events after this one. */
  sinceSeq?: number;
  /** Milliseconds since the epoch, both inclusive. */
  sinceAt?: number;
  untilAt?: number;
  /** At most so many, the oldest first. */
  limit?: number;
}

/** How often a state is read again that looks damaged: an owner may have rotated the log in between. */
const readingsMax = 3;

/** The present state; an empty one where there is no registry. It says all that is true up to the first damage. */
export async function readState(dir: string): Promise<{ state: State; problems: RegistryProblem[] }> {
  const { state, problems } = await loadSettled(pathsIn(dir));
  return { state, problems };
}

/** The same with the place where the log ends. */
export async function loadSettled(paths: RegistryPaths): Promise<Loaded> {
  for (let reading = 1; ; reading++) {
    const loaded = loadRegistry(paths, realDisk);
    if (reading === readingsMax || !loaded.problems.some(isBlocking)) return loaded;
    await setImmediate();
  }
}

/** How all stands, in outline; an empty one where there is no registry. */
export async function readOutline(dir: string): Promise<{ outline: StatusOutline; problems: RegistryProblem[] }> {
  const kept = keptOutline(dir);
  if (kept !== undefined) return { outline: kept, problems: [] };
  const { state, problems } = await readState(dir);
  return { outline: outlineStatus(state), problems };
}

/** The events after `sinceSeq`, those that are there and those to come, each once and in order; ends with the signal. */
export async function* followEvents(
  dir: string,
  options: FollowEventsOptions,
): AsyncGenerator<RegistryEvent, void, undefined> {
  const { sinceSeq = 0, signal, pollMs } = options;
  const paths = pathsIn(dir);
  const cursor: Cursor = { seq: sinceSeq, epoch: 0 };
  yield* storedEvents(paths, cursor);
  const lines = followFile(paths.events, { signal, ...(pollMs === undefined ? {} : { pollMs }) });
  for await (const { line } of lines) {
    const head = readHead(line);
    if (head === undefined) continue;
    // A whole segment went by.
    if (head.seq > cursor.seq + 1) yield* storedEvents(paths, cursor);
    const event = takeRecord(cursor, head, line);
    if (event !== undefined) yield event;
    if (signal.aborted) return;
  }
}

/** The events of the past that match, in order. Damaged lines are left out. */
export async function* queryEvents(
  dir: string,
  query: EventQuery = {},
): AsyncGenerator<RegistryEvent, void, undefined> {
  const { limit = Infinity, sinceSeq = 0 } = query;
  const cursor: Cursor = { seq: sinceSeq, epoch: 0 };
  let count = 0;
  if (limit <= 0) return;
  for await (const event of storedEvents(pathsIn(dir), cursor, (head, line) => matches(query, head, line))) {
    if (!isAbout(query, event)) continue;
    yield event;
    count += 1;
    if (count >= limit) return;
  }
}

function matches({ spec, task, types, sinceAt = 0, untilAt = Infinity }: EventQuery, head: RecordHead, line: string) {
  if (head.at < sinceAt || head.at > untilAt) return false;
  if (types !== undefined && !(types as readonly string[]).includes(head.type)) return false;
  // Ids have no character that JSON escapes, so a line that does not hold the text does not hold the field.
  return (
    (spec === undefined || line.includes(`"spec_id":"${spec}"`)) &&
    (task === undefined || line.includes(`"task_id":"${task}"`))
  );
}

function isAbout({ spec, task }: EventQuery, event: RegistryEvent): boolean {
  return (spec === undefined || event.spec_id === spec) && (task === undefined || event.task_id === task);
}

/** How far a reader has come. */
interface Cursor {
  seq: number;
  epoch: number;
}

/** All that is in the files after the cursor. */
async function* storedEvents(
  paths: RegistryPaths,
  cursor: Cursor,
  isWanted: (head: RecordHead, line: string) => boolean = () => true,
): AsyncGenerator<RegistryEvent, void, undefined> {
  for (let segments = await neededSegments(paths, cursor.seq); ;) {
    const newer: Segment[] | undefined = yield* eventsOf(paths, segments, cursor, isWanted);
    if (newer === undefined) return;
    segments = newer;
  }
}

/** Returns the segments to go on with when the log was rotated under the reader. */
async function* eventsOf(
  paths: RegistryPaths,
  segments: Segment[],
  cursor: Cursor,
  isWanted: (head: RecordHead, line: string) => boolean,
): AsyncGenerator<RegistryEvent, Segment[] | undefined, undefined> {
  for (const segment of segments) {
    if (realDisk.mark(segment.path) === undefined) continue;
    for await (const { line } of readLines(segment.path)) {
      const head = readHead(line);
      if (head === undefined) continue;
      if (head.seq > cursor.seq + 1) {
        const newer = await neededSegments(paths, cursor.seq);
        if (newer.at(-1)?.number !== segments.at(-1)?.number) return newer;
      }
      if (isWanted(head, line)) {
        const event = takeRecord(cursor, head, line);
        if (event !== undefined) yield event;
      } else {
        passOver(cursor, head, line);
      }
    }
  }
  return undefined;
}

/** Segments that may hold events after `seq`. */
async function neededSegments(paths: RegistryPaths, seq: number): Promise<Segment[]> {
  const segments = listSegments(paths, realDisk);
  let first = segments.length - 1;
  while (first > 0 && ((await firstSeq(segments[first])) ?? Infinity) > seq + 1) first -= 1;
  return segments.slice(first);
}

async function firstSeq(segment: Segment | undefined): Promise<number | undefined> {
  if (segment === undefined || realDisk.mark(segment.path) === undefined) return undefined;
  for await (const { line } of readLines(segment.path)) {
    const head = readHead(line);
    if (head !== undefined) return head.seq;
  }
  return undefined;
}

/** The event of a line, unless it is known, damaged, or written by an owner that had been replaced. */
function takeRecord(cursor: Cursor, head: RecordHead, line: string): RegistryEvent | undefined {
  if (head.epoch < cursor.epoch || (head.seq <= cursor.seq && head.epoch === cursor.epoch)) return undefined;
  const event = readRecord(line);
  if (event === undefined) return undefined;
  cursor.epoch = event.epoch;
  if (event.seq <= cursor.seq) return undefined;
  cursor.seq = event.seq;
  return event;
}

/** The same for a line that nobody asked for: only a new epoch is worth checking its seal. */
function passOver(cursor: Cursor, head: RecordHead, line: string): void {
  if (head.epoch < cursor.epoch) return;
  if (head.epoch > cursor.epoch || head.seq > cursor.seq + 1) takeRecord(cursor, head, line);
  else cursor.seq = Math.max(cursor.seq, head.seq);
}
