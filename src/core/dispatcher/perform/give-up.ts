// The end of an action that keeps failing: the task that it was for fails with the reason, so that the run can end and a
// person can see why; an attempt that cannot be followed is ended, and a slot that cannot be given back is out of use. All other
// actions are asked for again for as long as the controller lives.
import { UserError, messageOf } from '../../base/errors.ts';
import type { NewEvent } from '../../model/events.ts';
import type { Failure } from '../../model/failure.ts';
import type { Action, OfAttempt } from '../actions.ts';
import type { Dispatch } from '../dispatch.ts';
import { specOf, subjectOf, taskOf } from '../lookup.ts';
import { stopAttempt } from './stop-attempt.ts';

export async function giveUp(dispatch: Dispatch, action: Action, error: unknown): Promise<void> {
  const { registry } = dispatch.ports;
  dispatch.troubles.delete(action.key);
  // What a person must mend is said as it is, with the way out.
  const isMistake = error instanceof UserError;
  const told = isMistake ? [error.message, error.hint ?? ''] : [`${action.kind} kept failing: ${messageOf(error)}`];
  const message = told.join(' ').trim().slice(0, 4000);
  const failure: Failure = { kind: isMistake ? 'permission_denied' : 'infra_lost', message };
  if (action.kind === 'adopt_attempt' || action.kind === 'probe_attempt') {
    await stopAttempt(dispatch, { ...action, failure }, { graceMs: 0, then: 'settle' });
    return;
  }
  if (action.kind === 'release_slot') {
    await registry.append([{ type: 'SlotQuarantined', data: { slot: action.slot, reason: message } }]);
    return;
  }
  const of = ownerOf(dispatch, action);
  if (of === undefined) return;
  const subject = subjectOf(registry.state, of);
  const { run } = specOf(registry.state, of.spec_id);
  const events: NewEvent[] = [{ type: 'TaskFailed', ...subject, data: { failure } }];
  if (action.kind === 'integrate' && run.integrating === action.number) {
    const data = { number: action.number, outcome: 'interrupted' } as const;
    events.unshift({ type: 'IntegrationFinished', ...subject, data });
  }
  await registry.append(events);
}

/** The attempt whose task fails with the action. */
function ownerOf({ ports }: Dispatch, action: Action): OfAttempt | undefined {
  const { state } = ports.registry;
  if (action.kind === 'deliver_attempt') return action;
  if (action.kind !== 'integrate') return undefined;
  const task_id = state.pulls.get(action.number)?.task_id;
  if (task_id === undefined) return undefined;
  return { spec_id: action.spec_id, task_id, attempt: taskOf(state, action.spec_id, task_id).attempts.length };
}
