// The slots of a repository, to look at and to clear away. Clearing is the owner's business: it is done under the registry's
// lock, so that no controller hands out what is being removed.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { sleep } from '../base/abort.ts';
import { allowedEnvironment } from '../base/environment.ts';
import { UserError } from '../base/errors.ts';
import { ensureFolder } from '../base/files.ts';
import { createQueue } from '../base/git-queue.ts';
import { acquireKernelLock } from '../base/kernel-lock.ts';
import { openSlotPool, type SlotPool } from '../slots/slots.ts';
import { settingsOf } from './controller-settings.ts';
import type { Place } from './place.ts';
import { clearPlanningSlots } from './planning-slots.ts';

const leavingMsMax = 3000;
const lookEveryMs = 100;

export type SlotEntry = Awaited<ReturnType<SlotPool['list']>>[number];
export type CleanedSlots = Awaited<ReturnType<SlotPool['clean']>>;

export async function listSlots(place: Place): Promise<SlotEntry[]> {
  await using pool = await openPool(place);
  return await pool.list({ withBytes: true });
}

/** Throws a UserError while a controller is at work. */
export async function cleanSlots(place: Place, { dryRun }: { dryRun: boolean }): Promise<CleanedSlots> {
  await using _lock = dryRun ? undefined : await ownRepository(place);
  if (!dryRun) await clearPlanningSlots(place, await settingsOf(place));
  await using pool = await openPool(place);
  return await pool.clean({ dryRun });
}

/** Keeps every controller out until it is disposed. */
export async function ownRepository(place: Place): Promise<AsyncDisposable> {
  // Where nothing was ever planned there is no registry yet.
  const folder = await ensureFolder(place.registryDir);
  // A controller whose last run has ended stays for a moment, in case there is more to do: nobody is turned away who has only been quick.
  for (let waitedMs = 0; waitedMs <= leavingMsMax; waitedMs += lookEveryMs) {
    const lock = await acquireKernelLock(folder);
    if (lock !== undefined) return lock;
    await sleep(lookEveryMs);
  }
  throw new UserError('A controller is at work in this repository.', {
    hint: 'Wait until it has left, or stop its run: press Ctrl-C in `necrocode execute`, or use `necrocode pause`.',
    ja: {
      message: 'このリポジトリではコントローラーが作業中です。',
      hint: '終わるまで待つか、`necrocode execute` で Ctrl-C を押すか、`necrocode pause` で実行を止めてください。',
    },
  });
}

async function openPool(place: Place): Promise<SlotPool> {
  const { slots } = await settingsOf(place);
  return openSlotPool({
    commonDir: place.commonDir,
    mainWorktree: place.mainWorktree,
    root: slots.root ?? join(homedir(), '.kiro', 'workspaces'),
    settings: slots,
    queue: createQueue(),
    env: allowedEnvironment(process.env),
    report: () => {},
  });
}
