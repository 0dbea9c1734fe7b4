// Finds in the state what an action names. The action was decided from this very state, so a miss is our own bug.
import { InvariantError } from '../base/errors.ts';
import type { AttemptState, PullState, RunState, SpecState, State, TaskState } from '../model/state.ts';
import type { OfAttempt } from './actions.ts';

export function specOf(state: State, spec_id: string): SpecState & { run: RunState } {
  const spec = state.specs.get(spec_id);
  if (spec?.run === undefined) throw new InvariantError(`The spec ${spec_id} has no run.`);
  return spec as SpecState & { run: RunState };
}

export function taskOf(state: State, spec_id: string, task_id: string): TaskState {
  const task = state.specs.get(spec_id)?.tasks.get(task_id);
  if (task === undefined) throw new InvariantError(`The task ${spec_id}/${task_id} does not exist.`);
  return task;
}

export function attemptOf(state: State, of: OfAttempt): AttemptState {
  const attempt = taskOf(state, of.spec_id, of.task_id).attempts[of.attempt - 1];
  if (attempt === undefined)
    throw new InvariantError(`Attempt ${of.attempt} of ${of.spec_id}/${of.task_id} does not exist.`);
  return attempt;
}

export function pullOf(state: State, number: number): PullState {
  const pull = state.pulls.get(number);
  if (pull === undefined) throw new InvariantError(`Pull request #${number} does not exist.`);
  return pull;
}

/** The subject fields of an event about an attempt. */
export function subjectOf(state: State, of: OfAttempt) {
  const { run } = specOf(state, of.spec_id);
  const { agent_instance } = attemptOf(state, of);
  return { run_id: run.run_id, spec_id: of.spec_id, task_id: of.task_id, attempt: of.attempt, agent_instance };
}

/** The launch of an attempt that has not ended. */
export function launchOf({ attempt, runner }: AttemptState): string {
  if (runner === undefined) throw new InvariantError(`Attempt ${attempt} has ended; it has no runner any more.`);
  return runner.launch;
}
