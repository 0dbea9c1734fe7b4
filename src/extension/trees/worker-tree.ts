// The workers view: who is at work at this moment and on what, which agents rest, and the slots that work is done in.
import { plainText } from '../../core/base/text.ts';
import { liveAttempt, type AttemptState, type SlotState, type State, type TaskState } from '../../core/model/state.ts';
import type { LiveRepository } from '../app.ts';
import { formatClock, formatElapsed } from '../format.ts';
import type { L10n, Words } from '../localize.ts';
import { elapsedOf, nameOfAgent, stateWord, titleOfTask } from '../task-words.ts';
import type { Target } from '../target.ts';
import { iconOfAttempt } from './icons.ts';
import { memoised } from './memo.ts';
import { idOf, plainRow, type Row, type TreeNode, type TreeSource } from './row.ts';
import { findTarget } from './task-nodes.ts';
import { repositoryRow } from './task-rows.ts';
import { slotTooltip } from './tooltips.ts';

export type WorkerNode = TreeNode & { kind: 'repository' | 'workers' | 'worker' | 'agent' | 'slots' | 'slot' };

export interface WorkerTreeOptions {
  repositories: () => readonly LiveRepository[];
  words: () => Words;
  /** Markdown about an attempt that is at work. */
  attemptTooltip: (target: Target) => Promise<string | undefined>;
}

const reasonCharsMax = 200;

interface Working {
  spec_id: string;
  task: TaskState;
  attempt: AttemptState;
}

/** In the order of their instances' names, so that a worker keeps its place in the list. */
const workingOf = memoised((state: State): Working[] =>
  [...state.specs.values()]
    .flatMap(({ spec_id, run, tasks }) =>
      run === undefined ? [] : [...tasks.values()].map((task) => ({ spec_id, task })),
    )
    .flatMap(({ spec_id, task }) => {
      const attempt = liveAttempt(task);
      return attempt === undefined ? [] : [{ spec_id, task, attempt }];
    })
    .sort((one, other) => compareNames(one.attempt.agent_instance, other.attempt.agent_instance)),
);

export function createWorkerTree({ repositories, words, attemptTooltip }: WorkerTreeOptions): TreeSource<WorkerNode> {
  function children(node: WorkerNode | undefined): WorkerNode[] {
    const all = repositories();
    const [only] = all;
    if (node === undefined) {
      return all.length === 1 && only !== undefined
        ? sectionsOf(only)
        : all.map((one) => nodeOf('repository', at(one)));
    }
    const repository = all.find(({ place }) => place.mainWorktree === node.target.repository);
    if (repository === undefined) return [];
    if (node.kind === 'repository') return sectionsOf(repository);
    if (node.kind === 'workers') return workingOf(repository.state()).map((one) => workerNode(repository, one));
    return node.kind === 'slots' ? slotsOf(repository) : [];
  }

  function sectionsOf(repository: LiveRepository): WorkerNode[] {
    const { specs, slots, paused_agents } = repository.state();
    const resting = [...paused_agents].filter(([, until]) => until > words().now).map(([name]) => name);
    const hasRun = specs.values().some(({ run }) => run !== undefined);
    return [
      ...(hasRun ? [nodeOf('workers', at(repository))] : []),
      ...resting.map((name) => ({
        kind: 'agent' as const,
        id: idOf('agent', at(repository), name),
        target: { ...at(repository), name },
      })),
      ...(slots.size === 0 ? [] : [nodeOf('slots', at(repository))]),
    ];
  }

  function parent({ kind, target: { repository } }: WorkerNode): WorkerNode | undefined {
    if (kind === 'repository') return undefined;
    if (kind === 'worker') return nodeOf('workers', { repository });
    if (kind === 'slot') return nodeOf('slots', { repository });
    return repositories().length === 1 ? undefined : nodeOf('repository', { repository });
  }

  function row({ kind, target }: WorkerNode): Row | undefined {
    const found = findTarget(repositories(), target);
    if (found === undefined) return undefined;
    const { repository, task, attempt } = found;
    const state = repository.state();
    switch (kind) {
      case 'repository':
        return repositoryRow(repository, words());
      case 'workers':
        return workersRow(state, words().l10n);
      case 'worker':
        return task === undefined || attempt === undefined || attempt.finished_at !== undefined
          ? undefined
          : workerRow(task, attempt, words());
      case 'agent':
        return agentRow(target.name ?? '', state, words());
      case 'slots':
        return slotsRow(state, words().l10n);
      case 'slot':
        return slotRow(state, state.slots.get(target.slot ?? ''), words().l10n);
    }
  }

  return {
    children,
    parent,
    row,
    tooltip: async ({ kind, target }) => {
      if (kind === 'worker') return attemptTooltip(target);
      const slot = findTarget(repositories(), target)
        ?.repository.state()
        .slots.get(target.slot ?? '');
      return kind === 'slot' && slot !== undefined ? slotTooltip(slot, words()) : undefined;
    },
  };
}

