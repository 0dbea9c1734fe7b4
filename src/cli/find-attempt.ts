// The attempt that a person means: the one that they name, or the one in whose slot they stand; or the mistake told, with the way out.
import { sep } from 'node:path';
import { UserError } from '../core/base/errors.ts';
import { liveAttempt, type SpecState, type State, type TaskState } from '../core/model/state.ts';
import type { LiveAttempt } from '../core/necrocode.ts';
import { findSpec, findTask } from './find-spec.ts';
import type { Session } from './session.ts';
import { UsageError } from './usage-error.ts';

export interface FoundAttempt {
  of: LiveAttempt;
  spec: SpecState;
  task: TaskState;
}

export interface NamedTask {
  spec_id: string;
  task_id: string;
}

/** @throws UserError when there is no such task, or nobody is at work on it. */
export function findAttempt(state: State, { spec_id, task_id }: NamedTask, session: Session): FoundAttempt {
  const { messages } = session;
  const spec = findSpec(state, spec_id, session);
  const task = findTask(spec, task_id, session);
  const live = liveAttempt(task);
  if (live?.runner === undefined) {
    throw new UserError(messages.attend.notAtWork(task_id, messages.states[task.state]), {
      hint: `necrocode show ${spec_id} ${task_id}`,
    });
  }
  return { of: { spec_id, task_id, attempt: live.attempt, launch: live.runner.launch }, spec, task };
}

/** The task of the slot that a folder is, or lies in. @throws UserError when it is the folder of no attempt. */
export function taskAt(state: State, folder: string, { messages }: Pick<Session, 'messages'>): NamedTask {
  const slot = [...state.slots.values()].find(({ path }) => `${folder}${sep}`.startsWith(`${path}${sep}`));
  if (slot === undefined) throw new UsageError(messages.attend.noSlot, { hint: messages.attend.nameTask });
  const { spec_id, task_id } = slot;
  if (spec_id === undefined || task_id === undefined) throw new UserError(messages.attend.slotFree);
  return { spec_id, task_id };
}
