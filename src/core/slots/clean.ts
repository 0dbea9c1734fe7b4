// Removes the slots that nobody needs: free, left dirty, or set aside. Work in them is saved first; one whose work cannot be
// saved stays, and so does a folder that is not known to be a slot. Leased slots are never touched.
import { messageOf } from '../base/errors.ts';
import { dismantle } from './dismantle.ts';
import type { Grounds, Slot } from './grounds.ts';
import { clearOut } from './occupants.ts';
import { saveFolder } from './save.ts';
import { restoreInRoster, type Roster } from './roster.ts';

export interface CleanedSlots {
  removed: { slot: string; path: string; rescueRef?: string }[];
  kept: { slot: string; path: string; reason: string }[];
}

export async function cleanSlots(
  grounds: Grounds,
  roster: Roster,
  { dryRun }: { dryRun: boolean },
): Promise<CleanedSlots> {
  const cleaned: CleanedSlots = { removed: [], kept: [] };
  for (const slot of [...roster.values()]) {
    const { name, path } = slot;
    const reason = reasonToKeep(slot);
    if (reason !== undefined) {
      cleaned.kept.push({ slot: name, path, reason });
    } else if (dryRun) {
      cleaned.removed.push({ slot: name, path });
    } else {
      const removal = await remove(grounds, roster, slot);
      if ('reason' in removal) cleaned.kept.push({ slot: name, path, ...removal });
      else cleaned.removed.push({ slot: name, path, ...removal });
    }
  }
  return cleaned;
}

function reasonToKeep({ phase, record }: Slot): string | undefined {
  if (phase === 'leased' || phase === 'busy')
    return record.holder === undefined ? 'In use.' : `In use by ${record.holder}.`;
  if (phase === 'quarantined' && record.base === undefined) return record.reason ?? 'It is not known what it holds.';
  return undefined;
}

async function remove(
  grounds: Grounds,
  roster: Roster,
  slot: Slot,
): Promise<{ rescueRef?: string } | { reason: string }> {
  try {
    if (slot.phase === 'quarantined') return await removeQuarantined(grounds, roster, slot);
    const restored = await restoreInRoster(grounds, roster, slot);
    if (restored.kind === 'quarantined') return { reason: restored.reason };
    if (restored.kind === 'ready') {
      slot.phase = 'busy';
      await dismantle(grounds, slot);
      roster.delete(slot.name);
    }
    return restored.rescueRef === undefined ? {} : { rescueRef: restored.rescueRef };
  } catch (error) {
    return { reason: messageOf(error) };
  }
}

async function removeQuarantined(grounds: Grounds, roster: Roster, slot: Slot): Promise<{ rescueRef?: string }> {
  await clearOut(slot);
  const rescueRef = await saveFolder(grounds, slot);
  await dismantle(grounds, slot);
  roster.delete(slot.name);
  return rescueRef === undefined ? {} : { rescueRef };
}
