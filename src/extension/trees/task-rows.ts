// What a row of the tasks view says. Pure: the state and the words go in, plain text comes out.
import { plainText } from '../../core/base/text.ts';
import { isTerminal, liveAttempt, type RunState, type SpecState } from '../../core/model/state.ts';
import type { TaskState, TaskStateName } from '../../core/model/state.ts';
import { countStates, type StateCounts } from '../../core/model/view-status.ts';
import type { LiveRepository } from '../app.ts';
import type { L10n, Words } from '../localize.ts';
import { describeTask, explainTask, titleOfTask } from '../task-words.ts';
import { artifactRow, attemptRow, changesRow, dependenciesRow, outputRow, pullRow } from './below-task-rows.ts';
import { iconOfRun, iconOfTask } from './icons.ts';
import { plainRow, type Row } from './row.ts';
import type { Found, TaskNode } from './task-nodes.ts';

const nameCharsMax = 200;

/** Undefined when what the node stood for is gone. `tasks` are those of a group. */
export function rowOf(node: TaskNode, found: Found, tasks: () => TaskState[], words: Words): Row | undefined {
  const { repository, spec, task, attempt } = found;
  if (node.kind === 'repository') return repositoryRow(repository, words);
  if (spec === undefined) return undefined;
  if (node.kind === 'spec') return specRow(spec, words);
  if (node.kind === 'group') return groupRow(tasks(), words);
  if (task === undefined) return undefined;
  switch (node.kind) {
    case 'task':
      return taskRow(spec, task, words);
    case 'dependency':
    case 'dependent':
      return { ...taskRow(spec, task, words), expands: 'never', click: 'necrocode.revealTask' };
    case 'dependencies':
      return dependenciesRow(spec, task, words);
    case 'dependents':
      return plainRow(words.l10n.t('Needed by'), { id: 'arrow-right' }, { context: 'dependents', expands: 'closed' });
    case 'pull':
      return pullRow(node.target.pull ?? 0, repository.state(), words);
    case 'attempt':
      return attempt === undefined ? undefined : attemptRow(task, attempt, words);
    case 'output':
      return outputRow(attempt, words);
    case 'changes':
      return changesRow(attempt, words);
    case 'artifact':
      return artifactRow(node.artifact);
  }
}

export function repositoryRow(repository: LiveRepository, { l10n }: Words): Row {
  const description = repository.damage() === undefined ? undefined : l10n.t('the registry is damaged');
  return plainRow(
    plainText(repository.name, { charsMax: nameCharsMax }),
    description === undefined ? { id: 'repo' } : { id: 'warning', color: 'problemsWarningIcon.foreground' },
    { context: 'repository', expands: 'open', ...(description === undefined ? {} : { description }) },
  );
}

function specRow({ spec_id, tasks, run }: SpecState, { l10n }: Words): Row {
  const counts = countStates(tasks.values());
  const state = run?.state === 'finished' ? [runWord(run, l10n)] : run?.state === 'paused' ? [l10n.t('paused')] : [];
  const description = [progressOf(counts, tasks.size), ...state, ...highlights(counts, l10n)].join(' · ');
  return {
    label: plainText(spec_id, { charsMax: nameCharsMax }),
    description,
    icon: iconOfRun(run),
    context: `spec ${run === undefined ? 'planned' : run.state}`,
    expands: run?.state === 'finished' ? 'closed' : 'open',
    spoken: l10n.t(
      'Spec {0}, {1} of {2} tasks done, {3}',
      spec_id,
      counts.done,
      tasks.size,
      [runWord(run, l10n), ...highlights(counts, l10n)].join(', '),
    ),
  };
}

export function runWord(run: RunState | undefined, l10n: L10n): string {
  if (run === undefined) return l10n.t('planned');
  if (run.state === 'running') return l10n.t('running');
  if (run.state === 'paused') return l10n.t('paused');
  const ended = { completed: l10n.t('completed'), failed: l10n.t('failed'), cancelled: l10n.t('cancelled') };
  return ended[run.outcome ?? 'completed'];
}

function progressOf(counts: StateCounts, total: number): string {
  return `${counts.done}/${total}`;
}

/** What one wants to know beyond the progress, without opening the list. */
function highlights(counts: StateCounts, l10n: L10n): string[] {
  const working = counts.assigned + counts.running + counts.verifying;
  return [
    ...(working === 0 ? [] : [l10n.t('{0} at work', working)]),
    ...(counts.review === 0 ? [] : [l10n.t('{0} in review', counts.review)]),
    ...(counts.failed === 0 ? [] : [l10n.t('{0} failed', counts.failed)]),
  ];
}

/** The state that most deserves a look, for the icon of a group. */
const urgency: readonly TaskStateName[] = [
  ...(['failed', 'running', 'verifying', 'assigned', 'review'] as const),
  ...(['ready', 'blocked', 'cancelled', 'done'] as const),
];

function groupRow(tasks: readonly TaskState[], { l10n }: Words): Row | undefined {
  const [first, last] = [tasks[0]?.node.id, tasks.at(-1)?.node.id];
  if (first === undefined || last === undefined) return undefined;
  const counts = countStates(tasks);
  const foremost = urgency.find((state) => counts[state] > 0) ?? 'done';
  const shown = tasks.find(({ state }) => state === foremost);
  const label = first === last ? plainText(first) : `${plainText(first)} – ${plainText(last)}`;
  return {
    label,
    description: [progressOf(counts, tasks.length), ...highlights(counts, l10n)].join(' · '),
    icon: shown === undefined ? { id: 'list-tree' } : iconOfTask(shown),
    context: 'group',
    expands: 'closed',
    spoken: l10n.t('Tasks {0} to {1}, {2} of {3} done', first, last, counts.done, tasks.length),
  };
}

function taskRow(spec: SpecState, task: TaskState, words: Words): Row {
  const label = titleOfTask(task);
  const live = liveAttempt(task);
  const isWaitingForTime = task.state === 'ready' && (task.not_before ?? 0) > words.now;
  return {
    label,
    description: explainTask(spec, task, words),
    icon: iconOfTask(task),
    context: contextOfTask(task),
    expands: task.attempts.length + task.node.dependencies.length > 0 || !isTerminal(task) ? 'closed' : 'never',
    spoken: `${words.l10n.t('Task {0}', label)}, ${describeTask(spec, task, words)}`,
    click: 'necrocode.openTask',
    ...(live === undefined && !isWaitingForTime ? {} : { ticks: true as const }),
  };
}

export function contextOfTask(task: TaskState): string {
  const live = liveAttempt(task);
  return [
    'task',
    task.state,
    ...(task.attempts.length === 0 ? [] : ['attempted']),
    ...(task.pr === undefined ? [] : ['pull']),
    ...(live === undefined ? [] : ['live']),
    ...(live?.awaits_person === undefined ? [] : ['awaited']),
    ...(live?.slot === undefined ? [] : ['slot']),
    ...(task.attempts.at(-1)?.commit === undefined ? [] : ['changes']),
  ].join(' ');
}
