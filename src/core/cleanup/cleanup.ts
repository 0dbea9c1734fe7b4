// Puts away what runs have left behind and nobody needs any more. What goes is planned first, purely; here it is done, one
// thing after the other, through hands that the caller gives: branches and slots belong to other folders.
import { throwIfAborted } from '../base/abort.ts';
import { messageOf } from '../base/errors.ts';
import { removeTree } from '../base/files.ts';
import type { Language } from '../base/text.ts';
import type { CleanUpPlan, CleanUpReason } from './plan-clean-up.ts';

export { newlyReady } from './dependents.ts';
export { planCleanUp, type AttemptDir, type CleanUpPlan, type CleanUpReason, type Remains } from './plan-clean-up.ts';
export { tickTask, type Tick, type TickOutcome } from './tick.ts';

export interface CleanUpHands {
  /** Compare-and-delete; false when the branch has moved. */
  deleteBranch(branch: string, sha: string): Promise<boolean>;
  releaseSlot(slot: string): Promise<void>;
  /** Folders are removed below this one only. */
  root: string;
  signal?: AbortSignal;
}

export interface CleanUpOutcome {
  done: string[];
  problems: { what: string; message: string }[];
}

/** Does what was planned, one after the other; what fails is told and holds up nothing else. @throws Cancelled between two of them. */
export async function performCleanUp(plan: CleanUpPlan, hands: CleanUpHands): Promise<CleanUpOutcome> {
  const outcome: CleanUpOutcome = { done: [], problems: [] };
  const steps = [
    ...plan.releaseSlots.map(({ slot }) => ({ what: slot, perform: () => hands.releaseSlot(slot) })),
    ...plan.deleteBranches.map(({ branch, sha }) => ({
      what: branch,
      perform: async () => {
        if (!(await hands.deleteBranch(branch, sha))) throw new Error('It has moved meanwhile, and was kept.');
      },
    })),
    ...plan.removeDirs.map(({ path }) => ({ what: path, perform: () => removeTree(path, { inside: hands.root }) })),
  ];
  for (const { what, perform } of steps) {
    throwIfAborted(hands.signal);
    try {
      await perform();
      outcome.done.push(what);
    } catch (error) {
      outcome.problems.push({ what, message: messageOf(error) });
    }
  }
  return outcome;
}

const reasons: Record<Language, Record<CleanUpReason, string>> = {
  en: {
    merged: 'its pull request is merged',
    attempt_settled: 'its attempt has ended',
    old: 'older than the time to keep',
    unknown_owner: 'no task of the registry owns it',
    not_merged: 'holds work that is not merged',
    moved_since: 'has moved since it was merged',
    in_use: 'is in use',
    recent: 'younger than the time to keep',
    run_ended: 'still open, though its run has ended',
  },
  ja: {
    merged: 'プルリクエストはマージ済み',
    attempt_settled: '試行は終了済み',
    old: '保存期間を過ぎています',
    unknown_owner: '該当するタスクがありません',
    not_merged: '未マージの作業があります',
    moved_since: 'マージ後に更新されています',
    in_use: '使用中です',
    recent: '保存期間内です',
    run_ended: '実行は終わりましたが、開いたままです',
  },
};

export function describeReason(reason: CleanUpReason, language: Language): string {
  return reasons[language][reason];
}
