// Runs the verification commands on a commit that is on no branch yet, in a slot and a runner of its own: the same
// program, the same limits, the same evidence as for an attempt.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { InvariantError } from '../../base/errors.ts';
import type { Verification } from '../../model/evidence.ts';
import type { OfAttempt } from '../actions.ts';
import type { Dispatch } from '../dispatch.ts';
import { attemptOf } from '../lookup.ts';
import type { Pool, RunnerHandle } from '../ports.ts';
import { buildAssignment } from './assignment.ts';
import { tellAltered } from './tell-altered.ts';

/** Folder of a train's verification below the attempt whose commit it tests. */
export const trainFolder = 'train';

export async function verifyTree(dispatch: Dispatch, of: OfAttempt, commit: string): Promise<Verification> {
  const { ports, signal } = dispatch;
  const pool = ports.pools.get(attemptOf(ports.registry.state, of).pool) ?? [...ports.pools.values()][0];
  if (pool === undefined) throw new InvariantError('There is no pool to verify in.');
  const holder = `train/${of.spec_id}/${of.task_id}`;
  const slot = await ports.slots.acquire({ base: commit, branch: undefined, holder, signal });
  try {
    const assignment = await buildAssignment(ports, of, { place: slot.place, skill: undefined, launch: randomUUID() });
    const { payload } = assignment;
    const handle = await pool.launch(
      {
        ...assignment,
        type: 'tree_verification',
        payload: {
          ...payload,
          base: commit,
          attempt_dir: join(payload.attempt_dir, trainFolder),
          artifacts_dir: join(payload.artifacts_dir, trainFolder),
        },
      },
      { signal },
    );
    return await lastVerification(pool, handle, signal);
  } finally {
    // The next step of the train need not wait for it.
    dispatch.beside(`release_train_slot:${slot.place.name}`, giveBack(dispatch, of, slot.place.name));
  }
}

async function giveBack({ ports }: Dispatch, { spec_id, task_id }: OfAttempt, slot: string): Promise<void> {
  const { altered } = await ports.slots.release(slot);
  const told = tellAltered({ spec_id, task_id }, altered);
  if (told.length > 0) await ports.registry.append(told);
}

async function lastVerification(pool: Pool, handle: RunnerHandle, signal: AbortSignal): Promise<Verification> {
  let last: Verification | undefined;
  try {
    for await (const { message } of pool.follow(handle, { offset: 0, signal })) {
      if (message.type === 'verification') last = message.verification;
      if (message.type === 'runner_finished') break;
    }
  } finally {
    await pool.stop(handle, { graceMs: 0 });
  }
  if (last === undefined) throw new Error('The verification of the combined tree ended without a result.');
  return last;
}
