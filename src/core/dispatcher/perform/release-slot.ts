// Gives a slot back. What is not committed in it is saved first; a slot that cannot be cleaned is set aside.
import type { Action } from '../actions.ts';
import type { Dispatch } from '../loop.ts';
import { dropMergedBranch } from './drop-branch.ts';

export async function releaseSlot(
  dispatch: Dispatch,
  { slot }: Extract<Action, { kind: 'release_slot' }>,
): Promise<void> {
  const { ports } = dispatch;
  const { spec_id, task_id, attempt } = ports.registry.state.slots.get(slot) ?? {};
  const subject = {
    ...(spec_id === undefined ? {} : { spec_id }),
    ...(task_id === undefined ? {} : { task_id }),
    ...(attempt === undefined ? {} : { attempt }),
  };
  const { rescueRef, quarantined } = await ports.slots.release(slot);
  await ports.registry.append([
    quarantined === undefined
      ? {
          type: 'SlotReleased',
          ...subject,
          data: { slot, ...(rescueRef === undefined ? {} : { rescue_ref: rescueRef }) },
        }
      : { type: 'SlotQuarantined', ...subject, data: { slot, reason: quarantined.slice(0, 4000) } },
  ]);
  if (spec_id !== undefined && task_id !== undefined) await dropMergedBranch(dispatch, spec_id, task_id);
}
