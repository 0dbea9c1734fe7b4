// The train: which pull request is integrated next. One at a time for each run. Order among those that wait: fewest
// forecast conflicts, then most work behind it, then age; the graph's own order needs no rule, as no edge opens before.
import type { Action, World } from '../actions.ts';
import type { Settings } from '../../model/settings.ts';
import type { PullState, State } from '../../model/state.ts';
import { isAnyInFlight, isCancelled, type Placed, type RunSurvey } from './survey.ts';

export function driveTrain(survey: RunSurvey, state: State, world: World): Action[] {
  const { spec, run } = survey;
  if (run.state !== 'running' || run.integrating !== undefined || isAnyInFlight(world, stepKey(spec.spec_id)))
    return [];
  const waiting = survey.review.filter((placed) => isTaken(survey, placed, state, world));
  const next = first(waiting, survey);
  if (next?.task.pr === undefined) return [];
  const { pr: number } = next.task;
  return [{ kind: 'integrate', key: stepKey(spec.spec_id, number), spec_id: spec.spec_id, number }];
}

/** The key of a step of the train; without a number, what the keys of all steps of the spec begin with. */
export function stepKey(spec_id: string, number?: number): string {
  return `integrate:${spec_id}:${number ?? ''}`;
}

/**
 * True when the train takes this task by itself. Under `direct` delivery a person merges; so it is, under either, for
 * work in which review has found something that must not land unseen.
 */
export function isTaken(survey: RunSurvey, { task }: Placed, state: State, world: World): boolean {
  if (survey.run.delivery !== 'integration' || isCancelled(survey, task) || task.pr === undefined) return false;
  if ((task.attempts.at(-1)?.blocking_findings ?? 0) > 0) return false;
  const pull = state.pulls.get(task.pr);
  if (pull?.state !== 'open') return false;
  return survey.run.forge === 'local' || areChecksGreen(pull, world);
}

/** Nothing fails, nothing is under way, and what was to come had the time to begin. */
function areChecksGreen(pull: PullState, { settings, now }: Pick<World, 'settings' | 'now'>): boolean {
  if (settings.github.checks === 'ignore') return true;
  if (pull.checks.length === 0) return now >= headSettledAt(pull, settings);
  return pull.checks.every(({ state }) => state === 'success');
}

/** From when on a head without any check counts as one that gets none. */
export function headSettledAt({ head_since, opened_at }: PullState, { github }: Pick<Settings, 'github'>): number {
  return github.checks === 'ignore' ? 0 : (head_since ?? opened_at) + github.checks_grace_ms;
}

function first(waiting: readonly Placed[], { graph, spec }: RunSurvey): Placed | undefined {
  const conflicts = new Map<string, number>();
  for (const { tasks } of spec.forecast) {
    for (const id of tasks) conflicts.set(id, (conflicts.get(id) ?? 0) + 1);
  }
  const conflictsOf = ({ task }: Placed) => conflicts.get(task.node.id) ?? 0;
  const levelOf = ({ position }: Placed) => graph.levels[position] ?? 0;
  return waiting.toSorted(
    (a, b) =>
      conflictsOf(a) - conflictsOf(b) ||
      levelOf(b) - levelOf(a) ||
      a.task.since - b.task.since ||
      a.position - b.position,
  )[0];
}
