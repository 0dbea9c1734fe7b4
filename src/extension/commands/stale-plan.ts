// Whether the tasks that a spec's files name now are others than those that were planned from them. A box that was ticked in
// between is no change.
import type { Place } from '../../core/necrocode.ts';
import type { Task } from '../../core/model/task.ts';
import type { Core } from '../live/core.ts';

/** False, too, when it cannot be known: then the plan that there is counts. */
export async function hasChangedTasks(
  core: Pick<Core, 'planJob' | 'readPlan'>,
  place: Place,
  { spec_id, folder }: { spec_id: string; folder: string },
): Promise<boolean> {
  try {
    const planned = await core.readPlan(place, spec_id);
    const { taskset } = await core.planJob(place, { from: folder, spec: spec_id, dryRun: true });
    return essenceOf(planned.tasks) !== essenceOf(taskset.tasks);
  } catch {
    return false;
  }
}

function essenceOf(tasks: readonly Task[]): string {
  return JSON.stringify(
    tasks.map(({ id, title, description, dependencies }) => [id, title, description, dependencies]),
  );
}
