// The projection at one seq, as a file of two sealed lines: the place in the log where the next event stands, with an outline
// for who wants no more, and the state. It only saves time: the log alone gives the same. The one before is kept, for the day
// on which the newest does not match its checksums.
import { basename } from 'node:path';
import { fromSnapshot, toSnapshot, type State } from '../model/state.ts';
import { outlineStatus, type StatusOutline } from '../model/view-status.ts';
import type { Disk } from './disk.ts';
import { formatVersion, throwIfNewer, trimLf } from './ownership.ts';
import type { RegistryPaths } from './paths.ts';
import { problemOf, type RegistryProblem } from './problems.ts';
import type { ReadingDisk } from './reading-disk.ts';
import { sealText, unseal } from './seal.ts';
import type { Position } from './segments.ts';

export interface Snapshot {
  state: State;
  /** Where the events begin that it does not know. */
  position: Position;
  /** Missing in format 1. */
  outline: StatusOutline | undefined;
}

/** The first line of a snapshot. */
export interface SnapshotHead {
  format: number;
  position: Position;
  /** In format 1, which has one line, the state stands in its place. */
  outline?: StatusOutline;
  state?: unknown;
}

/** What goes into a snapshot, as text. */
export interface FrozenSnapshot {
  outline: string;
  state: string;
}

/** A longer one is read with the whole file. */
const headBytesMax = 256 * 1024;
const lf = 10;

/** Taken at once: the state itself goes on changing while the snapshot waits for the disk. */
export function freezeSnapshot(state: State): FrozenSnapshot {
  return { outline: asciiJson(outlineStatus(state)), state: freezeState(state) };
}

/** The state as text; equal states give equal texts. */
export function freezeState(state: State): string {
  return asciiJson(toSnapshot(state));
}

/** In ASCII, because whoever opens the registry reads it: one byte a character is decoded and parsed in half the time. */
function asciiJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Publishes a snapshot, durably. Whatever fails, one whole snapshot or the log remains. */
export async function publishSnapshot(
  paths: RegistryPaths,
  { outline, state }: FrozenSnapshot,
  position: Position,
  disk: Disk,
): Promise<void> {
  const place = `"format":${formatVersion},"position":${JSON.stringify(position)}`;
  const lines = [sealText(`{${place},"outline":${outline}}`), sealText(`{"state":${state}}`)];
  if (disk.mark(paths.snapshot) !== undefined) disk.rename(paths.snapshot, paths.previousSnapshot);
  await disk.publish(paths.snapshot, Buffer.from(`${lines.join('\n')}\n`));
}

/** The newest snapshot that is whole, if there is one, and what is wrong with a newer one. */
export function readSnapshot(
  paths: RegistryPaths,
  disk: ReadingDisk,
): { snapshot?: Snapshot; problems: RegistryProblem[] } {
  const problems: RegistryProblem[] = [];
  for (const path of [paths.snapshot, paths.previousSnapshot]) {
    const bytes = disk.readFile(path);
    if (bytes === undefined) continue;
    const snapshot = parseSnapshot(trimLf(bytes), path);
    if (snapshot !== undefined) return { snapshot, problems };
    const name = basename(path);
    problems.push(problemOf('damaged_snapshot', `${name} does not match its checksum.`, { file: name }));
  }
  return { problems };
}

/** The first line of the newest snapshot; undefined when it is not there, not whole, or longer than any that is read alone. */
export function readSnapshotHead(paths: RegistryPaths, disk: ReadingDisk): SnapshotHead | undefined {
  const bytes = disk.readFile(paths.snapshot, headBytesMax);
  const end = bytes?.indexOf(lf) ?? -1;
  return bytes === undefined || end === -1 ? undefined : parseHead(bytes.subarray(0, end), paths.snapshot);
}

function parseSnapshot(bytes: Buffer, path: string): Snapshot | undefined {
  const end = bytes.indexOf(lf);
  const head = parseHead(end === -1 ? bytes : bytes.subarray(0, end), path);
  if (head === undefined) return undefined;
  const body = head.state === undefined ? unsealState(bytes, end) : head;
  if (body === undefined) return undefined;
  return { state: fromSnapshot(body.state), position: head.position, outline: head.outline };
}

function unsealState(bytes: Buffer, headEnd: number): { state: unknown } | undefined {
  return headEnd === -1 ? undefined : (unseal(bytes, headEnd + 1) as { state: unknown } | undefined);
}

/** Throws a UserError when a newer version has written it. */
function parseHead(line: Buffer, path: string): SnapshotHead | undefined {
  const head = unseal(line) as SnapshotHead | undefined;
  if (head !== undefined) throwIfNewer(head.format, path);
  return head;
}
