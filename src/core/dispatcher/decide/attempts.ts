// What becomes of attempts that exist: stopped, adopted, looked for, delivered. Starting new ones is `start.ts`.
import type { Action, World } from '../actions.ts';
import { attemptKey } from '../actions.ts';
import type { TaskState } from '../../model/state.ts';
import { attemptOf, isCancelled, keyOf, type RunSurvey } from './survey.ts';

/** So long an attempt may take from its assignment to the first word of its runner. */
const startMaxMs = 15 * 60_000;

export function tendAttempts(survey: RunSurvey, world: World): Action[] {
  const actions: Action[] = [];
  for (const { task } of survey.live) {
    const action = tendLive(survey, task, world);
    if (action !== undefined && !world.inFlight.has(action.key)) actions.push(action);
  }
  for (const { task } of survey.closed) {
    const of = attemptOf(survey, task);
    const key = keyOf('deliver_attempt', of);
    if (isDeliverable(survey, task) && !world.inFlight.has(key)) actions.push({ kind: 'deliver_attempt', key, ...of });
  }
  return actions;
}

function tendLive(survey: RunSurvey, task: TaskState, world: World): Action | undefined {
  const of = attemptOf(survey, task);
  const isFollowed = world.followed.has(attemptKey(of));
  if (world.inFlight.has(keyOf('stop_attempt', of))) return undefined;
  if (isCancelled(survey, task)) {
    const failure = { kind: 'cancelled' as const, message: 'Cancelled on request.' };
    return { kind: 'stop_attempt', key: keyOf('stop_attempt', of), failure, ...of };
  }
  if (isFollowed) {
    const isLost = world.silent.has(attemptKey(of)) && isExpectedToSpeak(task, world);
    return isLost ? { kind: 'probe_attempt', key: keyOf('probe_attempt', of), ...of } : undefined;
  }
  // Between its assignment and its first message an attempt is in the hands of whoever starts it.
  if (world.inFlight.has(keyOf('start_attempt', of))) return undefined;
  return { kind: 'adopt_attempt', key: keyOf('adopt_attempt', of), ...of };
}

/** A runner speaks from its start on; before that its slot is being made, which may take long and says nothing. */
function isExpectedToSpeak(task: TaskState, { now }: World): boolean {
  const attempt = task.attempts.at(-1);
  return attempt?.started_at !== undefined || now - (attempt?.assigned_at ?? now) >= startMaxMs;
}

function isDeliverable(survey: RunSurvey, task: TaskState): boolean {
  const isProven = task.state === 'verifying' && task.attempts.at(-1)?.outcome === 'succeeded';
  return isProven && task.node.kind === 'work' && !isCancelled(survey, task);
}
