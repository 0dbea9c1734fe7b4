// The slots of a repository as the pool knows them: read from their records once, kept in memory from then on. Choosing one is
// synchronous, so that two who ask at once never get the same.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, UserError } from '../base/errors.ts';
import { placeMark } from '../base/mark.ts';
import { slotNumber, type Grounds, type Slot, type SlotPhase } from './grounds.ts';
import { listNames, readRecord, type SlotRecord } from './record.ts';
import { restore, type Restored } from './restore.ts';

export type Roster = Map<string, Slot>;

const slotsMax = 500;

const phaseOf: Record<SlotRecord['state'], SlotPhase> = {
  making: 'dirty',
  preparing: 'dirty',
  ready: 'free',
  leased: 'leased',
  disposable: 'dirty',
  quarantined: 'quarantined',
};

export async function readRoster({ home }: Grounds): Promise<Roster> {
  const roster: Roster = new Map();
  for (const name of await listNames(home)) {
    const record = (await readRecord(home, name)) ?? unknownRecord(name);
    roster.set(name, { name, path: join(home, name), phase: phaseOf[record.state], record });
  }
  return roster;
}

/** The slot at `preferred`, the one that has rested longest, or one that needs cleaning first; it is `busy` from now on. */
export function takeSlot(roster: Roster, preferred?: string): { slot: Slot; isDirty: boolean } | undefined {
  const byRest = [...roster.values()].sort((a, b) => a.record.used_at - b.record.used_at);
  const isThere = ({ phase }: Slot): boolean => phase === 'free' || phase === 'dirty';
  const slot =
    byRest.find((one) => one.path === preferred && isThere(one)) ??
    byRest.find(({ phase }) => phase === 'free') ??
    byRest.find(isThere);
  if (slot === undefined) return undefined;
  const isDirty = slot.phase === 'dirty';
  slot.phase = 'busy';
  return { slot, isDirty };
}

/** A slot with the smallest free number, `busy`, of which nothing exists yet. */
export function addSlot(roster: Roster, { home }: Grounds): Slot {
  for (let n = 1; n <= slotsMax; n += 1) {
    const name = `slot-${String(n)}`;
    if (roster.has(name)) continue;
    const record: SlotRecord = { format: 1, state: 'making', uses: 0, used_at: Date.now() };
    const slot: Slot = { name, path: join(home, name), phase: 'busy', record };
    roster.set(name, slot);
    return slot;
  }
  throw new UserError(`All ${String(slotsMax)} slots of this repository are taken.`, {
    hint: '`necrocode slots clean` removes those that nobody needs.',
  });
}

/** Restores a slot and enters what became of it. Never throws: a slot that resists is out of use until the pool is next opened. */
export async function restoreInRoster(grounds: Grounds, roster: Roster, slot: Slot): Promise<Restored> {
  slot.phase = 'busy';
  try {
    const restored = await restore(grounds, slot);
    await unmark(grounds, slot);
    if (restored.kind === 'ready') slot.phase = 'free';
    else roster.delete(slot.name);
    if ([...roster.values()].some(({ phase }) => phase === 'leased')) delete slot.provenAt;
    if (restored.kind === 'quarantined') await enterQuarantined(grounds, roster, restored.name);
    return restored;
  } catch (error) {
    grounds.report(error, `${slot.name} could neither be cleaned nor taken away`);
    slot.phase = 'quarantined';
    slot.record = { ...slot.record, reason: messageOf(error) };
    return { kind: 'quarantined', name: slot.name, reason: messageOf(error) };
  }
}

/** Whoever is at work in one slot can write into the others: they are to be looked at before anybody gets them. */
export function distrustOthers(roster: Roster, leased: Slot): void {
  for (const slot of roster.values()) if (slot !== leased) delete slot.provenAt;
}

/** Shows people that the slot is taken. Nothing depends on it. */
export async function markTaken({ home }: Grounds, slot: Slot): Promise<void> {
  slot.unmark = await placeMark(join(home, `${slot.name}.lock`)).catch(() => async () => {});
}

export async function unmark({ home }: Grounds, slot: Slot): Promise<void> {
  await slot.unmark?.();
  delete slot.unmark;
  await rm(join(home, `${slot.name}.lock`), { recursive: true, force: true });
}

async function enterQuarantined({ home }: Grounds, roster: Roster, name: string): Promise<void> {
  const record = (await readRecord(home, name)) ?? unknownRecord(name);
  roster.set(name, { name, path: join(home, name), phase: 'quarantined', record });
}

/** A folder that nobody has written down might hold anything: it stands aside until a person looks at it. */
function unknownRecord(name: string): SlotRecord {
  const isSlot = slotNumber(name) !== undefined;
  const reason = isSlot ? 'Its record is missing or damaged.' : 'It is not known what this folder is.';
  return { format: 1, state: 'quarantined', uses: 0, used_at: 0, reason };
}
