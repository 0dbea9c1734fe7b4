// The words and buttons of a message: of one thing by its name, of several by their number. Titles and messages in it are inert.
import { assertNever } from '../../core/base/errors.ts';
import { formatClock } from '../format.ts';
import { inertMessage } from '../inert-message.ts';
import type { L10n } from '../localize.ts';
import { failureWord } from '../task-words.ts';
import type { Group, Notice } from './notice.ts';

export type Button =
  | 'review'
  | 'merge'
  | 'later'
  | 'show_pulls'
  | 'open_task'
  | 'open_log'
  | 'retry'
  | 'continue_in_terminal'
  | 'show_tasks'
  | 'open_dashboard'
  | 'open_on_forge'
  | 'sign_in'
  | 'doctor';

export interface Message {
  level: 'info' | 'warning' | 'error';
  text: string;
  buttons: Button[];
}

const titleCharsMax = 80;

export function messageOf({ notices }: Group, l10n: L10n): Message {
  const [first, ...more] = notices;
  return more.length === 0 ? ofOne(first, l10n) : ofSeveral(first, notices.length, l10n);
}

function ofOne(notice: Notice, l10n: L10n): Message {
  switch (notice.kind) {
    case 'pull_ready': {
      const title = short(notice.title);
      const text = notice.is_changed
        ? l10n.t('Pull request #{0} was changed and is ready again: {1}', notice.number, title)
        : l10n.t('Pull request #{0} is ready: {1}', notice.number, title);
      return { level: 'info', text, buttons: ['review', 'merge', 'later'] };
    }
    case 'person_awaited': {
      const name = short(`${notice.task_id} ${notice.title}`);
      const text = notice.isRefused
        ? l10n.t('Task {0} is not done yet: verification has failed. It waits for you.', name)
        : l10n.t('Task {0} waits for you.', name);
      return { level: 'warning', text, buttons: ['continue_in_terminal', 'open_task'] };
    }
    case 'task_failed': {
      const why = failureWord(notice.failure, l10n);
      const text = l10n.t(
        'Task {0} needs you: {1}. {2}',
        short(`${notice.task_id} ${notice.title}`),
        why,
        short(notice.message, 200),
      );
      return { level: 'error', text, buttons: ['open_log', 'retry', 'open_task'] };
    }
    case 'run_ended':
      return ofEnd(notice, l10n);
    case 'agent_rests': {
      const text = l10n.t(
        'Agent {0} has used up its quota and rests until {1}.',
        short(notice.agent),
        formatClock(notice.until),
      );
      return { level: 'warning', text, buttons: ['open_dashboard'] };
    }
    case 'repository_altered': {
      const names = short(notice.names.join(', '));
      const text = l10n.t(
        'While a task was at work, something changed the repository beside it: {0}. Nothing was undone.',
        names,
      );
      return { level: 'warning', text, buttons: ['doctor'] };
    }
    case 'merge_held': {
      const { number, reason } = notice;
      const text = l10n.t('Pull request #{0} is not merged yet: {1}', number, short(reason, 200));
      return { level: 'warning', text, buttons: ['review', 'open_on_forge'] };
    }
    case 'forge_lost': {
      const text = l10n.t('GitHub cannot be reached: {0}', short(notice.reason, 200));
      return { level: 'warning', text, buttons: ['sign_in', 'doctor'] };
    }
    case 'conflict': {
      const text = l10n.t(
        'Task {0} conflicts with what came before it and goes back to its agent.',
        short(`${notice.task_id} ${notice.title}`),
      );
      return { level: 'info', text, buttons: ['open_task'] };
    }
    case 'pull_opened': {
      const text = l10n.t('Pull request #{0} was opened: {1}', notice.number, short(notice.title));
      return { level: 'info', text, buttons: ['review'] };
    }
    default:
      return assertNever(notice);
  }
}

function ofEnd(
  { spec_id, outcome, done, total, final_pr }: Extract<Notice, { kind: 'run_ended' }>,
  l10n: L10n,
): Message {
  const spec = short(spec_id);
  const pull = final_pr === undefined ? '' : ` ${l10n.t('Pull request #{0} waits for you.', final_pr)}`;
  const buttons: Button[] = final_pr === undefined ? ['open_dashboard'] : ['review', 'merge', 'later'];
  switch (outcome) {
    case 'completed':
      return { level: 'info', text: l10n.t('{0} is done: {1} of {2} tasks.', spec, done, total) + pull, buttons };
    case 'failed':
      return {
        level: 'warning',
        text: l10n.t('The run of {0} has ended with failed tasks: {1} of {2} are done.', spec, done, total) + pull,
        buttons: ['show_tasks', 'open_dashboard'],
      };
    case 'cancelled':
      return {
        level: 'info',
        text: l10n.t('The run of {0} was cancelled: {1} of {2} tasks are done.', spec, done, total),
        buttons: ['open_dashboard'],
      };
  }
}

function ofSeveral({ kind }: Notice, count: number, l10n: L10n): Message {
  switch (kind) {
    case 'pull_ready':
      return { level: 'info', text: l10n.t('{0} pull requests are ready.', count), buttons: ['show_pulls', 'later'] };
    case 'person_awaited':
      return { level: 'warning', text: l10n.t('{0} tasks wait for you.', count), buttons: ['show_tasks'] };
    case 'task_failed':
      return { level: 'error', text: l10n.t('{0} tasks have failed and need you.', count), buttons: ['show_tasks'] };
    case 'run_ended':
      return { level: 'info', text: l10n.t('{0} runs have ended.', count), buttons: ['open_dashboard'] };
    case 'agent_rests':
      return {
        level: 'warning',
        text: l10n.t('{0} agents have used up their quota and rest.', count),
        buttons: ['open_dashboard'],
      };
    case 'repository_altered':
      return {
        level: 'warning',
        text: l10n.t(
          'While tasks were at work, the repository was changed beside them {0} times. Nothing was undone.',
          count,
        ),
        buttons: ['doctor'],
      };
    case 'merge_held':
      return {
        level: 'warning',
        text: l10n.t('{0} pull requests are not merged yet and need you.', count),
        buttons: ['show_pulls'],
      };
    case 'forge_lost':
      return {
        level: 'warning',
        text: l10n.t('GitHub was lost {0} times.', count),
        buttons: ['sign_in', 'doctor'],
      };
    case 'conflict':
      return {
        level: 'info',
        text: l10n.t('{0} tasks conflict and go back to their agents.', count),
        buttons: ['show_tasks'],
      };
    case 'pull_opened':
      return { level: 'info', text: l10n.t('{0} pull requests were opened.', count), buttons: ['show_pulls'] };
  }
}

export function labelOf(button: Button, l10n: L10n): string {
  switch (button) {
    case 'review':
      return l10n.t('Review');
    case 'merge':
      return l10n.t('Merge');
    case 'later':
      return l10n.t('Later');
    case 'show_pulls':
      return l10n.t('Show Pull Requests');
    case 'open_task':
      return l10n.t('Open Task');
    case 'open_log':
      return l10n.t('Open Agent Log');
    case 'retry':
      return l10n.t('Retry');
    case 'continue_in_terminal':
      return l10n.t('Continue in Terminal');
    case 'show_tasks':
      return l10n.t('Show Tasks');
    case 'open_dashboard':
      return l10n.t('Open Dashboard');
    case 'open_on_forge':
      return l10n.t('Open on GitHub');
    case 'sign_in':
      return l10n.t('Sign In');
    case 'doctor':
      return l10n.t('Doctor');
  }
}

function short(text: string, charsMax = titleCharsMax): string {
  return inertMessage(text, charsMax);
}
