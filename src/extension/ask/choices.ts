// What a command may be about, when nobody has said it: specs, tasks and pull requests as rows to choose from, each with the target
// that it stands for. Rows are plain data; titles in them are inert.
import { viewInbox, type InboxRow } from '../../core/model/view-inbox.ts';
import type { PullState, SpecState, State, TaskState } from '../../core/model/state.ts';
import { countStates } from '../../core/model/view-status.ts';
import type { LiveRepository } from '../app.ts';
import { inertMessage } from '../inert-message.ts';
import type { L10n, Words } from '../localize.ts';
import type { Target } from '../target.ts';
import { describeTask } from '../task-words.ts';

/** A row of a quick pick. */
export interface Choice {
  label: string;
  description: string;
  detail?: string;
  target: Target;
}

export type Repository = Pick<LiveRepository, 'name' | 'place' | 'state'>;

const rowsMax = 2000;

export function repositoryChoices(repositories: readonly Repository[]): Choice[] {
  return repositories.map(({ name, place }) => ({
    label: `$(repo) ${inertMessage(name)}`,
    description: place.mainWorktree,
    target: { repository: place.mainWorktree },
  }));
}

/** @param accepts which specs the command can be about. */
export function specChoices(
  repositories: readonly Repository[],
  accepts: (spec: SpecState) => boolean,
  l10n: L10n,
): Choice[] {
  return repositories.flatMap((repository) =>
    [...repository.state().specs.values()].filter(accepts).map((spec) => ({
      label: `${iconOfSpec(spec)} ${inertMessage(spec.spec_id)}`,
      description: [...nameIfSeveral(repositories, repository), describeSpec(spec, l10n)].join(' · '),
      ...(spec.title === '' ? {} : { detail: inertMessage(spec.title) }),
      target: { repository: repository.place.mainWorktree, spec_id: spec.spec_id },
    })),
  );
}

export interface TaskOfSpec {
  spec: SpecState;
  task: TaskState;
  state: State;
}

export function taskChoices(
  repositories: readonly Repository[],
  accepts: (of: TaskOfSpec) => boolean,
  words: Words,
): Choice[] {
  const rows: Choice[] = [];
  for (const repository of repositories) {
    const state = repository.state();
    for (const spec of state.specs.values()) {
      for (const task of spec.tasks.values()) {
        if (rows.length === rowsMax) return rows;
        if (accepts({ spec, task, state })) rows.push(taskChoice(repository, spec, task, words));
      }
    }
  }
  return rows;
}

/** In the order in which it helps most to look at them. */
export function pullChoices(
  repositories: readonly Repository[],
  accepts: (pull: PullState) => boolean,
  l10n: L10n,
): Choice[] {
  return repositories.flatMap((repository) => {
    const state = repository.state();
    const inbox = viewInbox(state).filter(({ number }) => accepts(pullOf(state, number)));
    return inbox.map((row) => ({
      label: `$(git-pull-request) #${row.number} ${inertMessage(row.title)}`,
      description: [...nameIfSeveral(repositories, repository), describePull(row, l10n)].join(' · '),
      target: { repository: repository.place.mainWorktree, spec_id: row.spec_id, pull: row.number },
    }));
  });
}

function pullOf(state: State, number: number): PullState {
  const pull = state.pulls.get(number);
  if (pull === undefined) throw new RangeError(`#${number} was listed and is not there.`);
  return pull;
}

function taskChoice(repository: Repository, spec: SpecState, task: TaskState, words: Words): Choice {
  return {
    label: inertMessage(`${task.node.id} ${task.node.title}`),
    description: inertMessage(`${spec.spec_id} · ${describeTask(spec, task, words)}`),
    target: { repository: repository.place.mainWorktree, spec_id: spec.spec_id, task_id: task.node.id },
  };
}

function nameIfSeveral(repositories: readonly Repository[], { name }: Repository): string[] {
  return repositories.length > 1 ? [inertMessage(name)] : [];
}

function iconOfSpec({ run }: SpecState): string {
  if (run === undefined) return '$(circle-outline)';
  if (run.state === 'paused') return '$(debug-pause)';
  if (run.state === 'running') return '$(sync)';
  return run.outcome === 'completed' ? '$(pass)' : '$(error)';
}

function describeSpec({ run, tasks }: SpecState, l10n: L10n): string {
  const { done } = countStates(tasks.values());
  const progress = l10n.t('{0} of {1} tasks done', done, tasks.size);
  if (run?.state === 'running') return `${l10n.t('running')} · ${progress}`;
  if (run?.state === 'paused') return `${l10n.t('paused')} · ${progress}`;
  return progress;
}

function describePull({ unblocks, is_final, waits_for }: InboxRow, l10n: L10n): string {
  if (is_final) return l10n.t('the whole spec');
  if (waits_for === 'train') return l10n.t('merged by itself when it fits');
  if (unblocks === 0) return l10n.t('waits for you');
  return unblocks === 1 ? l10n.t('unblocks 1 task') : l10n.t('unblocks {0} tasks', unblocks);
}
