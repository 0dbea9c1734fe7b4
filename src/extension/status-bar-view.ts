// What the status bar says of all runs of the window, as plain data: one glance tells who works, how far it is, and whether
// something waits for a person. Quiet when nothing runs.
import { inert } from '../core/base/inert.ts';
import { plainText } from '../core/base/text.ts';
import { countStates, needsOfSpec, type Need } from '../core/model/view-status.ts';
import { liveAttempt, type RunState, type SpecState, type State, type TaskState } from '../core/model/state.ts';
import type { L10n } from './localize.ts';

export interface StatusBarView {
  text: string;
  /** Markdown, to be shown untrusted. */
  tooltip: string;
  /** For who hears it. */
  label: string;
  isWarning: boolean;
  /** What a click opens: the dashboard of the only run, or a choice. */
  opens: { repository: string; spec_id: string } | 'choice';
}

export interface RepositoryOnBar {
  path: string;
  name: string;
  state: State;
  damage: string | undefined;
}

const specsShownMax = 8;
const needsShownMax = 5;
const titleCharsMax = 80;

/** Undefined where there is nothing to show it for. */
export function viewStatusBar(
  repositories: readonly RepositoryOnBar[],
  { l10n, canRun }: { l10n: L10n; canRun: boolean },
): StatusBarView | undefined {
  if (repositories.length === 0) return undefined;
  const specs = repositories.flatMap(lookAt);
  const runs = specs.filter(({ run }) => run !== undefined && run.state !== 'finished');
  const damaged = repositories.filter(({ damage }) => damage !== undefined);
  const needs = specs.flatMap((spec) => spec.needs);
  // What holds up a run is urgent; what is left when all is over waits as long as one likes.
  const urgent = runs.flatMap((spec) => spec.needs).length + damaged.length;
  const shown = runs.length > 0 ? runs : specs.filter((spec) => spec.needs.length > 0);
  const [only] = shown;
  return {
    text: [textOfRuns(runs, l10n), ...bell(urgent, needs.length)].join(' '),
    tooltip: tooltipOf({ shown, damaged, canRun, hasSeveral: repositories.length > 1 }, l10n),
    label: labelOf(runs, needs.length + damaged.length, l10n),
    isWarning: urgent > 0,
    opens: only !== undefined && shown.length === 1 ? { repository: only.path, spec_id: only.spec_id } : 'choice',
  };
}

/** One spec as far as the bar needs it. */
interface Glance {
  path: string;
  repository: string;
  spec_id: string;
  title: string;
  run: RunState | undefined;
  done: number;
  failed: number;
  total: number;
  live: number;
  needs: Need[];
}

function lookAt({ path, name, state }: RepositoryOnBar): Glance[] {
  return [...state.specs.values()].map((spec) => {
    const tasks = chosenTasks(spec);
    const counts = countStates(tasks);
    const { spec_id, title, run } = spec;
    return {
      ...{ path, repository: name, spec_id, title, run, total: tasks.length },
      ...{ done: counts.done, failed: counts.failed },
      live: tasks.filter((task) => liveAttempt(task) !== undefined).length,
      needs: needsOfPerson(spec, state),
    };
  });
}

function chosenTasks({ run, tasks }: SpecState): TaskState[] {
  const all = [...tasks.values()];
  const only = run?.only === undefined ? undefined : new Set(run.only);
  return only === undefined ? all : all.filter(({ node }) => only.has(node.id));
}

/** What was decided by a person, such as a pause, does not call for one; nor does what failed in a run that is over. */
function needsOfPerson(spec: SpecState, state: State): Need[] {
  const isOver = spec.run?.state === 'finished';
  return needsOfSpec(spec, state).filter(({ kind }) => kind !== 'run_paused' && !(isOver && kind === 'task_failed'));
}

function textOfRuns(runs: readonly Glance[], l10n: L10n): string {
  if (runs.length === 0) return '$(layers) NecroCode';
  const [done, total] = [sum(runs, ({ done: count }) => count), sum(runs, ({ total: count }) => count)];
  if (runs.every(({ run }) => run?.state === 'paused')) return `$(debug-pause) ${done}/${total}`;
  const workers = workersOf(runs);
  const spirits = workers === '1' ? l10n.t('1 spirit') : l10n.t('{0} spirits', workers);
  return `$(sync~spin) ${spirits} · ${done}/${total}`;
}

/** `3/5`; `3` alone where the machine decides how many there may be. */
function workersOf(runs: readonly Glance[]): string {
  const limits = runs.map(({ run }) => run?.workers ?? 'auto');
  const live = sum(runs, ({ live: count }) => count);
  if (limits.includes('auto')) return String(live);
  return `${live}/${limits.reduce<number>((most, limit) => most + Number(limit), 0)}`;
}

