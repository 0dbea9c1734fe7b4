// Which tasks the tree shows, in the few kinds that a person thinks in.
import { liveAttempt, type TaskState, type TaskStateName } from '../../core/model/state.ts';
import type { L10n } from '../localize.ts';

export const taskKinds = ['attention', 'working', 'waiting', 'review', 'done'] as const;
export type TaskKind = (typeof taskKinds)[number];

/** Nothing chosen means everything. */
export type Filter = ReadonlySet<TaskKind>;

const kindOfState: Record<TaskStateName, TaskKind> = {
  blocked: 'waiting',
  ready: 'waiting',
  assigned: 'working',
  running: 'working',
  verifying: 'working',
  review: 'review',
  done: 'done',
  failed: 'attention',
  cancelled: 'done',
};

export function kindOfTask(task: TaskState): TaskKind {
  const isStuck = task.state === 'blocked' && (task.blocked_by?.length ?? 0) > 0;
  return isStuck || liveAttempt(task)?.awaits_person !== undefined ? 'attention' : kindOfState[task.state];
}

export function passes(filter: Filter, task: TaskState): boolean {
  return filter.size === 0 || filter.has(kindOfTask(task));
}

/** From what was remembered, which may be anything. */
export function asFilter(remembered: unknown): Filter {
  return new Set(Array.isArray(remembered) ? taskKinds.filter((kind) => remembered.includes(kind)) : []);
}

export function labelOfKind(kind: TaskKind, l10n: L10n): { label: string; detail: string } {
  switch (kind) {
    case 'attention':
      return { label: l10n.t('Needs you'), detail: l10n.t('Failed, blocked for good, or waiting for a person') };
    case 'working':
      return { label: l10n.t('At work'), detail: l10n.t('Being prepared, running or being verified') };
    case 'waiting':
      return { label: l10n.t('Waiting'), detail: l10n.t('Ready to start, or waiting for other tasks') };
    case 'review':
      return { label: l10n.t('In review'), detail: l10n.t('In an open pull request') };
    case 'done':
      return { label: l10n.t('Done'), detail: l10n.t('Merged, done before, or cancelled') };
  }
}
