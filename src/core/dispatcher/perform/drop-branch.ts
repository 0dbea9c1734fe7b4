// A merged branch goes away once nothing stands on it: the task is done and its slot is back. Whichever of the two comes last
// calls this, so it may be called twice.
import type { Dispatch } from '../loop.ts';

export async function dropMergedBranch({ ports }: Dispatch, spec_id: string, task_id: string): Promise<void> {
  const { state } = ports.registry;
  const task = state.specs.get(spec_id)?.tasks.get(task_id);
  const branch = task?.attempts.at(-1)?.branch;
  if (task?.state !== 'done' || task.merge_sha === undefined || branch === undefined) return;
  const isHeld = [...state.slots.values()].some(
    (slot) => slot.state === 'leased' && slot.spec_id === spec_id && slot.task_id === task_id,
  );
  if (!isHeld) await ports.repository.deleteBranch(branch);
}