function at({ place }: LiveRepository): Target {
  return { repository: place.mainWorktree };
}

function nodeOf(kind: 'repository' | 'workers' | 'slots', target: Target): WorkerNode {
  return { kind, id: idOf(kind, target), target };
}

function workerNode(repository: LiveRepository, { spec_id, task, attempt }: Working): WorkerNode {
  const target = { ...at(repository), spec_id, task_id: task.node.id, attempt: attempt.attempt };
  return { kind: 'worker', id: idOf('worker', target), target };
}

function slotsOf(repository: LiveRepository): WorkerNode[] {
  const slots = [...repository.state().slots.values()].sort((one, other) => compareNames(one.slot, other.slot));
  return slots.map(({ slot, spec_id, task_id, attempt }) => {
    const holder =
      spec_id === undefined || task_id === undefined
        ? {}
        : { spec_id, task_id, ...(attempt === undefined ? {} : { attempt }) };
    const target = { ...at(repository), ...holder, slot };
    // The same slot whoever holds it; another holder makes another node of it.
    return { kind: 'slot', id: idOf('slot', target, slot), target };
  });
}

function workersRow(state: State, l10n: L10n): Row {
  const working = workingOf(state).length;
  const wanted = [...state.specs.values()].map(({ run }) => (run?.state === 'running' ? run.workers : 0));
  const known = wanted.filter((workers) => workers !== 'auto').reduce((sum, workers) => sum + workers, 0);
  const isKnown = known > 0 && !wanted.includes('auto');
  const description = isKnown ? l10n.t('{0} of {1} at work', working, known) : l10n.t('{0} at work', working);
  return plainRow(l10n.t('Workers'), { id: 'organization' }, { context: 'workers', description, expands: 'open' });
}

function workerRow(task: TaskState, attempt: AttemptState, { l10n, now }: Words): Row {
  const isAwaited = attempt.awaits_person !== undefined;
  const doing = isAwaited
    ? l10n.t('waits for you')
    : `${stateWord(task.state, l10n)} ${formatElapsed(elapsedOf(attempt, now))}`;
  const description = `${doing} · ${titleOfTask(task)}`;
  const context = `worker live${isAwaited ? ' awaited' : ''}${attempt.slot === undefined ? '' : ' slot'}`;
  const parts = { context, description, click: 'necrocode.openLog' };
  return { ...plainRow(nameOfAgent(attempt.agent_instance), iconOfAttempt(attempt), parts), ticks: true };
}

function agentRow(name: string, { paused_agents }: State, { l10n, now }: Words): Row | undefined {
  const until = paused_agents.get(name);
  if (until === undefined || until <= now) return undefined;
  const description = l10n.t('rests until {0}, its quota is used up', formatClock(until));
  const icon = { id: 'debug-pause', color: 'testing.iconQueued' };
  return { ...plainRow(nameOfAgent(name), icon, { context: 'agent resting', description }), ticks: true };
}

function slotsRow({ slots }: State, l10n: L10n): Row | undefined {
  if (slots.size === 0) return undefined;
  const count = (wanted: SlotState['state']) =>
    slots.values().reduce((sum, { state }) => sum + Number(state === wanted), 0);
  const [free, broken] = [count('free'), count('quarantined')];
  const description = [l10n.t('{0} free', free), ...(broken === 0 ? [] : [l10n.t('{0} out of use', broken)])].join(
    ' · ',
  );
  return plainRow(l10n.t('Slots'), { id: 'layers' }, { context: 'slots', description, expands: 'closed' });
}

function slotRow(state: State, slot: SlotState | undefined, l10n: L10n): Row | undefined {
  if (slot === undefined) return undefined;
  const label = plainText(slot.slot, { charsMax: reasonCharsMax });
  const context = `slot ${slot.state}`;
  switch (slot.state) {
    case 'free':
      return plainRow(label, { id: 'folder' }, { context, description: l10n.t('free') });
    case 'quarantined': {
      const description = l10n.t('out of use: {0}', plainText(slot.reason ?? '', { charsMax: reasonCharsMax }));
      return plainRow(label, { id: 'warning', color: 'problemsWarningIcon.foreground' }, { context, description });
    }
    case 'leased': {
      const task = state.specs.get(slot.spec_id ?? '')?.tasks.get(slot.task_id ?? '');
      const description = task === undefined ? l10n.t('in use') : titleOfTask(task);
      return plainRow(label, { id: 'folder-active', color: 'charts.blue' }, { context, description });
    }
  }
}

function compareNames(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
