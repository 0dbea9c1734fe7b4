// The log as a row of numbered segments: `events-000001.jsonl` and so on, and last `events.jsonl`, whose number is the next
// one. A segment keeps its number when it is rotated, so a position in the log stays true.
import { basename, join } from 'node:path';
import type { RegistryPaths } from './paths.ts';
import type { ReadingDisk } from './reading-disk.ts';

/** A place in the log: `lines` complete lines and `offset` bytes stand before it in its segment. */
export interface Position {
  segment: number;
  offset: number;
  lines: number;
}

export interface Segment {
  number: number;
  path: string;
  name: string;
}

/** Before the first line of a segment. */
export function startOf(segment: number): Position {
  return { segment, offset: 0, lines: 0 };
}

/** All segments in order; the last one is `events.jsonl`, whether or not it is there yet. */
export function listSegments(paths: RegistryPaths, disk: ReadingDisk): Segment[] {
  const rotated = disk
    .list(paths.dir)
    .map((name) => /^events-(\d{6})\.jsonl$/.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
  const current = { number: (rotated.at(-1) ?? 0) + 1, path: paths.events, name: basename(paths.events) };
  return [...rotated.map((number) => rotatedSegment(paths, number)), current];
}

export function rotatedSegment(paths: RegistryPaths, number: number): Segment {
  const name = `events-${String(number).padStart(6, '0')}.jsonl`;
  return { number, path: join(paths.dir, name), name };
}
