// Makes a slot clean again after it was used: teardown, nobody left in it, its work saved, its files and git files as they were
// at its base, HEAD detached so that its branch may be deleted. A slot that cannot be cleaned is taken apart, since nothing in
// it is worth anything then; one whose work could not be saved, or where somebody stays, is set aside untouched.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InvariantError, messageOf } from '../base/errors.ts';
import { revParse } from '../base/git-verbs.ts';
import { tearDown } from './commands.ts';
import { dismantle, setAside } from './dismantle.ts';
import { gitDirOf, markedFor, openSlotGit, type Grounds, type Slot } from './grounds.ts';
import { clearOut } from './occupants.ts';
import { writeRecord } from './record.ts';
import { listChanges, saveCommit, saveWork } from './save.ts';
import { isStanding, mendGitFiles } from './scrub.ts';

export type Restored =
  /** The slot is free again. */
  | { kind: 'ready'; rescueRef?: string }
  /** The slot is gone, and nothing is lost. */
  | { kind: 'recycled'; rescueRef?: string }
  /** The slot stands aside as `name`. */
  | { kind: 'quarantined'; name: string; reason: string };

const indexBytesMax = 256 * 1024 * 1024;

/** Cleans a slot that nobody holds any more. Throws only when it can neither be cleaned nor taken away. */
export async function restore(grounds: Grounds, slot: Slot): Promise<Restored> {
  const { git_dir, state } = slot.record;
  if (git_dir === undefined || state === 'making' || state === 'disposable') return recycle(grounds, slot, undefined);
  let rescueRef: string | undefined;
  try {
    if (!(await isStanding(slot))) return await recycle(grounds, slot, await saveOrphan(grounds, slot));
    await tearDown(grounds, slot);
    await clearOut(slot);
    await mendGitFiles(grounds, slot);
    await mendIndex(grounds, slot);
    if (state !== 'preparing') rescueRef = await saveWork(grounds, slot);
  } catch (error) {
    const reason = messageOf(error);
    return { kind: 'quarantined', name: await setAside(grounds, slot, reason), reason };
  }
  try {
    if (slot.record.uses >= grounds.settings.uses_max) return await recycle(grounds, slot, rescueRef);
    await clean(grounds, slot);
  } catch (error) {
    grounds.report(error, `${slot.name} could not be cleaned and was taken apart`);
    return recycle(grounds, slot, rescueRef);
  }
  const { holder: _holder, ...record } = slot.record;
  slot.record = { ...record, state: 'ready', used_at: Date.now() };
  await writeRecord(grounds.home, slot.name, slot.record);
  return { kind: 'ready', ...withRef(rescueRef) };
}

/** Tracked files as at the base, nothing untracked but the kept caches, HEAD detached. Leaves no doubt, or throws. */
async function clean(grounds: Grounds, slot: Slot): Promise<void> {
  const { base } = slot.record;
  if (base === undefined) throw new InvariantError(`The slot ${slot.name} has never been brought to a commit.`);
  const git = openSlotGit(grounds, slot);
  await git.write(['update-ref', '--no-deref', 'HEAD', base]);
  await git.write(['reset', '--hard', '--quiet', base], markedFor(slot));
  const keeps = grounds.settings.keep.flatMap((pattern) => ['-e', pattern]);
  await git.write(['clean', '-ffdxq', ...keeps], markedFor(slot));
  // Only what is ignored is kept: the next commit would take the rest for work.
  if (keeps.length > 0) await git.write(['clean', '-ffdq'], markedFor(slot));
  const [left] = await listChanges(git, slot);
  if (left !== undefined) throw new Error(`${left} is still changed in ${slot.name}.`);
  slot.provenAt = performance.now();
}

/** An index that is gone or damaged is made anew. Files marked as unchanged or as left out would hide what was done to them. */
async function mendIndex(grounds: Grounds, slot: Slot): Promise<void> {
  const git = openSlotGit(grounds, slot);
  const path = join(gitDirOf(grounds, slot), 'index');
  const listing = await git.write(['ls-files', '-v', '-z'], { outputBytesMax: indexBytesMax, okExitCodes: [0, 128] });
  if (listing.exitCode !== 0 || !existsSync(path)) {
    await rm(path, { recursive: true, force: true });
    const head = await revParse(git, 'HEAD^{commit}');
    await git.write(['read-tree', head ?? slot.record.base ?? 'HEAD']);
    return;
  }
  const flagged = listing.stdout.split('\0').filter((entry) => /^[a-zS] /.test(entry));
  if (flagged.length === 0) return;
  const input = flagged.map((entry) => `${entry.slice(2)}\0`).join('');
  await git.write(['update-index', '--no-assume-unchanged', '-z', '--stdin'], { input });
  await git.write(['update-index', '--no-skip-worktree', '-z', '--stdin'], { input });
}

/** The folder is gone, but git still knows what it stood on. */
async function saveOrphan(grounds: Grounds, slot: Slot): Promise<string | undefined> {
  const head = await revParse(grounds.repository, `worktrees/${slot.record.git_dir ?? ''}/HEAD`);
  return head === undefined ? undefined : saveCommit(grounds, slot, head);
}

async function recycle(grounds: Grounds, slot: Slot, rescueRef: string | undefined): Promise<Restored> {
  await clearOut(slot);
  await dismantle(grounds, slot);
  return { kind: 'recycled', ...withRef(rescueRef) };
}

function withRef(rescueRef: string | undefined): { rescueRef?: string } {
  return rescueRef === undefined ? {} : { rescueRef };
}
