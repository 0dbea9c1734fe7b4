// The tasks view as nodes: repositories → specs → (groups →) tasks → attempts, their output and artifacts, the pull request, and
// what a task depends on or holds up. Structure only; what a row says stands in `task-rows.ts`.
import { isTerminal, type AttemptState, type SpecState, type State, type TaskState } from '../../core/model/state.ts';
import type { ArtifactEntry } from '../../core/necrocode.ts';
import type { LiveRepository } from '../app.ts';
import type { Target } from '../target.ts';
import { passes, type Filter } from './filter.ts';
import { createCutter, type Cut, type TaskGroup } from './groups.ts';
import { idOf, type TreeNode } from './row.ts';
import { waitersOf } from './waiters.ts';

type Plain = 'repository' | 'spec' | 'task' | 'attempt' | 'output' | 'changes' | 'pull' | 'dependencies' | 'dependents';

export type TaskNode =
  | (TreeNode & { kind: Plain })
  | (TreeNode & { kind: 'group'; first: string })
  /** `target` is the other task; `of` the one below which it is shown. */
  | (TreeNode & { kind: 'dependency' | 'dependent'; of: Target })
  | (TreeNode & { kind: 'artifact'; artifact: ArtifactEntry });

export interface TaskTreeOptions {
  repositories: () => readonly LiveRepository[];
  filter: () => Filter;
  listArtifacts: (repository: LiveRepository, of: AttemptTarget) => Promise<ArtifactEntry[]>;
}

export interface AttemptTarget {
  spec_id: string;
  task_id: string;
  attempt: number;
}

const attemptsShownMax = 30;
const dependentsShownMax = 200;

/** What a node stands for, as far as the state knows it. */
export interface Found {
  repository: LiveRepository;
  spec?: SpecState;
  task?: TaskState;
  attempt?: AttemptState;
}

export interface TaskNodes {
  children: (node: TaskNode | undefined) => TaskNode[] | Promise<TaskNode[]>;
  parent: (node: TaskNode) => TaskNode | undefined;
  /** The tasks of a group; none when the list was cut differently since. */
  tasksOf: (node: TaskNode & { kind: 'group' }) => TaskState[];
  find: (target: Target) => Found | undefined;
  /** False when there is no such task, and when the filter hides it. */
  isShown: (target: Target) => boolean;
}

export function createTaskNodes({ repositories, filter, listArtifacts }: TaskTreeOptions): TaskNodes {
  const cut = createCutter(filter);
  const find = (target: Target) => findTarget(repositories(), target);

  function children(node: TaskNode | undefined): TaskNode[] | Promise<TaskNode[]> {
    if (node === undefined) {
      const all = repositories();
      const [only] = all;
      return all.length === 1 && only !== undefined ? specsOf(only) : all.map((one) => nodeOf('repository', at(one)));
    }
    const found = find(node.target);
    if (found === undefined) return [];
    const { repository, spec, task, attempt } = found;
    if (node.kind === 'repository') return specsOf(repository);
    if (spec === undefined) return [];
    if (node.kind === 'spec') return tasksOrGroups(node.target);
    if (node.kind === 'group') return tasksOf(node).map((each) => taskNode(node.target, each));
    if (task === undefined) return [];
    switch (node.kind) {
      case 'task':
        return belowTask(node.target, task, repository.state());
      case 'attempt':
        return attempt === undefined ? [] : belowAttempt(repository, node.target, attempt);
      case 'dependencies':
        return othersOf('dependency', node.target, task.node.dependencies);
      case 'dependents':
        return othersOf('dependent', node.target, dependentsOf(repository.state(), node.target));
      default:
        return [];
    }
  }

  function specsOf(repository: LiveRepository): TaskNode[] {
    const specs = [...repository.state().specs.values()].filter(
      (spec) => filter().size === 0 || spec.tasks.values().some((task) => passes(filter(), task)),
    );
    return sortSpecs(specs).map(({ spec_id }) => nodeOf('spec', { ...at(repository), spec_id }));
  }

  function cutOf(target: Target): Cut | undefined {
    const { repository, spec } = find(target) ?? {};
    return repository === undefined || spec === undefined ? undefined : cut(spec, repository.state().seq);
  }

  function tasksOrGroups(target: Target): TaskNode[] {
    const { groups, shown = [] } = cutOf(target) ?? {};
    return groups?.map((group) => groupNode(target, group)) ?? shown.map((task) => taskNode(target, task));
  }

  function tasksOf(node: TaskNode & { kind: 'group' }): TaskState[] {
    return cutOf(node.target)?.groups?.find(({ tasks }) => tasks[0]?.node.id === node.first)?.tasks ?? [];
  }

  async function belowAttempt(repository: LiveRepository, target: Target, attempt: AttemptState): Promise<TaskNode[]> {
    const { spec_id = '', task_id = '' } = target;
    const artifacts = await listArtifacts(repository, { spec_id, task_id, attempt: attempt.attempt });
    return [
      nodeOf('output', target),
      ...(attempt.commit === undefined ? [] : [nodeOf('changes', target)]),
      ...artifacts.map((artifact): TaskNode => {
        const { name } = artifact;
        return { kind: 'artifact', id: idOf('artifact', target, name), target: { ...target, name }, artifact };
      }),
    ];
  }

  function parentOfTask(target: Target): TaskNode | undefined {
    const { repository, spec_id, task_id = '' } = target;
    const group = cutOf(target)?.groupOf(task_id);
    return group === undefined ? nodeOf('spec', { repository, spec_id }) : groupNode({ repository, spec_id }, group);
  }

  function parent(node: TaskNode): TaskNode | undefined {
    const { repository, spec_id, task_id, attempt } = node.target;
    switch (node.kind) {
      case 'repository':
        return undefined;
      case 'spec':
        return repositories().length === 1 ? undefined : nodeOf('repository', { repository });
      case 'group':
        return nodeOf('spec', { repository, spec_id });
      case 'task':
        return parentOfTask(node.target);
      case 'attempt':
      case 'pull':
      case 'dependencies':
      case 'dependents':
        return nodeOf('task', { repository, spec_id, task_id });
      case 'output':
      case 'changes':
      case 'artifact':
        return nodeOf('attempt', { repository, spec_id, task_id, attempt });
      case 'dependency':
        return nodeOf('dependencies', node.of);
      case 'dependent':
        return nodeOf('dependents', node.of);
    }
  }

  const isShown = (target: Target): boolean => {
    const task = find(target)?.task;
    return task !== undefined && passes(filter(), task);
  };

  return { children, parent, tasksOf, find, isShown };
}

