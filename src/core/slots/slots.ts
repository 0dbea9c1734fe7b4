// The slot pool of a repository: reusable working directories, each a linked worktree that one attempt has at a time. A slot
// is free only when it is clean and nobody is left in it; cleaning belongs to giving back, so that taking is quick. Killed at
// any moment, the next pool finds from the records what is clean and what is not. One pool per repository at a time, which the
// controller's lock sees to; the user's own working trees, config and checked-out branch are never touched.
import { acquireSlot, type AcquiredSlot, type WantedSlot } from './acquire.ts';
import { cleanSlots, type CleanedSlots } from './clean.ts';
import { openGrounds, type Grounds, type GroundsOptions } from './grounds.ts';
import { listSlots, type SlotEntry } from './list.ts';
import { writeRecord } from './record.ts';
import type { Restored } from './restore.ts';
import { markTaken, readRoster, restoreInRoster, unmark, type Roster } from './roster.ts';

export { checkRepository, type CheckedRepository } from './preflight.ts';

export interface SlotPool extends AsyncDisposable {
  /** A clean slot on `base` with `branch` checked out there. @throws UserError for what a person must mend, Cancelled. */
  acquire(wanted: WantedSlot): Promise<AcquiredSlot>;
  /** Saves what is not committed, cleans, and gives the slot back; or tells why it can no longer be used. Idempotent. */
  release(slot: string): Promise<{ rescueRef?: string; quarantined?: string }>;
  /** Takes a held slot apart. What is in it must not be kept, so nothing is saved. */
  discard(slot: string): Promise<{ quarantined?: string }>;
  /** Tells which slots are held; every other one that is not clean is cleaned now. */
  adopt(leased: readonly { slot: string; holder: string }[]): Promise<void>;
  list(options?: { withBytes?: boolean }): Promise<SlotEntry[]>;
  /** Removes free and quarantined slots, their work saved first; with `dryRun` only tells which. */
  clean(options: { dryRun: boolean }): Promise<CleanedSlots>;
}

/** Reads the records and changes nothing yet. Disposing takes the marks away and leaves the slots as they are. */
export async function openSlotPool(options: GroundsOptions): Promise<SlotPool> {
  const grounds = await openGrounds(options);
  const roster = await readRoster(grounds);
  const releases = new Map<string, Promise<Restored>>();
  const giveBack = async (name: string): Promise<{ rescueRef?: string; quarantined?: string }> => {
    const slot = roster.get(name);
    if (slot !== undefined && (slot.phase === 'leased' || slot.phase === 'dirty')) {
      releases.set(name, restoreInRoster(grounds, roster, slot));
    }
    const restored = await releases.get(name);
    releases.delete(name);
    if (restored?.kind === 'quarantined')
      return { quarantined: `${restored.reason} It stands aside as ${restored.name}.` };
    return restored?.rescueRef === undefined ? {} : { rescueRef: restored.rescueRef };
  };
  return {
    acquire: async (wanted) => {
      // One that is being given back is ready sooner than a new one is made, and costs no disk.
      const isAnyAtRest = [...roster.values()].some(({ phase }) => phase === 'free' || phase === 'dirty');
      if (!isAnyAtRest && releases.size > 0) await Promise.race(releases.values());
      return acquireSlot(grounds, roster, wanted);
    },
    release: (name) => giveBack(name),
    discard: async (name) => {
      const slot = roster.get(name);
      if (slot?.phase === 'leased') {
        slot.record = { ...slot.record, state: 'disposable' };
        await writeRecord(grounds.home, name, slot.record);
      }
      return giveBack(name);
    },
    adopt: (leased) => adopt(grounds, roster, leased),
    list: (listing = {}) => listSlots(grounds, roster, listing),
    clean: (cleaning) => cleanSlots(grounds, roster, cleaning),
    [Symbol.asyncDispose]: async () => {
      for (const slot of roster.values()) if (slot.unmark !== undefined) await unmark(grounds, slot);
    },
  };
}

async function adopt(
  grounds: Grounds,
  roster: Roster,
  leased: readonly { slot: string; holder: string }[],
): Promise<void> {
  const holders = new Map(leased.map(({ slot, holder }) => [slot, holder]));
  for (const slot of [...roster.values()]) {
    const holder = holders.get(slot.name);
    if (holder !== undefined && slot.phase !== 'quarantined') {
      slot.phase = 'leased';
      slot.record = { ...slot.record, holder };
      await markTaken(grounds, slot);
    } else if (slot.phase === 'leased' || slot.phase === 'dirty') {
      await restoreInRoster(grounds, roster, slot);
    }
  }
}
