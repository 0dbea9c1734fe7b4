// The pull requests view: what waits, in the order in which merging helps most, each with the tasks that wait for it; below that
// what is merged or closed.
import { plainText } from '../../core/base/text.ts';
import type { RunState, TaskState } from '../../core/model/state.ts';
import { viewInbox, type InboxRow } from '../../core/model/view-inbox.ts';
import { viewPulls, type PullRow } from '../../core/model/view-pulls.ts';
import type { LiveRepository } from '../app.ts';
import type { L10n, Words } from '../localize.ts';
import { describeTask, titleOfTask } from '../task-words.ts';
import type { Target } from '../target.ts';
import { contextOfPull } from './below-task-rows.ts';
import { iconOfPull, iconOfTask } from './icons.ts';
import { memoised } from './memo.ts';
import { idOf, plainRow, type Row, type TreeNode, type TreeSource } from './row.ts';
import { findTarget } from './task-nodes.ts';
import { contextOfTask, repositoryRow } from './task-rows.ts';
import { pullTooltip } from './tooltips.ts';
import { waitersOf } from './waiters.ts';

export type PullNode = TreeNode & { kind: 'repository' | 'pull' | 'ended' | 'waiter' };

export interface PullTreeOptions {
  repositories: () => readonly LiveRepository[];
  words: () => Words;
}

const titleCharsMax = 160;
const endedShownMax = 200;
const waitersShownMax = 200;

const inboxOf = memoised((state) => viewInbox(state));

/** How many wait for a person, in all repositories. */
export function countWaiting(repositories: readonly LiveRepository[]): number {
  const rows = repositories.flatMap((repository) => inboxOf(repository.state()));
  return rows.filter(({ waits_for }) => waits_for === 'person').length;
}

export function createPullTree({ repositories, words }: PullTreeOptions): TreeSource<PullNode> {
  function children(node: PullNode | undefined): PullNode[] {
    const all = repositories();
    const [only] = all;
    if (node === undefined) {
      return all.length === 1 && only !== undefined
        ? pullsOf(only)
        : all.map(({ place }) => nodeOf('repository', { repository: place.mainWorktree }));
    }
    const repository = all.find(({ place }) => place.mainWorktree === node.target.repository);
    if (repository === undefined) return [];
    switch (node.kind) {
      case 'repository':
        return pullsOf(repository);
      case 'ended':
        return endedOf(repository).map((pull) => pullNode(repository, pull));
      case 'pull':
        return waiterNodes(repository, node.target);
      case 'waiter':
        return [];
    }
  }

  function parent(node: PullNode): PullNode | undefined {
    const { repository, spec_id } = node.target;
    const found = findTarget(repositories(), node.target);
    if (node.kind === 'repository') return undefined;
    if (node.kind === 'waiter') return pullNodeOf({ repository, spec_id, pull: node.target.pull });
    const isEnded = node.kind === 'pull' && pullOf(found?.repository, node.target)?.state !== 'open';
    if (isEnded) return nodeOf('ended', { repository });
    return repositories().length === 1 ? undefined : nodeOf('repository', { repository });
  }

  function row(node: PullNode): Row | undefined {
    const found = findTarget(repositories(), node.target);
    if (found === undefined) return undefined;
    const { l10n } = words();
    switch (node.kind) {
      case 'repository':
        return repositoryRow(found.repository, words());
      case 'ended':
        return endedRow(endedOf(found.repository), l10n);
      case 'pull': {
        const pull = pullOf(found.repository, node.target);
        return pull === undefined ? undefined : pullRow(pull, found.spec?.run, l10n);
      }
      case 'waiter':
        if (found.spec === undefined || found.task === undefined) return undefined;
        return waiterRow(found.task, describeTask(found.spec, found.task, words()));
    }
  }

  return {
    children,
    parent,
    row,
    tooltip: async (node) => {
      const pull = pullOf(findTarget(repositories(), node.target)?.repository, node.target);
      return node.kind === 'pull' && pull !== undefined ? pullTooltip(pull, words()) : undefined;
    },
  };
}

function nodeOf(kind: 'repository' | 'ended', target: Target): PullNode {
  return { kind, id: idOf(kind, target), target };
}

function pullNodeOf(target: Target): PullNode {
  return { kind: 'pull', id: idOf('pull', { repository: target.repository }, String(target.pull)), target };
}

