// Folds the lines of one segment into a state: the fast path of every opening. A line whose seal holds was checked when it was
// written, so nothing is parsed but JSON. Stops at the first line that cannot be true and says where; repairs nothing.
import { splitLines } from '../base/jsonl.ts';
import { messageOf } from '../base/errors.ts';
import { applyEvent } from '../model/apply.ts';
import type { RegistryEvent } from '../model/events.ts';
import type { State } from '../model/state.ts';
import type { Disk } from './disk.ts';
import { problemOf, type ProblemKind, type RegistryProblem } from './problems.ts';
import { unseal } from './seal.ts';
import type { Position, Segment } from './segments.ts';

export interface Replayed {
  /** After the last line that was folded or passed over. */
  end: Position;
  /** Why it ends there, when the segment goes on. */
  problem?: RegistryProblem;
  /** Lines of owners that had been replaced; passed over. */
  stale: number;
}

const chunkBytes = 1024 * 1024;
const space = 32;

/** Folds a segment into `state`, in place, from `from` to its end. */
export function replaySegment(state: State, segment: Segment, from: Position, disk: Disk): Replayed {
  const fd = disk.openForRead(segment.path);
  try {
    return replayFile(state, segment, from, (bytes, offset) => disk.read(fd, bytes, offset));
  } finally {
    disk.close(fd);
  }
}

function replayFile(
  state: State,
  segment: Segment,
  from: Position,
  read: (bytes: Buffer, offset: number) => number,
): Replayed {
  const bytes = Buffer.allocUnsafe(chunkBytes);
  const replayed: Replayed = { end: { ...from, segment: segment.number }, stale: 0 };
  const { end } = replayed;
  for (;;) {
    const count = read(bytes, end.offset);
    const begin = end.offset;
    splitLines(bytes.subarray(0, count), (chunk, start, lineEnd) => {
      const fault = foldLine(state, chunk, start, lineEnd, replayed);
      if (fault !== undefined) {
        replayed.problem = problemAt(fault, segment, end);
        return false;
      }
      end.offset = begin + lineEnd + 1;
      end.lines += 1;
      return true;
    });
    if (replayed.problem !== undefined || count === 0) return replayed;
    if (end.offset > begin) continue;
    replayed.problem = problemAt({ kind: 'torn_record', message: 'The last record is torn' }, segment, end);
    return replayed;
  }
}

interface Fault {
  kind: ProblemKind;
  message: string;
}

function foldLine(state: State, bytes: Buffer, start: number, end: number, replayed: Replayed): Fault | undefined {
  const event = unseal(bytes, start, end) as RegistryEvent | undefined;
  if (event === undefined) {
    if (isBlank(bytes, start, end)) return undefined;
    return { kind: 'damaged_record', message: 'The record does not match its checksum' };
  }
  if (event.epoch < state.epoch) {
    replayed.stale += 1;
    return undefined;
  }
  if (event.seq !== state.seq + 1) {
    return { kind: 'missing_record', message: `Expected event ${state.seq + 1}, got ${event.seq}` };
  }
  try {
    applyEvent(state, event);
    return undefined;
  } catch (error) {
    return { kind: 'illegal_event', message: `Event ${event.seq} cannot be true: ${messageOf(error)}` };
  }
}

/** What the repair leaves in the place of a record that it has taken out. */
export function isBlank(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] !== space) return false;
  return end > start;
}

function problemAt({ kind, message }: Fault, segment: Segment, at: Position): RegistryProblem {
  const place = { file: segment.name, line: at.lines + 1, offset: at.offset };
  return problemOf(kind, `${message} (line ${place.line}, byte ${place.offset} of ${segment.name}).`, place);
}
