// What follows when an attempt, or the integration of its work, has failed: one rule for each kind of failure. Pure; the
// wait before another try is spread by a hash of the task and its attempt, so that the same state gives the same answer.
import { backoffMs } from '../../base/retry.ts';
import type { EventSubject, NewEvent } from '../../model/events.ts';
import type { Failure, FailureKind } from '../../model/failure.ts';
import type { Settings } from '../../model/settings.ts';
import type { TaskState } from '../../model/state.ts';
import { chanceOf } from './chance.ts';

export interface RetryRule {
  /** `after_pause`: the agent rests, for everybody, and the task waits with it. */
  next: 'at_once' | 'after_backoff' | 'after_pause' | 'never';
  /** False when the try does not count against `retry.attempts_max`. */
  countsAttempt: boolean;
  /** Failures of this very kind that a task may have, until a person asks again. */
  sameKindMax: number;
  /** The next attempt can learn from it, so it replaces what an earlier failure taught. */
  isLesson: boolean;
}

const noLimit = Number.POSITIVE_INFINITY;

export const retryRules: Record<FailureKind, RetryRule> = {
  agent_error: { next: 'after_backoff', countsAttempt: true, sameKindMax: noLimit, isLesson: true },
  agent_timeout: { next: 'after_backoff', countsAttempt: true, sameKindMax: noLimit, isLesson: true },
  no_changes: { next: 'at_once', countsAttempt: true, sameKindMax: 2, isLesson: true },
  verify_failed: { next: 'at_once', countsAttempt: true, sameKindMax: noLimit, isLesson: true },
  conflict: { next: 'at_once', countsAttempt: true, sameKindMax: noLimit, isLesson: true },
  policy_violation: { next: 'never', countsAttempt: true, sameKindMax: 1, isLesson: false },
  // A person wants it otherwise: as often as they like.
  changes_requested: { next: 'at_once', countsAttempt: false, sameKindMax: noLimit, isLesson: true },
  permission_denied: { next: 'never', countsAttempt: true, sameKindMax: 1, isLesson: false },
  quota: { next: 'after_pause', countsAttempt: false, sameKindMax: noLimit, isLesson: false },
  infra_lost: { next: 'after_backoff', countsAttempt: true, sameKindMax: 2, isLesson: false },
  // An attempt that was stopped although nobody cancelled its task went down with its controller: it runs again.
  cancelled: { next: 'at_once', countsAttempt: false, sameKindMax: 5, isLesson: false },
};

/** A checkpoint has nobody who could mend what it finds; a second look only tells a flaky test from a broken tree. */
const checkpointRule: RetryRule = { ...retryRules.verify_failed, sameKindMax: 2 };

/** Short at first: an agent that is told in a header how long to wait does not hand it on, and most limits are by the minute. */
const pauseMs = 15_000;
const pauseMaxMs = 3_600_000;

export interface FailureContext {
  /** What the event begins with: run, spec, task. */
  subject: EventSubject;
  now: number;
  settings: Pick<Settings, 'retry'>;
  /** Somebody asked for the whole run to be cancelled; what was asked of the task alone stands in the task. */
  isCancelRequested?: boolean;
  /** Until when the agent rests already: a pause is never made shorter. */
  pausedUntil?: number | undefined;
}

/** Moves a failed task on: ready again, failed for good, or cancelled. Its latest attempt must have ended. */
export function afterFailure(task: TaskState, failure: Failure, context: FailureContext): NewEvent {
  const { subject, settings } = context;
  if (context.isCancelRequested === true || task.is_cancel_requested === true) {
    return { ...subject, type: 'TaskCancelled', data: { reason: 'Cancelled on request.' } };
  }
  const rule = ruleFor(task, failure.kind);
  const end = endOf(task, failure, rule, settings);
  if (end !== undefined) {
    const message = `${failure.message} ${end}`.trim().slice(0, 4000);
    return { ...subject, type: 'TaskFailed', data: { failure: { ...failure, message } } };
  }
  const isLessonKept = !rule.isLesson && task.retry_of !== undefined;
  const not_before = startAfter(task, failure, rule, context);
  return {
    ...subject,
    type: 'TaskReady',
    data: {
      ...(isLessonKept ? {} : { retry_of: failure }),
      ...(not_before === undefined ? {} : { not_before }),
      ...(rule.countsAttempt ? {} : { is_free: true }),
    },
  };
}

