// What is said of a task in a word or two, and in a whole sentence for who hears it.
import type { PanelAttempt, PanelTask } from '../../core/model/panel-dashboard.ts';
import { formatDuration } from '../format.ts';
import { failureWord } from './failure-word.ts';
import type { Page } from './page.ts';

type Words = Pick<Page, 't' | 'now'>;

/** The attempt that is at work. */
export function liveOf({ attempts }: PanelTask): PanelAttempt | undefined {
  const last = attempts.at(-1);
  return last !== undefined && last.end === undefined ? last : undefined;
}

/** Beside a task's id: how long it has been at work, its pull request, how often it was tried. */
export function noteOf(task: PanelTask, { now }: Pick<Words, 'now'>): string {
  const live = liveOf(task);
  if (live !== undefined) return formatDuration(now - live.start);
  if (task.pull !== undefined && task.state !== 'failed') return `#${task.pull}`;
  return task.attempts.length > 1 ? `×${task.attempts.length}` : '';
}

export function stateWord(task: PanelTask, { t }: Pick<Words, 't'>): string {
  if (liveOf(task)?.awaited_since !== undefined) return t('state_awaited');
  if (task.via === 'skipped') return t('state_skipped');
  return t(`state_${task.state}`);
}

/** All that its attempts have taken together; undefined for a task that was never begun. */
export function workOf({ attempts }: PanelTask, now: number): number | undefined {
  if (attempts.length === 0) return undefined;
  return attempts.reduce((sum, { start, end }) => sum + Math.max(0, (end ?? now) - start), 0);
}

/** What stands between the task and its beginning. */
export function waitsFor(task: PanelTask, tasks: ReadonlyMap<string, PanelTask>): string[] {
  if (task.state !== 'blocked') return [];
  return task.dependencies.filter((id) => tasks.get(id)?.state !== 'done');
}

/** `1.2 Log in form, running, general_spirit_1, depends on 1.1` */
export function describeTask(task: PanelTask, words: Words): string {
  const { t } = words;
  const live = liveOf(task);
  return [
    `${task.id} ${task.title}`,
    stateWord(task, words),
    ...(live === undefined ? [] : [live.agent_instance]),
    ...(task.failure === undefined || task.state !== 'failed' ? [] : [failureWord(task.failure.kind, t)]),
    ...(task.dependencies.length === 0 ? [] : [t('depends_on_ids', task.dependencies.join(', '))]),
  ].join(', ');
}
