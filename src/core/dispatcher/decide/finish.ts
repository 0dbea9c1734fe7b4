// When a run is over: nothing of it is ready, at work, in review or in flight, its slots are given back, and no new fact is on its
// way. What is still blocked then waits for something that will not come, which makes the run a failed one.
import type { Action, World } from '../actions.ts';
import type { State } from '../../model/state.ts';
import { isAnyInFlight, type RunSurvey } from './survey.ts';

const kindsOfRun = ['append', 'start_attempt', 'stop_attempt', 'deliver_attempt', 'integrate'] as const;

/** Asked only when no fact follows from the state any more. */
export function finishRun(survey: RunSurvey, state: State, world: World): Action[] {
  const { spec, run } = survey;
  const key = `finish_run:${spec.spec_id}:${run.run_id}`;
  const canMove = [survey.ready, survey.starting, survey.live, survey.closed, survey.review].some(
    (of) => of.length > 0,
  );
  if (canMove || run.integrating !== undefined || world.inFlight.has(key)) return [];
  // What was found in a slot belongs to the run's end.
  if ([...state.slots.values()].some((slot) => slot.state === 'leased' && slot.spec_id === spec.spec_id)) return [];
  if (
    kindsOfRun.some((kind) => isAnyInFlight(world, `${kind}:${spec.spec_id}${kind.endsWith('_attempt') ? '/' : ':'}`))
  ) {
    return [];
  }
  return [{ kind: 'finish_run', key, spec_id: spec.spec_id, outcome: outcomeOf(survey) }];
}

function outcomeOf({ run, blocked, settled }: RunSurvey): 'completed' | 'failed' | 'cancelled' {
  if (run.is_cancel_requested === true) return 'cancelled';
  if (settled.failed > 0 || blocked.length > 0) return 'failed';
  return settled.cancelled > 0 && settled.done === 0 ? 'cancelled' : 'completed';
}