export function nodeOf(kind: Plain, target: Target): TaskNode {
  return { kind, id: idOf(kind, target), target };
}

function taskNode(spec: Target, { node }: TaskState): TaskNode {
  return nodeOf('task', { ...spec, task_id: node.id });
}

function groupNode(target: Target, { tasks }: TaskGroup): TaskNode {
  const first = tasks[0]?.node.id ?? '';
  return { kind: 'group', id: idOf('group', target, first), target, first };
}

function at({ place }: LiveRepository): Target {
  return { repository: place.mainWorktree };
}

export function findTarget(repositories: readonly LiveRepository[], target: Target): Found | undefined {
  const repository = repositories.find(({ place }) => place.mainWorktree === target.repository);
  if (repository === undefined) return undefined;
  const spec = repository.state().specs.get(target.spec_id ?? '');
  const task = spec?.tasks.get(target.task_id ?? '');
  const attempt = task?.attempts[(target.attempt ?? 0) - 1];
  return {
    repository,
    ...(spec === undefined ? {} : { spec }),
    ...(task === undefined ? {} : { task }),
    ...(attempt === undefined ? {} : { attempt }),
  };
}

/** The attempts come first, the newest on top: they are what one opens a task for. */
function belowTask(target: Target, task: TaskState, state: State): TaskNode[] {
  const attempts = task.attempts.slice(-attemptsShownMax).toReversed();
  return [
    ...attempts.map(({ attempt }) => nodeOf('attempt', { ...target, attempt })),
    ...(task.pr === undefined ? [] : [{ ...nodeOf('pull', target), target: { ...target, pull: task.pr } }]),
    ...(task.node.dependencies.length === 0 ? [] : [nodeOf('dependencies', target)]),
    ...(isTerminal(task) || dependentsOf(state, target).length === 0 ? [] : [nodeOf('dependents', target)]),
  ];
}

/** Unfinished tasks that wait for this one. */
function dependentsOf(state: State, { spec_id = '', task_id = '' }: Target): readonly string[] {
  return waitersOf(state, spec_id, task_id).slice(0, dependentsShownMax);
}

function othersOf(kind: 'dependency' | 'dependent', of: Target, ids: readonly string[]): TaskNode[] {
  return ids.map((task_id) => ({ kind, id: idOf(kind, of, task_id), target: { ...of, task_id }, of }));
}

/** What runs stands first, the newest first; what has ended stands last. */
function sortSpecs(specs: readonly SpecState[]): SpecState[] {
  const rank = ({ run }: SpecState) => (run === undefined ? 1 : run.state === 'finished' ? 2 : 0);
  return specs.toSorted(
    (one, other) => rank(one) - rank(other) || (other.run?.started_at ?? 0) - (one.run?.started_at ?? 0),
  );
}