function pullNode({ place }: LiveRepository, { number, spec_id }: PullRow): PullNode {
  return pullNodeOf({ repository: place.mainWorktree, spec_id, pull: number });
}

function pullsOf(repository: LiveRepository): PullNode[] {
  const open = inboxOf(repository.state()).map((pull) => pullNode(repository, pull));
  if (endedOf(repository).length === 0) return open;
  return [...open, nodeOf('ended', { repository: repository.place.mainWorktree })];
}

const endedPulls = memoised((state) => viewPulls(state).filter((pull) => pull.state !== 'open'));

function endedOf(repository: LiveRepository): PullRow[] {
  return endedPulls(repository.state()).slice(0, endedShownMax);
}

function pullOf(repository: LiveRepository | undefined, { pull }: Target): PullRow | InboxRow | undefined {
  if (repository === undefined) return undefined;
  const isWanted = ({ number }: PullRow) => number === pull;
  return inboxOf(repository.state()).find(isWanted) ?? endedPulls(repository.state()).find(isWanted);
}

/** The tasks that can begin, or come one step nearer to it, when it is merged. */
function waiterNodes(repository: LiveRepository, { spec_id = '', pull }: Target): PullNode[] {
  const task_id = repository.state().pulls.get(pull ?? 0)?.task_id;
  if (task_id === undefined) return [];
  const ids = waitersOf(repository.state(), spec_id, task_id).slice(0, waitersShownMax);
  return ids.map((id) => {
    const target = { repository: repository.place.mainWorktree, spec_id, task_id: id, pull };
    return { kind: 'waiter', id: idOf('waiter', target, String(pull)), target };
  });
}

function pullRow(pull: PullRow | InboxRow, run: RunState | undefined, l10n: L10n): Row {
  const label = `#${pull.number} ${plainText(pull.title, { charsMax: titleCharsMax })}`;
  const waits = 'unblocks' in pull ? describeOpen(pull, run, l10n) : [endWord(pull, l10n)];
  const description = [...waits, ...describeProofs(pull, l10n)].join(' · ');
  return {
    label,
    description,
    icon: iconOfPull(pull.state, 'waits_for' in pull ? pull.waits_for : 'train'),
    context: contextOfPull(pull),
    expands: 'unblocks' in pull && pull.unblocks > 0 ? 'closed' : 'never',
    spoken: l10n.t('Pull request {0}, {1}', label, description),
    click: 'necrocode.openPull',
  };
}

function describeOpen(
  { number, unblocks, waits_for, is_final, base }: InboxRow,
  run: RunState | undefined,
  l10n: L10n,
) {
  return [
    ...(run?.integrating === number ? [l10n.t('being integrated')] : []),
    ...(waits_for === 'person' ? [l10n.t('waits for you')] : []),
    ...(is_final ? [`→ ${plainText(base, { charsMax: titleCharsMax })}`] : []),
    ...(unblocks === 0 ? [] : [unblocks === 1 ? l10n.t('unblocks 1 task') : l10n.t('unblocks {0} tasks', unblocks)]),
  ];
}

function endWord({ state }: PullRow, l10n: L10n): string {
  return state === 'merged' ? l10n.t('merged') : l10n.t('closed');
}

export function describeProofs({ checks, findings, comments }: PullRow, l10n: L10n): string[] {
  return [
    ...(checks === 'failure' ? [l10n.t('checks failed')] : []),
    ...(checks === 'pending' ? [l10n.t('checks are running')] : []),
    ...(findings === 0 ? [] : [findings === 1 ? l10n.t('1 finding') : l10n.t('{0} findings', findings)]),
    ...(comments === 0 ? [] : [comments === 1 ? l10n.t('1 comment') : l10n.t('{0} comments', comments)]),
  ];
}

function endedRow(pulls: readonly PullRow[], l10n: L10n): Row | undefined {
  if (pulls.length === 0) return undefined;
  const merged = pulls.filter(({ state }) => state === 'merged').length;
  const description =
    pulls.length === merged ? `${merged}` : `${merged} · ${l10n.t('{0} closed', pulls.length - merged)}`;
  return plainRow(l10n.t('Merged'), { id: 'archive' }, { context: 'ended', description, expands: 'closed' });
}

function waiterRow(task: TaskState, description: string): Row {
  const parts = { context: contextOfTask(task), description, click: 'necrocode.revealTask' };
  return plainRow(titleOfTask(task), iconOfTask(task), parts);
}
