// How a slot comes into somebody's hands: the one that is preferred or has rested longest, brought to the commit; or a new one.
// What is wrong with a slot costs that slot, and the next is tried; what is wrong with the wish, or called off, is thrown.
import { throwIfAborted } from '../base/abort.ts';
import { Cancelled, UserError } from '../base/errors.ts';
import { assertBranchName } from '../base/git-verbs.ts';
import type { SlotPlace } from '../model/spirit.ts';
import { setUp } from './commands.ts';
import { dismantle } from './dismantle.ts';
import { gitDirOf, portsOf, type Grounds, type Slot } from './grounds.ts';
import { copyIncluded } from './include.ts';
import { clearOut } from './occupants.ts';
import { checkOutBranch, makeSlot, refreshSlot, type Target } from './prepare.ts';
import { writeRecord, type SlotRecord } from './record.ts';
import { addSlot, distrustOthers, markTaken, restoreInRoster, takeSlot, unmark, type Roster } from './roster.ts';

export interface WantedSlot {
  /** Names a commit. */
  base: string;
  /** Undefined for a detached slot. */
  branch: string | undefined;
  /** The path of the slot that is wanted most; any other will do. */
  preferred?: string | undefined;
  /** Who has the slot, in words for people. */
  holder: string;
  signal: AbortSignal;
}

export interface AcquiredSlot {
  place: SlotPlace;
  /** An earlier slot was used again. */
  isWarm: boolean;
  durationMs: number;
}

export async function acquireSlot(grounds: Grounds, roster: Roster, wanted: WantedSlot): Promise<AcquiredSlot> {
  const startedAt = performance.now();
  const target = await targetOf(grounds, wanted);
  const warm = await takeWarm(grounds, roster, { target, preferred: wanted.preferred });
  const slot = warm ?? (await takeCold(grounds, roster, target));
  try {
    await checkOutBranch(grounds, slot, target);
    await copyIncluded(grounds, slot, wanted.signal);
    await setUp(grounds, slot, wanted.signal);
    await record(grounds, slot, { ...slot.record, state: 'leased' });
  } catch (error) {
    await putDown(grounds, slot);
    throw error;
  }
  slot.phase = 'leased';
  distrustOthers(roster, slot);
  return { place: placeOf(grounds, slot), isWarm: warm !== undefined, durationMs: performance.now() - startedAt };
}

async function targetOf({ repository }: Grounds, { base, branch, holder, signal }: WantedSlot): Promise<Target> {
  throwIfAborted(signal);
  if (branch !== undefined) assertBranchName(branch);
  const ask = ['cat-file', '--batch-check=%(objectname) %(objecttype)'];
  const input = base.includes('\n') ? '' : `${base}^{commit}\n${base}^{tree}\n`;
  const { stdout } = await repository.write(ask, { input, signal });
  const [, commit, tree] = /^([0-9a-f]+) commit\n([0-9a-f]+) tree\n$/.exec(stdout) ?? [];
  if (commit === undefined || tree === undefined) throw new UserError(`There is no commit ${base} in this repository.`);
  return { base: commit, tree, branch, holder, signal };
}

async function takeWarm(
  grounds: Grounds,
  roster: Roster,
  { target, preferred }: { target: Target; preferred: string | undefined },
): Promise<Slot | undefined> {
  for (;;) {
    throwIfAborted(target.signal);
    const taken = takeSlot(roster, preferred);
    if (taken === undefined) return undefined;
    const { slot, isDirty } = taken;
    if (isDirty && (await restoreInRoster(grounds, roster, slot)).kind !== 'ready') continue;
    if (await isBrought(grounds, roster, { slot, target })) return slot;
  }
}

/** Leases a clean slot and brings it to the target; false when it was not fit for that. */
async function isBrought(
  grounds: Grounds,
  roster: Roster,
  { slot, target }: { slot: Slot; target: Target },
): Promise<boolean> {
  const before = slot.record;
  slot.phase = 'busy';
  try {
    await record(grounds, slot, { ...recordFor(before, target), state: 'preparing' });
    await markTaken(grounds, slot);
    if (await refreshSlot(grounds, slot, { ...target, from: before })) return true;
    // Somebody has worked in it while it was free: that is saved like any other work.
    slot.record = before;
    slot.phase = 'dirty';
    await restoreInRoster(grounds, roster, slot);
    return false;
  } catch (error) {
    if (error instanceof Cancelled || error instanceof UserError) {
      await putDown(grounds, slot);
      throw error;
    }
    grounds.report(error, `${slot.name} could not be brought to ${target.base} and is taken apart`);
    await takeApart(grounds, roster, slot);
    return false;
  }
}

async function takeCold(grounds: Grounds, roster: Roster, target: Target): Promise<Slot> {
  const slot = addSlot(roster, grounds);
  try {
    await record(grounds, slot, { ...recordFor(slot.record, target), state: 'making' });
    await markTaken(grounds, slot);
    await makeSlot(grounds, slot, target);
    await record(grounds, slot, { ...slot.record, state: 'preparing' });
    return slot;
  } catch (error) {
    await takeApart(grounds, roster, slot);
    throw error;
  }
}

function recordFor(before: SlotRecord, { base, tree, holder }: Target): SlotRecord {
  return { ...before, uses: before.uses + 1, used_at: Date.now(), base, tree, holder };
}

async function record({ home }: Grounds, slot: Slot, next: SlotRecord): Promise<void> {
  slot.record = next;
  await writeRecord(home, slot.name, next);
}

/** Whoever wants a slot next cleans it first. */
async function putDown(grounds: Grounds, slot: Slot): Promise<void> {
  await unmark(grounds, slot);
  slot.phase = 'dirty';
}

/** Nobody has worked in it. Should even this fail, it stays for the next pool to clean. */
async function takeApart(grounds: Grounds, roster: Roster, slot: Slot): Promise<void> {
  try {
    await clearOut(slot);
    await dismantle(grounds, slot);
    roster.delete(slot.name);
  } catch (error) {
    grounds.report(error, `${slot.name} could not be taken apart`);
    slot.phase = 'quarantined';
  }
}

function placeOf(grounds: Grounds, slot: Slot): SlotPlace {
  return { name: slot.name, path: slot.path, git_dir: gitDirOf(grounds, slot), ...portsOf(grounds, slot) };
}
