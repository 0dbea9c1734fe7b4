// Takes a slot apart: its folder, its git directory, its record. Only ever below the pool's own folder, and only the one git
// directory that is the slot's: a `worktree prune` would also drop what others have just begun. What may be worth keeping
// must have been saved before; a slot that could not be saved is set aside instead.
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTree } from '../base/files.ts';
import { revParse } from '../base/git-verbs.ts';
import { openSlotGit, type Grounds, type Slot } from './grounds.ts';
import { removeRecord, writeRecord } from './record.ts';
import { saveCommit } from './save.ts';

const quarantinesMax = 1000;

/** Cut short, it is gone on with when the pool is next opened. */
export async function dismantle(grounds: Grounds, slot: Slot): Promise<void> {
  slot.record = { ...slot.record, state: 'disposable' };
  await writeRecord(grounds.home, slot.name, slot.record);
  await removeTree(slot.path, { inside: grounds.home });
  await dropGitDirs(grounds, slot);
  await removeMark(grounds, slot);
  await removeRecord(grounds.home, slot.name);
}

/** Renames the slot out of the way, files untouched, and frees its name. Returns the new name. */
export async function setAside(grounds: Grounds, slot: Slot, reason: string): Promise<string> {
  const rescueRef = await saveHead(grounds, slot).catch(() => undefined);
  const name = await freeName(grounds, slot);
  const { git_dir: _gone, ...record } = slot.record;
  const saved = rescueRef === undefined ? '' : ` Its commits are in ${rescueRef}.`;
  await writeRecord(grounds.home, name, {
    ...record,
    state: 'quarantined',
    reason: `${reason}${saved}`.slice(0, 4000),
  });
  await rename(slot.path, join(grounds.home, name));
  await dropGitDirs(grounds, slot);
  await removeMark(grounds, slot);
  await removeRecord(grounds.home, slot.name);
  return name;
}

async function saveHead(grounds: Grounds, slot: Slot): Promise<string | undefined> {
  const head = await revParse(openSlotGit(grounds, slot), 'HEAD^{commit}');
  return head === undefined ? undefined : saveCommit(grounds, slot, head);
}

async function freeName({ home }: Grounds, slot: Slot): Promise<string> {
  const taken = new Set((await readdir(home)).map((name) => name.replace(/\.json$/, '')));
  for (let n = 1; n <= quarantinesMax; n += 1) {
    const name = `${slot.name}.quarantined-${String(n)}`;
    if (!taken.has(name)) return name;
  }
  throw new Error(
    `${String(quarantinesMax)} slots named ${slot.name} are in quarantine; \`necrocode slots clean\` removes them.`,
  );
}

/** Under the queue, where nobody else reads the worktree administration. */
async function dropGitDirs(grounds: Grounds, slot: Slot): Promise<void> {
  const worktrees = join(grounds.commonDir, 'worktrees');
  await grounds.queue.run(async () => {
    for (const name of await readdir(worktrees).catch(() => [])) {
      if (await belongsTo(slot, join(worktrees, name))) await removeTree(join(worktrees, name), { inside: worktrees });
    }
  });
}

/** By the pointer to the slot; or by name, when git was killed before it wrote one. */
async function belongsTo(slot: Slot, gitDir: string): Promise<boolean> {
  const pointer = await readFile(join(gitDir, 'gitdir'), 'utf8').catch(() => '');
  if (pointer.trim() !== '') return pointer.trim() === join(slot.path, '.git');
  return slot.record.git_dir === undefined && new RegExp(`[\\\\/]${slot.name}\\d*$`).test(gitDir);
}

async function removeMark({ home }: Grounds, slot: Slot): Promise<void> {
  await slot.unmark?.();
  delete slot.unmark;
  await rm(join(home, `${slot.name}.lock`), { recursive: true, force: true });
}
