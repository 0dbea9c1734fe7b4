// Which edges of the graph are open. A task is ready when every dependency is done; a dependency that failed, was
// cancelled, is unknown or was not chosen for the run never opens one, and the tasks behind it say so.
import type { NewEvent } from '../../model/events.ts';
import { unknownTask } from './plan-graph.ts';
import { subjectOf, type Placed, type RunSurvey } from './survey.ts';

/** So many causes are named for one task; more would tell a person nothing more. */
const causesMax = 20;

const none: readonly string[] = [];

/** `TaskReady` for the tasks whose edges are all open, `TaskBlocked` where the causes of waiting have changed. */
export function openEdges(survey: RunSurvey): NewEvent[] {
  const events: NewEvent[] = [];
  const causes = findCauses(survey);
  for (const placed of survey.blocked) {
    const { task, position } = placed;
    if (isOpen(survey, placed)) {
      events.push({ ...subjectOf(survey, task), type: 'TaskReady', data: {} });
    } else {
      const by = causes.get(position) ?? none;
      if (isSame(by, task.blocked_by ?? none)) continue;
      events.push({
        ...subjectOf(survey, task),
        type: 'TaskBlocked',
        data: { by: [...by], reason: describe(survey, by) },
      });
    }
  }
  return events;
}

function isOpen({ graph }: RunSurvey, { position }: Placed): boolean {
  for (const dependency of graph.dependencies[position] ?? []) {
    if (graph.placed[dependency]?.task.state !== 'done') return false;
  }
  return true;
}

/** For each waiting task, the ids at the root of it, followed through everything that waits in between. */
function findCauses(survey: RunSurvey): Map<number, readonly string[]> {
  const { graph, settled, only } = survey;
  const causes = new Map<number, readonly string[]>();
  if (settled.failed + settled.cancelled === 0 && only === undefined && !graph.hasUnknown) return causes;
  for (const position of graph.order) {
    const task = graph.placed[position]?.task;
    if (task === undefined || task.state === 'done') continue;
    const isChosen = only?.has(task.node.id) !== false;
    if (task.state === 'failed' || task.state === 'cancelled' || !isChosen) causes.set(position, [task.node.id]);
    else if (task.state === 'blocked') {
      const found = causesOfOne(survey, position, causes);
      if (found.length > 0) causes.set(position, found);
    }
  }
  return causes;
}

function causesOfOne(
  { graph }: RunSurvey,
  position: number,
  causes: ReadonlyMap<number, readonly string[]>,
): readonly string[] {
  const found = new Set<string>();
  for (const [n, dependency] of (graph.dependencies[position] ?? []).entries()) {
    const ids = dependency === unknownTask ? [graph.nodes[position]?.dependencies[n] ?? ''] : causes.get(dependency);
    for (const id of ids ?? none) if (found.size < causesMax) found.add(id);
  }
  return found.size === 0 ? none : [...found];
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, n) => id === b[n]);
}

function describe({ spec, only }: RunSurvey, by: readonly string[]): string {
  if (by.length === 0) return 'What stood in the way is tried again.';
  return by
    .map((id) => {
      const task = spec.tasks.get(id);
      if (task === undefined) return `${id} is no task of this spec`;
      if (only?.has(id) === false) return `${id} is not done and not chosen for this run`;
      return task.state === 'cancelled' ? `${id} was cancelled` : `${id} has failed`;
    })
    .join('; ')
    .concat('.');
}
