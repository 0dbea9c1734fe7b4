// What follows a failure that an action has found: the same table that `decide` uses, asked from here so that the failure
// and its consequence reach the registry in one batch.
import type { NewEvent } from '../../model/events.ts';
import type { Failure } from '../../model/failure.ts';
import { afterFailure } from '../decide.ts';
import type { OfAttempt } from '../actions.ts';
import { specOf, subjectOf, taskOf } from '../lookup.ts';
import type { Ports } from '../ports.ts';

export function followUp(ports: Ports, of: OfAttempt, failure: Failure): NewEvent {
  const { state } = ports.registry;
  const { run } = specOf(state, of.spec_id);
  return afterFailure(taskOf(state, of.spec_id, of.task_id), failure, {
    subject: subjectOf(state, of),
    now: ports.clock.now(),
    settings: ports.settings,
    isCancelRequested: run.is_cancel_requested === true,
  });
}
