// The slot pool of a repository: reusable working directories, each a linked worktree that one attempt has at a time. A slot
// is free only when it is clean and nobody is left in it; cleaning belongs to giving back, so that taking is quick. Killed at
// any moment, the next pool finds from the records what is clean and what is not. One pool per repository at a time, which the
// controller's lock sees to; the user's own working trees, config and checked-out branch are never touched.
import { acquireSlot, type AcquiredSlot, type WantedSlot } from './acquire.ts';
import type { Altered } from '../model/alteration.ts';
import { cleanSlots, type CleanedSlots } from './clean.ts';
import { openGrounds, type Grounds, type GroundsOptions } from './grounds.ts';
import { openGuard, type Guard } from './guard.ts';
import { listSlots, type SlotEntry } from './list.ts';
import { writeRecord } from './record.ts';
import type { Restored } from './restore.ts';
import { markTaken, readRoster, restoreInRoster, unmark, type Roster } from './roster.ts';

export { findKept, putBack, type KeptFinding } from './kept.ts';
export { homeOfSlots } from './grounds.ts';
export { checkRepository, type CheckedRepository } from './preflight.ts';
export { findStaleLocks } from './stale-locks.ts';

export interface SlotPool extends AsyncDisposable {
  /** A clean slot on `base` with `branch` checked out there. @throws UserError for what a person must mend, Cancelled. */
  acquire(wanted: WantedSlot): Promise<AcquiredSlot>;
  /** Saves what is not committed, cleans, and gives the slot back; or tells why it can no longer be used. Idempotent. */
  release(slot: string): Promise<GivenBack>;
  /** Takes a held slot apart. What is in it must not be kept, so nothing is saved. */
  discard(slot: string): Promise<Omit<GivenBack, 'rescueRef'>>;
  /** Tells which slots are held; every other one that is not clean is cleaned now. */
  adopt(leased: readonly { slot: string; holder: string }[]): Promise<Pick<GivenBack, 'altered'>>;
  /** A ref of the user's is about to be moved by us: nobody in a slot has done it. */
  expectMove(ref: string, sha: string): void;
  list(options?: { withBytes?: boolean }): Promise<SlotEntry[]>;
  /** Removes free and quarantined slots, their work saved first; with `dryRun` only tells which. */
  clean(options: { dryRun: boolean }): Promise<CleanedSlots>;
}

export interface GivenBack {
  rescueRef?: string;
  quarantined?: string;
  /** What was altered in the repository's git directory while the slot was held; see `guard.ts`. */
  altered?: Altered;
}

/** Reads the records and changes nothing yet. Disposing takes the marks away and leaves the slots as they are. */
export async function openSlotPool(options: GroundsOptions): Promise<SlotPool> {
  const grounds = await openGrounds(options);
  const roster = await readRoster(grounds);
  const guard = openGuard(grounds);
  const releases = new Map<string, Promise<Restored>>();
  const giveBack = async (name: string): Promise<GivenBack> => {
    const slot = roster.get(name);
    const holder = slot?.phase === 'leased' ? slot.record.holder : undefined;
    if (slot !== undefined && (slot.phase === 'leased' || slot.phase === 'dirty')) {
      releases.set(name, restoreInRoster(grounds, roster, slot));
    }
    const restored = await releases.get(name);
    releases.delete(name);
    const altered = holder === undefined ? {} : await seeOut(grounds, guard, holder);
    if (restored?.kind === 'quarantined')
      return { ...altered, quarantined: `${restored.reason} It stands aside as ${restored.name}.` };
    return { ...altered, ...(restored?.rescueRef === undefined ? {} : { rescueRef: restored.rescueRef }) };
  };
  return {
    acquire: async (wanted) => {
      // One that is being given back is ready sooner than a new one is made, and costs no disk.
      const isAnyAtRest = [...roster.values()].some(({ phase }) => phase === 'free' || phase === 'dirty');
      if (!isAnyAtRest && releases.size > 0) await Promise.race(releases.values());
      await watched(grounds, () => guard.enter(wanted.holder));
      try {
        return await acquireSlot(grounds, roster, wanted);
      } catch (error) {
        await seeOut(grounds, guard, wanted.holder);
        throw error;
      }
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
    adopt: async (leased) => {
      await adopt(grounds, roster, leased);
      return watched(grounds, () => guard.resume(leased.map(({ holder }) => holder)));
    },
    expectMove: (ref, sha) => guard.expectMove(ref, sha),
    list: (listing = {}) => listSlots(grounds, roster, listing),
    clean: (cleaning) => cleanSlots(grounds, roster, cleaning),
    [Symbol.asyncDispose]: async () => {
      for (const slot of roster.values()) if (slot.unmark !== undefined) await unmark(grounds, slot);
    },
  };
}

function seeOut(grounds: Grounds, guard: Guard, holder: string): Promise<{ altered?: Altered }> {
  return watched(grounds, () => guard.leave(holder));
}

/** That nobody could look must not keep a slot from being given back. */
async function watched(grounds: Grounds, look: () => Promise<Altered | void>): Promise<{ altered?: Altered }> {
  try {
    const altered = await look();
    return altered === undefined ? {} : { altered };
  } catch (error) {
    grounds.report(error, 'what slots share with the user could not be looked at');
    return {};
  }
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
