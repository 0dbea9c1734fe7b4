// The tasks view, put together: its nodes, what their rows say, and what is told when one rests on a row.
import type { Progress } from '../../core/necrocode.ts';
import type { LiveRepository } from '../app.ts';
import type { Words } from '../localize.ts';
import type { Target } from '../target.ts';
import type { TreeSource } from './row.ts';
import {
  createTaskNodes,
  findTarget,
  nodeOf,
  type AttemptTarget,
  type TaskNode,
  type TaskTreeOptions,
} from './task-nodes.ts';
import { rowOf } from './task-rows.ts';
import { attemptTooltip, specTooltip, taskTooltip } from './tooltips.ts';

export interface TaskTree extends TreeSource<TaskNode> {
  /** The row of a task; undefined when there is none, or the filter hides it. */
  nodeOfTask(target: Target): TaskNode | undefined;
}

export interface TaskViewOptions extends TaskTreeOptions {
  words: () => Words;
  readProgress: (repository: LiveRepository, of: AttemptTarget) => Promise<Progress>;
}

export function createTaskTree(options: TaskViewOptions): TaskTree {
  const nodes = createTaskNodes(options);
  return {
    children: nodes.children,
    parent: nodes.parent,
    row(node) {
      const found = nodes.find(node.target);
      if (found === undefined) return undefined;
      return rowOf(node, found, () => (node.kind === 'group' ? nodes.tasksOf(node) : []), options.words());
    },
    tooltip: (node) => tooltipOf(node, options),
    nodeOfTask({ repository, spec_id, task_id }) {
      const node = nodeOf('task', { repository, spec_id, task_id });
      return nodes.isShown(node.target) ? node : undefined;
    },
  };
}

async function tooltipOf(node: TaskNode, options: TaskViewOptions): Promise<string | undefined> {
  const { spec, task } = findTarget(options.repositories(), node.target) ?? {};
  switch (node.kind) {
    case 'spec':
      return spec === undefined ? undefined : specTooltip(spec, options.words());
    case 'task':
    case 'dependency':
    case 'dependent': {
      if (spec === undefined || task === undefined) return undefined;
      const live = task.attempts.at(-1)?.finished_at === undefined ? task.attempts.length : undefined;
      return taskTooltip(spec, task, await progressOf({ ...node.target, attempt: live }, options), options.words());
    }
    case 'attempt':
    case 'output':
      return tooltipOfAttempt(node.target, options);
    default:
      return undefined;
  }
}

export async function tooltipOfAttempt(
  target: Target,
  options: Pick<TaskViewOptions, 'repositories' | 'words' | 'readProgress'>,
): Promise<string | undefined> {
  const progress = await progressOf(target, options);
  const { task, attempt } = findTarget(options.repositories(), target) ?? {};
  return task === undefined || attempt === undefined
    ? undefined
    : attemptTooltip(task, attempt, progress, options.words());
}

/** Of an attempt that is at work; what an ended one last said stands in its output. */
async function progressOf(
  target: Target,
  { repositories, readProgress }: Pick<TaskViewOptions, 'repositories' | 'readProgress'>,
): Promise<Progress | undefined> {
  const found = findTarget(repositories(), target);
  const { spec_id = '', task_id = '', attempt } = target;
  if (found?.attempt === undefined || found.attempt.finished_at !== undefined || attempt === undefined)
    return undefined;
  return readProgress(found.repository, { spec_id, task_id, attempt });
}
