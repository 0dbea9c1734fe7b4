// The slots as people want to see them. Reads files only; a pool that belongs to another process may be looked at too.
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gitDirOf, type Grounds, type Slot, type SlotPhase } from './grounds.ts';
import type { Roster } from './roster.ts';

export interface SlotEntry {
  slot: string;
  path: string;
  state: SlotPhase;
  /** Full name of the branch, or the commit when detached. */
  head?: string;
  uses: number;
  holder?: string;
  /** Why it is quarantined. */
  reason?: string;
  /** Of all its files, when asked for. */
  bytes?: number;
}

export async function listSlots(
  grounds: Grounds,
  roster: Roster,
  { withBytes = false }: { withBytes?: boolean },
): Promise<SlotEntry[]> {
  const slots = [...roster.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  return Promise.all(slots.map((slot) => describe(grounds, slot, withBytes)));
}

async function describe(grounds: Grounds, slot: Slot, withBytes: boolean): Promise<SlotEntry> {
  const { name, path, phase, record } = slot;
  const head = await headOf(grounds, slot);
  return {
    ...{ slot: name, path, state: phase, uses: record.uses },
    ...(head === undefined ? {} : { head }),
    ...(record.holder === undefined ? {} : { holder: record.holder }),
    ...(record.reason === undefined ? {} : { reason: record.reason }),
    ...(withBytes ? { bytes: await bytesBelow(path) } : {}),
  };
}

async function headOf(grounds: Grounds, slot: Slot): Promise<string | undefined> {
  if (slot.record.git_dir === undefined) return slot.record.base;
  const head = await readFile(join(gitDirOf(grounds, slot), 'HEAD'), 'utf8').catch(() => undefined);
  return head?.trim().replace(/^ref: /, '');
}

/** Links count as themselves; what vanishes meanwhile counts nothing. */
async function bytesBelow(path: string): Promise<number> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return 0;
  if (!found.isDirectory()) return found.size;
  let bytes = 0;
  for (const name of await readdir(path).catch(() => [])) bytes += await bytesBelow(join(path, name));
  return bytes;
}
