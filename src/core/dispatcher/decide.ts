// `decide`: all policy of NecroCode in one pure function. From the projection and the world it says what to do now; the loop
// does it, appends what came of it, and asks again. It reads no clock and no disk, draws no lots, and gives the same answer
// to the same question, so a controller that takes over goes on where the last one was.
import type { Action, World } from './actions.ts';
import type { Settings } from '../model/settings.ts';
import type { State } from '../model/state.ts';
import { tendAttempts } from './decide/attempts.ts';
import { appendFacts } from './decide/facts.ts';
import { finishRun } from './decide/finish.ts';
import type { Order } from './decide/priority.ts';
import { releaseSlots } from './decide/slots.ts';
import { startAttempts } from './decide/start.ts';
import { surveyRuns, type RunSurvey } from './decide/survey.ts';
import { driveTrain, headSettledAt } from './decide/train.ts';
import { watchedPulls } from './decide/watched.ts';

export { afterFailure, type FailureContext } from './decide/retry.ts';
export { routeTask, type Route, type RouteOptions } from './decide/route.ts';

export function decide(state: State, world: World, order: Order = 'critical_path'): Action[] {
  const surveys = surveyRuns(state, world);
  const actions = surveys.flatMap((survey) => carryOn(survey, state, world));
  actions.push(...startAttempts(surveys, state, world, order), ...releaseSlots(state, world), ...observe(state, world));
  return actions;
}

/** The next moment at which time alone can change the answer, milliseconds since the epoch; undefined when none will. */
export function nextDue(state: State, now: number, settings?: Pick<Settings, 'github'>): number | undefined {
  let due = Infinity;
  for (const { run, tasks } of state.specs.values()) {
    if (run === undefined || run.state === 'finished') continue;
    for (const { state: name, not_before } of tasks.values()) {
      if (name === 'ready' && not_before !== undefined && not_before > now) due = Math.min(due, not_before);
    }
  }
  for (const pull of watchedPulls(state)) {
    const at = settings === undefined ? 0 : headSettledAt(pull, settings);
    if (at > now) due = Math.min(due, at);
  }
  for (const until of state.paused_agents.values()) if (until > now) due = Math.min(due, until);
  return due === Infinity ? undefined : due;
}

function carryOn(survey: RunSurvey, state: State, world: World): Action[] {
  const facts = appendFacts(survey, state, world);
  return [
    ...facts,
    ...tendAttempts(survey, world),
    ...driveTrain(survey, state, world),
    ...forecast(survey, world),
    ...(facts.length === 0 ? finishRun(survey, state, world) : []),
  ];
}

function observe(state: State, world: World): Action[] {
  const key = 'observe_forge';
  if (!world.isForgeDue || world.inFlight.has(key) || watchedPulls(state).length === 0) return [];
  return [{ kind: 'observe_forge', key }];
}

function forecast({ spec }: RunSurvey, world: World): Action[] {
  const key = `forecast_conflicts:${spec.spec_id}`;
  if (!world.forecastDue.has(spec.spec_id) || world.inFlight.has(key)) return [];
  return [{ kind: 'forecast_conflicts', key, spec_id: spec.spec_id }];
}
