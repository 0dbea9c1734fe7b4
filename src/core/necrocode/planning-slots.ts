// Slots for plannings, apart from those of the attempts: a planning runs beside a controller, and a pool has one owner. Each planning
// has a pool of its own under a lock that dies with its holder. Nothing in such a slot is worth keeping, so it is taken apart
// afterwards, and what a killed planning has left by the next one.
import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { allowedEnvironment } from '../base/environment.ts';
import { UserError } from '../base/errors.ts';
import { ensureFolder } from '../base/files.ts';
import { createQueue } from '../base/git-queue.ts';
import { acquireKernelLock } from '../base/kernel-lock.ts';
import { createUndo } from '../base/undo.ts';
import type { Settings } from '../model/settings.ts';
import type { SlotPlace } from '../model/spirit.ts';
import { checkRepository, openSlotPool, type SlotPool } from '../slots/slots.ts';
import { openRepository } from '../train/train.ts';
import type { Place } from './place.ts';

/** On this machine at the same time, for one user. */
const planningsMax = 8;

export interface PlanningPlace extends AsyncDisposable {
  slot: SlotPlace;
  /** The commit that it stands on. */
  base: string;
  author: { name: string; email: string };
}

/** A detached slot on what a run would start from. @throws UserError for what a person must mend, Cancelled. */
export async function takePlanningSlot(
  place: Place,
  { settings, holder, signal }: { settings: Settings; holder: string; signal: AbortSignal },
): Promise<PlanningPlace> {
  const { mainWorktree, commonDir } = place;
  await checkRepository(mainWorktree, { submodules: 'leave_empty' });
  await using undo = createUndo();
  const { root, lock } = await lockRoot(settings);
  undo.use(lock);
  const pool = undo.use(await openPool(place, settings, root));
  await takeApart(pool);
  undo.defer(() => takeApart(pool));
  const repository = openRepository({ commonDir, mainWorktree, slotsRoot: root, queue: createQueue() });
  const [{ sha: base }, author] = await Promise.all([repository.base(settings.base), repository.author()]);
  const { place: slot } = await pool.acquire({ base, branch: undefined, holder, signal });
  const held = undo.move();
  return { slot, base, author, [Symbol.asyncDispose]: () => held.disposeAsync() };
}

/** Takes apart what killed plannings have left; those that are under way are let be. */
export async function clearPlanningSlots(place: Place, settings: Settings): Promise<void> {
  const folder = planningsFolder(settings);
  for (const name of await readdir(folder).catch(() => [])) {
    if (!/^[1-9]$/.test(name)) continue;
    const root = join(folder, name);
    await using lock = await acquireKernelLock(root);
    if (lock === undefined) continue;
    await using pool = await openPool(place, settings, root);
    await takeApart(pool);
  }
}

async function lockRoot(settings: Settings): Promise<{ root: string; lock: AsyncDisposable }> {
  for (let number = 1; number <= planningsMax; number += 1) {
    const root = await ensureFolder(join(planningsFolder(settings), String(number)));
    const lock = await acquireKernelLock(root);
    if (lock !== undefined) return { root, lock };
  }
  throw new UserError(`${String(planningsMax)} plannings by agents are under way on this machine.`, {
    hint: 'Wait until one of them has ended.',
  });
}

function planningsFolder({ slots }: Settings): string {
  return join(slots.root ?? join(homedir(), '.kiro', 'workspaces'), 'planning');
}

/** A planning builds nothing: it needs neither set-up nor ports, and leaves no caches. */
function openPool(place: Place, settings: Settings, root: string): Promise<SlotPool> {
  return openSlotPool({
    commonDir: place.commonDir,
    mainWorktree: place.mainWorktree,
    root,
    settings: { ...settings.slots, setup: [], teardown: [], keep: [], ports_per_slot: 0 },
    queue: createQueue(),
    env: allowedEnvironment(process.env),
    report: () => {},
  });
}

async function takeApart(pool: SlotPool): Promise<void> {
  for (const { slot, state } of await pool.list()) if (state === 'leased') await pool.discard(slot);
  await pool.clean({ dryRun: false });
}