function bell(urgent: number, all: number): string[] {
  if (urgent > 0) return [`$(bell-dot) ${Math.max(urgent, all)}`];
  return all > 0 ? [`$(bell) ${all}`] : [];
}

function labelOf(runs: readonly Glance[], needs: number, l10n: L10n): string {
  const several = needs > 1 ? [l10n.t('{0} things need you', needs)] : [];
  const waiting = needs === 1 ? [l10n.t('one thing needs you')] : several;
  if (runs.length === 0) return ['NecroCode', ...waiting].join(', ');
  const [live, done] = [sum(runs, ({ live: count }) => count), sum(runs, ({ done: count }) => count)];
  const total = sum(runs, ({ total: count }) => count);
  const work = l10n.t('NecroCode: {0} at work, {1} of {2} tasks done', live, done, total);
  return [work, ...waiting].join(', ');
}

interface Tooltip {
  shown: readonly Glance[];
  damaged: readonly RepositoryOnBar[];
  canRun: boolean;
  hasSeveral: boolean;
}

function tooltipOf({ shown, damaged, canRun, hasSeveral }: Tooltip, l10n: L10n): string {
  const lines = shown.slice(0, specsShownMax).flatMap((glance) => describeSpec(glance, hasSeveral, l10n));
  const hidden = shown.length - specsShownMax;
  return [
    '**NecroCode**',
    ...(canRun ? [] : [l10n.t('This workspace is not trusted: NecroCode shows what is there and runs nothing.')]),
    ...damaged.map(({ name, damage = '' }) =>
      l10n.t('The registry of {0} is damaged ({1}): run NecroCode: Doctor.', inert(name), inert(damage)),
    ),
    ...(lines.length === 0 && damaged.length === 0 ? [l10n.t('Nothing is running.')] : lines),
    ...(hidden > 0 ? [l10n.t('and {0} more', hidden)] : []),
  ].join('\n\n');
}

function describeSpec(
  { repository, spec_id, title, run, done, failed, total, live, needs }: Glance,
  hasSeveral: boolean,
  l10n: L10n,
) {
  const name = [...(hasSeveral ? [repository] : []), spec_id, plainText(title, { charsMax: titleCharsMax })];
  const counts = [
    run?.state === 'paused' ? l10n.t('paused') : undefined,
    run?.state === 'running' ? l10n.t('{0} at work', live) : undefined,
    l10n.t('{0} of {1} tasks done', done, total),
    failed > 0 ? l10n.t('{0} failed', failed) : undefined,
  ].filter((part) => part !== undefined);
  const shown = needs.slice(0, needsShownMax).map((need) => `- ${inert(describeNeed(need, l10n))}`);
  const hidden = needs.length - needsShownMax;
  return [
    `**${inert(name.filter((part) => part !== '').join(' · '))}** — ${counts.join(' · ')}`,
    ...(shown.length === 0
      ? []
      : [[...shown, ...(hidden > 0 ? [`- ${l10n.t('and {0} more', hidden)}`] : [])].join('\n')]),
  ];
}

function describeNeed(need: Need, l10n: L10n): string {
  switch (need.kind) {
    case 'person_awaited':
      return l10n.t('Task {0} waits for you', need.task_id);
    case 'task_failed':
      return l10n.t('Task {0} failed', need.task_id);
    case 'review_blocked':
      return l10n.t('Review holds back task {0}', need.task_id);
    case 'pull_waits':
      return l10n.t(
        'Pull request #{0} waits for you: {1}',
        need.number,
        plainText(need.title, { charsMax: titleCharsMax }),
      );
    case 'repository_altered':
      return l10n.t('Something changed the repository beside the tasks: {0}', need.names.join(', '));
    case 'merge_held':
      return l10n.t(
        'Pull request #{0} is not merged yet: {1}',
        need.number,
        plainText(need.reason, { charsMax: titleCharsMax }),
      );
    case 'forge_lost':
      return l10n.t('GitHub cannot be reached: {0}', plainText(need.reason, { charsMax: titleCharsMax }));
    case 'agent_rests':
      return l10n.t('Agent {0} rests', need.agent);
    case 'slot_quarantined':
      return l10n.t('Slot {0} is out of use', need.slot);
    case 'run_paused':
      return l10n.t('Paused');
  }
}

function sum<T>(items: readonly T[], valueOf: (item: T) => number): number {
  return items.reduce((total, item) => total + valueOf(item), 0);
}
