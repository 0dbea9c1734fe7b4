// What is said of a task in half a line: beside its row, beside its checkbox, to a screen reader. Everything is plain text; what
// a plan or an agent has written went through `plainText`.
import { plainText } from '../core/base/text.ts';
import type { FailureKind } from '../core/model/failure.ts';
import {
  liveAttempt,
  type AttemptState,
  type SpecState,
  type TaskState,
  type TaskStateName,
} from '../core/model/state.ts';
import { formatElapsed } from './format.ts';
import type { L10n, Words } from './localize.ts';

const titleCharsMax = 160;
const nameCharsMax = 60;
const namesShownMax = 4;

/** `1.2 Log in form` */
export function titleOfTask({ node }: Pick<TaskState, 'node'>): string {
  return `${plainText(node.id)} ${plainText(node.title, { charsMax: titleCharsMax })}`.trim();
}

export function nameOfAgent(name: string): string {
  return plainText(name, { charsMax: nameCharsMax });
}

export function stateWord(state: TaskStateName, l10n: L10n): string {
  switch (state) {
    case 'blocked':
      return l10n.t('waiting');
    case 'ready':
      return l10n.t('ready');
    case 'assigned':
      return l10n.t('preparing');
    case 'running':
      return l10n.t('running');
    case 'verifying':
      return l10n.t('verifying');
    case 'review':
      return l10n.t('in review');
    case 'done':
      return l10n.t('done');
    case 'failed':
      return l10n.t('failed');
    case 'cancelled':
      return l10n.t('cancelled');
  }
}

export function failureWord(kind: FailureKind, l10n: L10n): string {
  switch (kind) {
    case 'agent_error':
      return l10n.t('the agent failed');
    case 'agent_timeout':
      return l10n.t('the agent took too long');
    case 'no_changes':
      return l10n.t('nothing was changed');
    case 'verify_failed':
      return l10n.t('verification failed');
    case 'conflict':
      return l10n.t('it conflicts with what came before');
    case 'policy_violation':
      return l10n.t('review stopped it');
    case 'changes_requested':
      return l10n.t('somebody wants it otherwise');
    case 'permission_denied':
      return l10n.t('the agent could not go on without a person');
    case 'quota':
      return l10n.t('the agent has used up its quota');
    case 'infra_lost':
      return l10n.t('the runner was lost');
    case 'cancelled':
      return l10n.t('it was cancelled');
  }
}

/** `running 2m · spirit_1`, `waiting for 1.1, 1.2`, `done · PR #3`: the state, and what explains it. */
export function describeTask(spec: SpecState, task: TaskState, words: Words): string {
  const { state, elapsed, explanation } = phrasesOf(spec, task, words);
  const now = [state, elapsed].filter((part) => part !== undefined).join(' ');
  return [...(now === '' ? [] : [now]), ...explanation].join(' · ');
}

/** The same beside an icon that shows the state: only what the icon cannot say, as a narrow list has little room. */
export function explainTask(spec: SpecState, task: TaskState, words: Words): string {
  const unmet = task.state === 'blocked' && !isStuck(task) ? unmetDependencies(spec, task) : [];
  if (unmet.length > 0) return words.l10n.t('after {0}', someOf(unmet));
  const { state = '', elapsed, explanation } = phrasesOf(spec, task, words);
  const parts = [...(elapsed === undefined ? [] : [elapsed]), ...explanation];
  return parts.length === 0 ? state : parts.join(' · ');
}

interface Phrases {
  /** Absent where the explanation says it. */
  state?: string;
  /** How long it has been in this state. */
  elapsed?: string;
  explanation: string[];
}

function phrasesOf(spec: SpecState, task: TaskState, words: Words): Phrases {
  const { l10n, now } = words;
  const state = stateWord(task.state, l10n);
  const again = task.attempts.length > 1 ? [l10n.t('attempt {0}', task.attempts.length)] : [];
  const pull = task.pr === undefined ? [] : [`PR #${task.pr}`];
  switch (task.state) {
    case 'blocked':
      return { explanation: [describeWaiting(spec, task, l10n)] };
    case 'ready': {
      const { not_before = 0 } = task;
      return not_before > now
        ? { explanation: [l10n.t('again in {0}', formatElapsed(not_before - now)), ...again] }
        : { state, explanation: again };
    }
    case 'assigned':
    case 'running':
    case 'verifying':
      return phrasesOfLive(task, words, again);
    case 'review':
      return { state, explanation: [...pull, ...describeFindings(task, l10n), ...again] };
    case 'done':
      return { state: wordOfDone(task, l10n), explanation: [...pull, ...workTime(task)] };
    case 'failed':
      return {
        state,
        explanation: [...(task.failure === undefined ? [] : [failureWord(task.failure.kind, l10n)]), ...again],
      };
    case 'cancelled':
      return { state, explanation: [] };
  }
}

function phrasesOfLive(task: TaskState, { l10n, now }: Words, again: readonly string[]): Phrases {
  const live = liveAttempt(task);
  const explanation = [...(live === undefined ? [] : [nameOfAgent(live.agent_instance)]), ...again];
  // An icon alone would not say whom it waits for.
  if (live?.awaits_person !== undefined) return { explanation: [l10n.t('waits for you'), ...explanation] };
  const state = stateWord(task.state, l10n);
  return { state, ...(live === undefined ? {} : { elapsed: formatElapsed(elapsedOf(live, now)) }), explanation };
}

/** It cannot begin however long one waits. */
function isStuck({ blocked_by = [] }: TaskState): boolean {
  return blocked_by.length > 0;
}

/** What stands in the way for good is named before what only takes time. */
function describeWaiting(spec: SpecState, task: TaskState, l10n: L10n): string {
  if (isStuck(task)) return l10n.t('blocked by {0}', someOf(task.blocked_by ?? []));
  const unmet = unmetDependencies(spec, task);
  return unmet.length === 0 ? stateWord('blocked', l10n) : l10n.t('waiting for {0}', someOf(unmet));
}

/** Ids of the dependencies that are not done. */
export function unmetDependencies({ tasks }: SpecState, { node }: TaskState): string[] {
  return node.dependencies.filter((id) => tasks.get(id)?.state !== 'done');
}

export function someOf(ids: readonly string[]): string {
  const shown = ids.slice(0, namesShownMax).map((id) => plainText(id, { charsMax: nameCharsMax }));
  return `${shown.join(', ')}${ids.length > shown.length ? ` +${ids.length - shown.length}` : ''}`;
}

export function describeFindings(task: TaskState, l10n: L10n): string[] {
  const { findings = 0 } = task.attempts.at(-1) ?? {};
  if (findings === 0) return [];
  return [findings === 1 ? l10n.t('1 finding') : l10n.t('{0} findings', findings)];
}

function wordOfDone(task: TaskState, l10n: L10n): string {
  if (task.via === 'skipped') return l10n.t('left out by the plan');
  return task.via === 'plan' ? l10n.t('done before') : stateWord('done', l10n);
}

function workTime({ attempts }: TaskState): string[] {
  const ms = attempts.reduce((sum, attempt) => sum + elapsedOf(attempt, attempt.assigned_at), 0);
  return attempts.length === 0 ? [] : [formatElapsed(ms)];
}

export function elapsedOf({ started_at, assigned_at, finished_at }: AttemptState, now: number): number {
  return Math.max(0, (finished_at ?? now) - (started_at ?? assigned_at));
}
