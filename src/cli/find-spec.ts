// The spec or task that a command names, or the mistake told with what there is instead.
import { UserError } from '../core/base/errors.ts';
import type { SpecState, State, TaskState } from '../core/model/state.ts';
import type { Session } from './session.ts';
import { findNearest } from '../core/base/nearest.ts';

/** @throws UserError */
export function findSpec(state: State, spec_id: string, { messages }: Pick<Session, 'messages'>): SpecState {
  const spec = state.specs.get(spec_id);
  if (spec !== undefined) return spec;
  const nearest = findNearest(spec_id, [...state.specs.keys()]);
  const hint = nearest === undefined ? messages.problems.planFirst(spec_id) : messages.usage.didYouMean(nearest);
  throw new UserError(messages.problems.unknownSpec(spec_id), { hint });
}

/** @throws UserError */
export function findTask(spec: SpecState, task_id: string, { messages }: Pick<Session, 'messages'>): TaskState {
  const task = spec.tasks.get(task_id);
  if (task !== undefined) return task;
  const nearest = findNearest(task_id, [...spec.tasks.keys()]);
  const hint = nearest === undefined ? messages.problems.listTasks(spec.spec_id) : messages.usage.didYouMean(nearest);
  throw new UserError(messages.problems.unknownTask(spec.spec_id, task_id), { hint });
}
