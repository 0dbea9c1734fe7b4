// The facts that follow from the state alone. Each task gets at most one verdict in a decision, so that the events of one
// batch never contradict each other; what is in flight for a task is waited for first.
import type { Action, World } from '../actions.ts';
import { InvariantError } from '../../base/errors.ts';
import type { NewEvent } from '../../model/events.ts';
import type { Failure } from '../../model/failure.ts';
import type { State, TaskState } from '../../model/state.ts';
import { openEdges } from './edges.ts';
import { afterFailure, pauseAfter, type FailureContext } from './retry.ts';
import { attemptOf, isAnyInFlight, isCancelled, keyOf, subjectOf, type Placed, type RunSurvey } from './survey.ts';
import { stepKey } from './train.ts';

/** One batch for the run, or nothing when an earlier one is still on its way to the disk. */
export function appendFacts(survey: RunSurvey, state: State, world: World): Action[] {
  const prefix = `append:${survey.spec.spec_id}:`;
  if (isAnyInFlight(world, prefix)) return [];
  const events = [
    ...closeInterruptedIntegration(survey, world),
    ...survey.closed.flatMap(({ task }) => judgeClosed(survey, task, state, world)),
    ...survey.review.flatMap(({ task }) => judgeReview(survey, task, state, world)),
    ...judgeWaiting(survey),
  ];
  return events.length === 0 ? [] : [{ kind: 'append', key: `${prefix}${state.seq}`, events }];
}

/** The train was at work and nobody is: the controller before this one ended in the middle of it. */
function closeInterruptedIntegration({ spec, run }: RunSurvey, world: World): NewEvent[] {
  if (run.integrating === undefined || isAnyInFlight(world, stepKey(spec.spec_id))) return [];
  return [
    {
      run_id: run.run_id,
      spec_id: spec.spec_id,
      type: 'IntegrationFinished',
      data: { number: run.integrating, outcome: 'interrupted' },
    },
  ];
}

function judgeClosed(survey: RunSurvey, task: TaskState, state: State, world: World): NewEvent[] {
  const of = attemptOf(survey, task);
  if (world.inFlight.has(keyOf('deliver_attempt', of)) || world.inFlight.has(keyOf('stop_attempt', of))) return [];
  const attempt = task.attempts.at(-1);
  if (attempt === undefined) throw new InvariantError(`Task ${task.node.id} is ${task.state} without an attempt.`);
  if (attempt.outcome === 'succeeded' && task.state === 'verifying') {
    if (isCancelled(survey, task)) return [cancelled(survey, task)];
    return task.node.kind === 'checkpoint' ? [{ ...subjectOf(survey, task), type: 'TaskCompleted', data: {} }] : [];
  }
  const failure: Failure = attempt.failure ?? { kind: 'agent_error', message: 'The attempt ended without a reason.' };
  const context: FailureContext = {
    subject: subjectOf(survey, task),
    now: world.now,
    settings: world.settings,
    isCancelRequested: isCancelled(survey, task),
    pausedUntil: state.paused_agents.get(attempt.agent),
  };
  const pause = pauseAfter(task, failure, context);
  return [...(pause === undefined ? [] : [pause]), afterFailure(task, failure, context)];
}

/** A pull request that a person has merged completes its task; one that a person has closed gives it up. */
function judgeReview(survey: RunSurvey, task: TaskState, state: State, world: World): NewEvent[] {
  const pull = task.pr === undefined ? undefined : state.pulls.get(task.pr);
  if (pull !== undefined && isOnTrain(survey, pull.number, world)) return [];
  if (pull?.state === 'merged') {
    const { number: pr, merge_sha } = pull;
    const data = { pr, ...(merge_sha === undefined ? {} : { merge_sha }) };
    return [{ ...subjectOf(survey, task), type: 'TaskCompleted', data }];
  }
  if (isCancelled(survey, task)) return [cancelled(survey, task)];
  if (pull?.state !== 'closed') return [];
  const { github, retry } = world.settings;
  const isLeft = task.attempts.length - task.free_attempts < retry.attempts_max;
  if (github.on_close === 'retry' && survey.run.forge === 'github' && isLeft) {
    const message = `Pull request #${pull.number} was closed without being merged.`;
    return [
      { ...subjectOf(survey, task), type: 'TaskReady', data: { retry_of: { kind: 'changes_requested', message } } },
    ];
  }
  const isSpent = github.on_close === 'retry' && !isLeft ? ' No attempt is left.' : '';
  const reason = `Pull request #${pull.number} was closed without being merged.${isSpent}`;
  return [{ ...subjectOf(survey, task), type: 'TaskCancelled', data: { reason } }];
}

/** From the moment that its step is decided, which is before the step is recorded. */
function isOnTrain({ spec, run }: RunSurvey, number: number, world: World): boolean {
  return run.integrating === number || world.inFlight.has(stepKey(spec.spec_id, number));
}

function judgeWaiting(survey: RunSurvey): NewEvent[] {
  const isGivenUp = ({ task }: Placed) => isCancelled(survey, task);
  const givenUp = [...survey.blocked.filter(isGivenUp), ...survey.ready.filter(isGivenUp)];
  if (givenUp.length === 0) return openEdges(survey);
  const blocked = survey.blocked.filter((placed) => !isGivenUp(placed));
  return [...givenUp.map(({ task }) => cancelled(survey, task)), ...openEdges({ ...survey, blocked })];
}

function cancelled(survey: RunSurvey, task: TaskState): NewEvent {
  return { ...subjectOf(survey, task), type: 'TaskCancelled', data: { reason: 'Cancelled on request.' } };
}
