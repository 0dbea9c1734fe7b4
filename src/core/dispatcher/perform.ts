// Which file carries out which action. Each of them may be cut off at any point and asked for again.
import { InvariantError } from '../base/errors.ts';
import type { Action, ActionKind } from './actions.ts';
import type { Dispatch } from './dispatch.ts';
import { adoptAttempt, probeAttempt } from './perform/adopt-attempt.ts';
import { deliverAttempt } from './perform/deliver-attempt.ts';
import { finishRun } from './perform/finish-run.ts';
import { forecastConflicts } from './perform/forecast-conflicts.ts';
import { integrate } from './perform/integrate.ts';
import { observeForge } from './perform/observe-forge.ts';
import { releaseSlot } from './perform/release-slot.ts';
import { startAttempt } from './perform/start-attempt.ts';
import { stopAttempt } from './perform/stop-attempt.ts';

type Perform<K extends ActionKind> = (dispatch: Dispatch, action: Extract<Action, { kind: K }>) => Promise<void>;

const performers: { [K in ActionKind]: Perform<K> } = {
  append: () => Promise.reject(new InvariantError('Facts are appended by the loop itself.')),
  start_attempt: startAttempt,
  adopt_attempt: adoptAttempt,
  probe_attempt: probeAttempt,
  stop_attempt: (dispatch, action) => stopAttempt(dispatch, action, { graceMs: 5000, then: 'settle' }),
  deliver_attempt: deliverAttempt,
  integrate,
  observe_forge: observeForge,
  release_slot: releaseSlot,
  forecast_conflicts: forecastConflicts,
  finish_run: finishRun,
};

export function perform<K extends ActionKind>(dispatch: Dispatch, action: Extract<Action, { kind: K }>): Promise<void> {
  const performer = performers[action.kind];
  return performer(dispatch, action);
}