/** The rest that an agent takes, which holds for everybody; undefined when the failure asks for none. */
export function pauseAfter(task: TaskState, failure: Failure, context: FailureContext): NewEvent | undefined {
  const agent = task.attempts.at(-1)?.agent;
  if (agent === undefined || ruleFor(task, failure.kind).next !== 'after_pause') return undefined;
  const until = pauseEnd(task, failure, context);
  return { ...context.subject, type: 'AgentPaused', data: { agent, until, reason: failure.message } };
}

function ruleFor(task: TaskState, kind: FailureKind): RetryRule {
  return task.node.kind === 'checkpoint' && kind === 'verify_failed' ? checkpointRule : retryRules[kind];
}

/** Why the task is not tried again; an empty text when the failure speaks for itself; undefined when it is tried again. */
function endOf(
  task: TaskState,
  { kind, is_final: isFinal }: Failure,
  rule: RetryRule,
  { retry }: Pick<Settings, 'retry'>,
) {
  if (rule.next === 'never' || isFinal === true) return '';
  const same = countSameKind(task, kind);
  if (same >= rule.sameKindMax) {
    return kind === 'infra_lost'
      ? `It has lost ${same} runners and is quarantined.`
      : `The same happened ${same} times.`;
  }
  const counted = task.attempts.length - task.free_attempts;
  if (rule.countsAttempt && counted >= retry.attempts_max)
    return `That was attempt ${counted} of ${retry.attempts_max}.`;
  return undefined;
}

/** Failures of one kind since a person last asked for the task, the present one included. */
function countSameKind(task: TaskState, kind: FailureKind): number {
  const earlier = task.attempts.slice(0, -1);
  return 1 + earlier.slice(reopenedAt(task)).filter((attempt) => attempt.failure?.kind === kind).length;
}

/**
 * How many attempts lie before the last time that the task was reopened. Reopening frees all attempts until then, and each
 * later one of a kind that does not count frees itself: the first place where the two add up to `free_attempts`.
 */
function reopenedAt({ attempts, free_attempts }: TaskState): number {
  const isFree = attempts
    .slice(0, -1)
    .map(
      ({ failure }) => failure !== undefined && failure.is_final !== true && !retryRules[failure.kind].countsAttempt,
    );
  let freed = isFree.filter(Boolean).length;
  let place = 0;
  while (place < isFree.length && freed < free_attempts) {
    if (isFree[place] !== true) freed += 1;
    place += 1;
  }
  return place;
}

function startAfter(task: TaskState, failure: Failure, rule: RetryRule, context: FailureContext): number | undefined {
  if (rule.next === 'after_pause') return pauseEnd(task, failure, context);
  return rule.next === 'after_backoff' ? backoffEnd(task, context) : undefined;
}

/** When the quota opens again as the agent says, or else a quarter of a minute from now, doubled each time in a row. */
function pauseEnd(task: TaskState, failure: Failure, { now, pausedUntil = 0 }: FailureContext): number {
  const doubledMs = Math.min(pauseMaxMs, pauseMs * 2 ** (trailingQuota(task) - 1));
  return Math.max(failure.reset_at ?? now + doubledMs, pausedUntil);
}

function trailingQuota({ attempts }: TaskState): number {
  const other = attempts.findLastIndex((attempt) => attempt.failure?.kind !== 'quota');
  return Math.min(16, Math.max(1, attempts.length - 1 - other));
}

function backoffEnd(task: TaskState, { now, settings, subject }: FailureContext): number {
  const failures = Math.max(1, task.attempts.length - task.free_attempts);
  const random = () => chanceOf(`${subject.spec_id ?? ''}/${task.node.id}/${task.attempts.length}`);
  const { backoff_ms: baseMs, backoff_max_ms: maxMs } = settings.retry;
  return now + backoffMs(failures, { baseMs, maxMs, random });
}
