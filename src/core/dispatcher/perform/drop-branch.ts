// A merged branch goes away once nothing stands on it: the task is done and its slot is back. Whichever of the two comes last
// calls this, so it may be called twice, and once more at the end of a run for what a person has merged, or a crash has left. So does
// the branch of a checkpoint, on which nothing was ever made.
import type { Dispatch } from '../dispatch.ts';

export async function dropMergedBranch({ ports }: Dispatch, spec_id: string, task_id: string): Promise<void> {
  const { state } = ports.registry;
  const task = state.specs.get(spec_id)?.tasks.get(task_id);
  const { branch, commit } = task?.attempts.at(-1) ?? {};
  if (task?.state !== 'done' || branch === undefined) return;
  if (task.merge_sha === undefined && commit !== undefined) return;
  const isHeld = [...state.slots.values()].some(
    (slot) => slot.state === 'leased' && slot.spec_id === spec_id && slot.task_id === task_id,
  );
  if (isHeld) return;
  const pull = task.pr === undefined ? undefined : state.pulls.get(task.pr);
  const run = state.specs.get(spec_id)?.run;
  // First elsewhere: as long as the branch stands here, whoever comes next knows that there may be one there.
  if (run !== undefined && pull?.state === 'merged' && pull.head === branch && pull.head_sha !== undefined)
    await ports.forges.of(run.forge).remote?.deleteBranch(branch, pull.head_sha, spec_id);
  await ports.repository.deleteBranch(branch);
}

/** Of every task that is done. Asks nobody about branches that have gone from here, which is most of them. */
export async function dropMergedBranches(dispatch: Dispatch, spec_id: string): Promise<void> {
  const { state } = dispatch.ports.registry;
  const spec = state.specs.get(spec_id);
  if (spec?.run?.forge !== 'github') return;
  for (const { node, attempts, pr } of spec.tasks.values()) {
    const branch = pr === undefined ? undefined : attempts.at(-1)?.branch;
    if (branch !== undefined && (await dispatch.ports.repository.branchSha(branch)) !== undefined)
      await dropMergedBranch(dispatch, spec_id, node.id);
  }
}
