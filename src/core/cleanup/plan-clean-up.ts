// Which of the things that runs have left behind may go: branches of merged pull requests, slots that settled attempts still
// hold, old folders of attempts. Pure, and says of each thing why it goes or stays, so that a dry run shows all of it. Work that
// is not merged is never thrown away, however old; a branch goes only while it stands where it was merged.
import { integrationBranchOf } from '../model/ids.ts';
import { isTerminal, liveAttempt, type PullState, type SlotState, type State } from '../model/state.ts';

export interface Remains {
  /** Branches in NecroCode's own name spaces, short names. */
  branches: readonly { branch: string; sha: string }[];
  /** Slots that exist on disk, by name. */
  slots: readonly string[];
  attemptDirs: readonly AttemptDir[];
}

export interface AttemptDir {
  path: string;
  spec_id: string;
  task_id: string;
  attempt: number;
  /** When something in it changed last, milliseconds since the epoch. */
  changed_at: number;
}

export type CleanUpReason =
  | 'merged'
  | 'attempt_settled'
  | 'old'
  | 'unknown_owner'
  | 'not_merged'
  | 'moved_since'
  | 'in_use'
  | 'recent'
  | 'run_ended';

export interface CleanUpPlan {
  deleteBranches: { branch: string; sha: string; reason: CleanUpReason }[];
  releaseSlots: { slot: string; reason: CleanUpReason }[];
  removeDirs: { path: string; reason: CleanUpReason }[];
  kept: { what: string; reason: CleanUpReason }[];
}

const dayMs = 86_400_000;

export function planCleanUp(state: State, wanted: Remains & { now: number; keepDays: number }): CleanUpPlan {
  const plan: CleanUpPlan = { deleteBranches: [], releaseSlots: [], removeDirs: [], kept: [] };
  const known = know(state);
  for (const { branch, sha } of wanted.branches) {
    const { goes, reason } = judgeBranch(known, branch, sha);
    if (goes) plan.deleteBranches.push({ branch, sha, reason });
    else plan.kept.push({ what: branch, reason });
  }
  for (const slot of wanted.slots) {
    const lease = state.slots.get(slot);
    if (lease?.state !== 'leased') continue;
    if (isSettled(state, lease)) plan.releaseSlots.push({ slot, reason: 'attempt_settled' });
    else plan.kept.push({ what: slot, reason: 'in_use' });
  }
  for (const dir of wanted.attemptDirs) {
    const { goes, reason } = judgeDir(state, dir, wanted.now - wanted.keepDays * dayMs);
    if (goes) plan.removeDirs.push({ path: dir.path, reason });
    else plan.kept.push({ what: dir.path, reason });
  }
  return plan;
}

interface Judgement {
  goes: boolean;
  reason: CleanUpReason;
}

/** What every judgement looks up, gathered once. */
interface Known {
  state: State;
  /** The last pull request of each head branch. */
  pulls: ReadonlyMap<string, PullState>;
  branchesInUse: ReadonlySet<string>;
  /** What runs that have ended left behind for the next one, or for a person. */
  integrationBranches: ReadonlySet<string>;
}

function know(state: State): Known {
  const pulls = [...state.pulls.values()].toSorted((a, b) => a.number - b.number);
  const specs = [...state.specs.values()];
  const integrating = specs
    .filter(({ run }) => run !== undefined && run.state !== 'finished')
    .map(({ spec_id }) => integrationBranchOf(spec_id));
  // A task that is not settled may still need what its last attempt has committed.
  const attempts = specs
    .flatMap(({ tasks }) => [...tasks.values()])
    .flatMap((task) => (isTerminal(task) ? [] : [task.attempts.at(-1)?.branch ?? []].flat()));
  return {
    state,
    pulls: new Map(pulls.map((pull) => [pull.head, pull])),
    branchesInUse: new Set([...integrating, ...attempts]),
    integrationBranches: new Set(specs.map(({ spec_id }) => integrationBranchOf(spec_id))),
  };
}

function judgeBranch({ pulls, branchesInUse, integrationBranches }: Known, branch: string, sha: string): Judgement {
  const pull = pulls.get(branch);
  if (branchesInUse.has(branch)) return { goes: false, reason: 'in_use' };
  if (pull === undefined)
    return { goes: false, reason: integrationBranches.has(branch) ? 'not_merged' : 'unknown_owner' };
  if (pull.state !== 'merged') return { goes: false, reason: 'not_merged' };
  if (pull.head_sha !== sha) return { goes: false, reason: 'moved_since' };
  return { goes: true, reason: 'merged' };
}

/** The commit of a verified attempt is in its slot only, until it is delivered. */
function isSettled(state: State, slot: SlotState): boolean {
  const task = state.specs.get(slot.spec_id ?? '')?.tasks.get(slot.task_id ?? '');
  if (task === undefined) return true;
  if (liveAttempt(task)?.attempt === slot.attempt) return false;
  return !(task.state === 'verifying' && task.attempts.length === slot.attempt);
}

function judgeDir(state: State, dir: AttemptDir, oldBefore: number): Judgement {
  const task = state.specs.get(dir.spec_id)?.tasks.get(dir.task_id);
  // A later attempt reads nothing here; the latest of an unfinished task is still being worked with.
  if (task !== undefined && !isTerminal(task) && task.attempts.length === dir.attempt) {
    return { goes: false, reason: 'in_use' };
  }
  if (dir.changed_at >= oldBefore) return { goes: false, reason: 'recent' };
  return { goes: true, reason: task === undefined ? 'unknown_owner' : 'old' };
}
