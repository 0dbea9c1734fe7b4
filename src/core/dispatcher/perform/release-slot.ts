// Gives a slot back. What is not committed in it is saved first; a slot that cannot be cleaned is set aside. What policy has
// refused, such as a change with a secret in it, is not saved anywhere, and the branch goes with it.
import type { Action } from '../actions.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Ports } from '../ports.ts';
import { dropMergedBranch } from './drop-branch.ts';
import { tellAltered } from './tell-altered.ts';

type Released = Awaited<ReturnType<Ports['slots']['release']>>;

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
  const refused = refusedBranch(ports, { spec_id, task_id, attempt });
  const { rescueRef, quarantined, altered }: Released =
    refused === undefined ? await ports.slots.release(slot) : await ports.slots.discard(slot);
  if (refused !== undefined) await ports.repository.deleteBranch(refused);
  await ports.registry.append([
    ...tellAltered(subject, altered),
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

/** The branch of the attempt at the slot, when its work must not be kept. */
function refusedBranch(
  { registry }: Ports,
  of: { spec_id: string | undefined; task_id: string | undefined; attempt: number | undefined },
): string | undefined {
  const task = registry.state.specs.get(of.spec_id ?? '')?.tasks.get(of.task_id ?? '');
  const last = task?.attempts.at(-1);
  return task?.failure?.kind === 'policy_violation' && last?.attempt === of.attempt ? last?.branch : undefined;
}
