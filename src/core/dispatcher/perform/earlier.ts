// What an attempt inherits from those before it: why the task runs again, the commit to start from, and the conversation in which
// that was made. A conversation belongs to one agent and one folder, so that the slot of then is asked for again.
import type { Conversation, EarlierWork } from '../../model/spirit.ts';
import type { TaskState } from '../../model/state.ts';

/** @param now who does it now, and where. */
export function earlierOf(task: TaskState, now: { agent: string; path: string }): { earlier?: EarlierWork } {
  if (task.retry_of === undefined) return {};
  const commit = makerOf(task)?.commit;
  const conversation = conversationOf(task, now.agent);
  return {
    earlier: {
      failure: task.retry_of,
      ...(commit === undefined ? {} : { commit }),
      ...(conversation?.path === now.path ? { conversation } : {}),
    },
  };
}

/** That of the attempt whose commit is gone on with, when the same agent made it. */
export function conversationOf(task: TaskState, agent: string): Conversation | undefined {
  const maker = task.retry_of === undefined ? undefined : makerOf(task);
  return maker?.agent === agent ? maker.conversation : undefined;
}

function makerOf({ attempts }: TaskState) {
  return attempts.findLast((attempt) => attempt.commit !== undefined);
}
