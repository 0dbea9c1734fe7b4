// What the disk remembers of a slot, in a file beside it. `ready` is written only once the slot is clean, and another word
// before anybody touches it; so whatever a crash leaves behind is never taken for clean. A damaged record is no record.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { publishFile, readTextIfExists } from '../base/files.ts';

const sha = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);

const recordSchema = z.object({
  format: z.literal(1),
  /**
   * `making` and `disposable`: half there, with nothing in it that anybody has done; it may be deleted as it is.
   * `preparing`: nobody has worked in it since it was clean, so there is nothing to save.
   */
  state: z.enum(['making', 'preparing', 'ready', 'leased', 'disposable', 'quarantined']),
  /** Name of its git directory below `<common>/worktrees`. */
  git_dir: z
    .string()
    .regex(/^[A-Za-z0-9][\w.-]*$/)
    .optional(),
  uses: z.int().min(0),
  /** Milliseconds since the epoch. */
  used_at: z.number(),
  /** The commit that the slot was last brought to, and its tree. */
  base: sha.optional(),
  tree: sha.optional(),
  holder: z.string().optional(),
  /** Why it is quarantined. */
  reason: z.string().optional(),
});

export type SlotRecord = z.infer<typeof recordSchema>;

const recordBytesMax = 64 * 1024;
const suffix = '.json';

/** Names of the slots that have a record, or a folder. */
export async function listNames(home: string): Promise<string[]> {
  const names = (await readdir(home, { withFileTypes: true })).flatMap((entry) => {
    if (entry.isFile() && entry.name.endsWith(suffix)) return [entry.name.slice(0, -suffix.length)];
    return entry.isDirectory() && !entry.name.endsWith('.lock') ? [entry.name] : [];
  });
  return [...new Set(names)].filter((name) => !name.startsWith('.')).sort();
}

export async function readRecord(home: string, name: string): Promise<SlotRecord | undefined> {
  try {
    const text = await readTextIfExists(join(home, name + suffix), { bytesMax: recordBytesMax });
    return text === undefined ? undefined : recordSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export async function writeRecord(home: string, name: string, record: SlotRecord): Promise<void> {
  await publishFile(join(home, name + suffix), `${JSON.stringify(record)}\n`, { mode: 0o600 });
}

export async function removeRecord(home: string, name: string): Promise<void> {
  await rm(join(home, name + suffix), { force: true });
}
