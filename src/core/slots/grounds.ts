// What every part of the slot pool works with: where the repository is, where its slots are, and the words in which a slot
// is described. A slot's git directory is known from our own record; the slot's `.git`, which an agent can write, is never
// followed: each call of git is told both paths.
import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { InvariantError, UserError } from '../base/errors.ts';
import { ensureFolder } from '../base/files.ts';
import { openGit, type Git, type WriteOptions } from '../base/git.ts';
import type { Queue } from '../base/git-queue.ts';
import { markerVariable } from '../base/process-tree.ts';
import { slugOf } from '../model/ids.ts';
import type { SlotSettings } from '../model/settings.ts';
import type { SlotRecord } from './record.ts';

export interface GroundsOptions {
  /** Git's common directory of the repository. */
  commonDir: string;
  mainWorktree: string;
  /** Folder of the slots of all repositories, such as `~/.kiro/workspaces`. */
  root: string;
  settings: SlotSettings;
  /** The repository's one queue for whatever touches refs or worktree administration. */
  queue: Queue;
  /** The environment of setup and teardown commands. */
  env: Readonly<Record<string, string>>;
  /** Hears of what went wrong but stops nothing, such as a failed teardown; never throws. */
  report: (error: unknown, what: string) => void;
}

export interface Grounds extends GroundsOptions {
  /** Folder of this repository's slots, links resolved. */
  home: string;
  /** Git on the repository itself, without a working tree. */
  repository: Git;
  /** Names of the slots that are being checked out for the first time at this moment. */
  beingMade: Set<string>;
}

/** `free`: clean and detached. `dirty`: to be cleaned before anybody gets it. `busy`: being worked on by the pool itself. */
export type SlotPhase = 'free' | 'leased' | 'dirty' | 'busy' | 'quarantined';

export interface Slot {
  readonly name: string;
  readonly path: string;
  phase: SlotPhase;
  record: SlotRecord;
  /** When it was last seen to be clean, on the clock of `performance.now()`; absent once somebody else is at work. */
  provenAt?: number;
  /** Takes away the mark that shows the slot as taken. */
  unmark?: () => Promise<void>;
}

const slotName = /^slot-([1-9][0-9]{0,3})$/;

/** Where things are, without making anything. */
export async function surveyGrounds(options: Pick<GroundsOptions, 'commonDir' | 'mainWorktree' | 'root'>) {
  const commonDir = await realpath(options.commonDir);
  const mainWorktree = await realpath(options.mainWorktree);
  const home = join(resolve(options.root), homeName(mainWorktree, commonDir));
  return { commonDir, mainWorktree, home, repository: openGit({ cwd: mainWorktree, gitDir: commonDir }) };
}

/** Folder of the slots of this repository; it need not exist. */
export async function homeOfSlots(options: Pick<GroundsOptions, 'commonDir' | 'mainWorktree' | 'root'>) {
  return (await surveyGrounds(options)).home;
}

export async function openGrounds(options: GroundsOptions): Promise<Grounds> {
  const { commonDir, mainWorktree, home: planned, repository } = await surveyGrounds(options);
  const root = resolve(options.root);
  if (`${root}${sep}`.startsWith(`${mainWorktree}${sep}`)) {
    throw new UserError(`Expected \`slots.root\` to be outside the repository, got ${root}`, {
      hint: 'Editors and watchers would otherwise see every file as many times as there are slots.',
    });
  }
  const home = await realpath(await ensureFolder(planned));
  return { ...options, commonDir, mainWorktree, root, home, beingMade: new Set(), repository };
}

export function slotNumber(name: string): number | undefined {
  const digits = slotName.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Git in a slot, always with both paths. */
export function openSlotGit(grounds: Grounds, slot: Slot): Git {
  return openGit({ cwd: slot.path, gitDir: gitDirOf(grounds, slot), workTree: slot.path });
}

/** `<common>/worktrees/<name>`, where git keeps HEAD and index of the slot. */
export function gitDirOf({ commonDir }: Grounds, { name, record }: Slot): string {
  if (record.git_dir === undefined) throw new InvariantError(`The slot ${name} has no git directory yet.`);
  return join(commonDir, 'worktrees', record.git_dir);
}

/** Everything that the pool starts for a slot carries this, so that it is found after a crash. */
export function markerOf(slot: Slot): string {
  return `slot:${slot.path}`;
}

/** What every change in a slot is run with. Files of Git LFS stay pointers: fetching them would need a credential. */
export function markedFor(slot: Slot, options: WriteOptions = {}): WriteOptions {
  return { ...options, env: { ...options.env, [markerVariable]: markerOf(slot), GIT_LFS_SKIP_SMUDGE: '1' } };
}

/** The ports that belong to a slot alone; none when the settings give none, or the range ends. */
export function portsOf({ settings }: Grounds, { name }: Slot): { port: number; ports: number } | undefined {
  const { port_base, ports_per_slot: ports } = settings;
  const port = port_base + ((slotNumber(name) ?? 1) - 1) * ports;
  return ports === 0 || port + ports > 65_536 ? undefined : { port, ports };
}

function homeName(mainWorktree: string, commonDir: string): string {
  const hash = createHash('sha256').update(commonDir).digest('hex').slice(0, 10);
  return `${slugOf(basename(mainWorktree), 'repository')}-${hash}`;
}
