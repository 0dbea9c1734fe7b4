// Long lists of tasks cut into pieces that can be opened one by one. The pieces follow the plan's own order and, where they
// can, its sections (`1.1`, `1.2`, … belong together), so that they stay the same while the run goes on.
import type { SpecState, TaskState } from '../../core/model/state.ts';
import { passes, type Filter } from './filter.ts';

/** Longer lists are cut. */
const ungroupedMax = 500;
const groupMax = 100;

export interface TaskGroup {
  tasks: TaskState[];
}

/** In the order of the plan; each holds at least one task and at most `groupMax`. */
function groupTasks(tasks: Iterable<TaskState>): TaskGroup[] {
  const groups: TaskGroup[] = [];
  let open: TaskState[] = [];
  const close = () => {
    if (open.length > 0) groups.push({ tasks: open });
    open = [];
  };
  for (const section of sectionsOf(tasks)) {
    if (open.length + section.length > groupMax) close();
    for (let at = 0; at < section.length; at += groupMax) {
      open.push(...section.slice(at, at + groupMax));
      if (open.length >= groupMax) close();
    }
  }
  close();
  return groups;
}

/** Neighbours of the same leading number. Tasks without one are a section each. */
function sectionsOf(tasks: Iterable<TaskState>): TaskState[][] {
  const sections: TaskState[][] = [];
  let last: string | undefined;
  for (const task of tasks) {
    const number = /^(\d+)\./.exec(task.node.id)?.[1];
    if (number !== undefined && number === last) sections.at(-1)?.push(task);
    else sections.push([task]);
    last = number;
  }
  return sections;
}

export interface Cut {
  shown: TaskState[];
  /** Undefined when the list is short enough to stand in one piece. */
  groups: TaskGroup[] | undefined;
  groupOf(task_id: string): TaskGroup | undefined;
}

/** Cuts a spec's list once for each state of it. */
export function createCutter(filter: () => Filter): (spec: SpecState, seq: number) => Cut {
  const cuts = new WeakMap<SpecState, { key: string; cut: Cut }>();
  return (spec, seq) => {
    const chosen = filter();
    const key = [seq, ...chosen].join(' ');
    const known = cuts.get(spec);
    if (known?.key === key) return known.cut;
    const cut = cutTasks([...spec.tasks.values()].filter((task) => passes(chosen, task)));
    cuts.set(spec, { key, cut });
    return cut;
  };
}

function cutTasks(shown: TaskState[]): Cut {
  if (shown.length <= ungroupedMax) return { shown, groups: undefined, groupOf: () => undefined };
  const groups = groupTasks(shown);
  let byTask: Map<string, TaskGroup> | undefined;
  const groupOf = (task_id: string): TaskGroup | undefined => {
    byTask ??= new Map(groups.flatMap((group) => group.tasks.map(({ node }) => [node.id, group] as const)));
    return byTask.get(task_id);
  };
  return { shown, groups, groupOf };
}
