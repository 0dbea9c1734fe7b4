// A merged branch goes away once nothing stands on it: the task is done and its slot is back. Whichever of the two comes last
// calls this, so it may be called twice. So does the branch of a checkpoint, on which nothing was ever made.
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
  await ports.repository.deleteBranch(branch);
  const pull = task.pr === undefined ? undefined : state.pulls.get(task.pr);
  const run = state.specs.get(spec_id)?.run;
  if (run === undefined || pull?.state !== 'merged' || pull.head !== branch || pull.head_sha === undefined) return;
  await ports.forges.of(run.forge).remote?.deleteBranch(branch, pull.head_sha, spec_id);
}
