// What an event means to a person, and whether it still does: from an event and the state that came of it to a notice. Pure; when it is
// told, and whether it was told before, is decided in `notices-for.ts`.
import type { RegistryEvent } from '../../core/model/events.ts';
import { liveAttempt, type PullState, type State } from '../../core/model/state.ts';
import type { Notice } from './notice.ts';

export function noticeOf(event: RegistryEvent, state: State): Notice | undefined {
  const { at, spec_id = '', task_id = '' } = event;
  const spec = state.specs.get(spec_id);
  const title = spec?.tasks.get(task_id)?.node.title ?? '';
  switch (event.type) {
    case 'PROpened':
      return ofOpened(event, state);
    case 'PRUpdated':
      // A round that was asked for has come to its end.
      return event.attempt === undefined ? undefined : ofReady(event.data.number, { at, is_changed: true }, state);
    case 'CIStatusChanged':
      return event.data.state === 'success' ? ofReady(event.data.number, { at, is_changed: false }, state) : undefined;
    case 'PersonAwaited':
      // Whoever has just taken it over knows.
      return event.data.reason === 'taken_over'
        ? undefined
        : { at, spec_id, kind: 'person_awaited', task_id, title, isRefused: event.data.failure !== undefined };
    case 'TaskFailed': {
      const { kind: failure, message } = event.data.failure;
      return { at, spec_id, kind: 'task_failed', task_id, title, failure, message };
    }
    case 'RunFinished': {
      const { outcome, final_pr } = event.data;
      const tasks = [...(spec?.tasks.values() ?? [])].filter(({ node }) => spec?.run?.only?.includes(node.id) ?? true);
      const done = tasks.filter((task) => task.state === 'done').length;
      const final = final_pr === undefined ? {} : { final_pr };
      return { at, spec_id, kind: 'run_ended', outcome, done, total: tasks.length, ...final };
    }
    case 'AgentPaused':
      return { at, spec_id, kind: 'agent_rests', agent: event.data.agent, until: event.data.until };
    case 'RepositoryAltered': {
      const names = spec?.run?.altered?.at(-1)?.names ?? [];
      return { at, spec_id, kind: 'repository_altered', names };
    }
    case 'ConflictDetected':
      return task_id === '' ? undefined : { at, spec_id, kind: 'conflict', task_id, title };
    case 'IntegrationFinished': {
      const { number, reason } = event.data;
      const pull = reason === undefined ? undefined : state.pulls.get(number);
      if (pull === undefined || reason === undefined) return undefined;
      return { at, spec_id, kind: 'merge_held', number, title: pull.title, reason };
    }
    case 'ForgeLost':
      // Without a hint there is nothing to do but to wait, and the next try comes by itself.
      return event.data.hint === undefined ? undefined : { at, spec_id, kind: 'forge_lost', reason: event.data.reason };
    default:
      return undefined;
  }
}

function ofOpened({ at, data }: RegistryEvent<'PROpened'>, state: State): Notice | undefined {
  const pull = state.pulls.get(data.number);
  if (pull === undefined || waitsForPerson(pull, state)) return ofReady(data.number, { at, is_changed: false }, state);
  const { spec_id, number, title } = pull;
  return { at, spec_id, kind: 'pull_opened', number, title };
}

function ofReady(
  number: number,
  { at, is_changed }: { at: number; is_changed: boolean },
  state: State,
): Notice | undefined {
  const pull = state.pulls.get(number);
  if (pull === undefined || !isReady(pull, state)) return undefined;
  const { spec_id, title, is_final, head_sha: head = '' } = pull;
  return { at, spec_id, kind: 'pull_ready', number, head, title, is_final, is_changed };
}

/** A pull request is ready for a person when it is theirs to merge and nothing is being checked any more. */
export function isReady(pull: PullState, state: State): boolean {
  return waitsForPerson(pull, state) && pull.checks.every((check) => check.state === 'success');
}

function waitsForPerson({ is_final, spec_id }: PullState, state: State): boolean {
  return is_final || state.specs.get(spec_id)?.run?.delivery === 'direct';
}

/** What was answered or undone meanwhile is no news. */
export function isStillTrue(notice: Notice, state: State, now: number): boolean {
  const task = 'task_id' in notice ? state.specs.get(notice.spec_id)?.tasks.get(notice.task_id) : undefined;
  switch (notice.kind) {
    case 'pull_ready':
    case 'pull_opened':
      return state.pulls.get(notice.number)?.state === 'open';
    case 'merge_held':
      return isHeld(state.pulls.get(notice.number), notice.reason);
    case 'forge_lost':
      return (
        isLockedOut(state) &&
        state.specs.values().some(({ run }) => run?.forge === 'github' && run.state !== 'finished')
      );
    case 'person_awaited':
      return task !== undefined && liveAttempt(task)?.awaits_person !== undefined;
    case 'task_failed':
      return task?.state === 'failed';
    case 'agent_rests':
      return notice.until > now;
    case 'run_ended':
      return state.specs.get(notice.spec_id)?.run?.state === 'finished';
    case 'repository_altered':
    case 'conflict':
      return true;
  }
}

/** While something is being checked the train only waits. */
function isHeld(pull: PullState | undefined, reason: string): boolean {
  return pull?.state === 'open' && pull.held === reason && pull.checks.every((check) => check.state !== 'pending');
}

/** Cut off from the forge until a person does something about it. */
export function isLockedOut({ forge_lost }: State): boolean {
  return forge_lost?.hint !== undefined;
}
