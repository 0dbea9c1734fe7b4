// A person asks for changes in a task's pull request: what they say is a comment, and the reason for another attempt of the agent that
// owns the task, which goes on from its own commit. It costs the task none of its attempts. Until then the train leaves it alone.
import type { Failure } from '../../model/failure.ts';
import type { Request } from '../../model/requests.ts';
import type { PullState, TaskState } from '../../model/state.ts';
import type { Dispatch } from '../dispatch.ts';
import { answers, type Said } from './answers.ts';
import { notInReview, pullOnTrain, workOfAll } from './pull-refusals.ts';
import { openPull } from './pulls.ts';

const messageCharsMax = 300;

export async function acceptRequestChanges(
  dispatch: Dispatch,
  { number, by, text }: Extract<Request, { kind: 'request_changes' }>,
): Promise<Said> {
  const { registry } = dispatch.ports;
  const pull = openPull(dispatch, number);
  const task = ownerOf(dispatch, pull);
  const run = registry.state.specs.get(pull.spec_id)?.run;
  const retry_of = failureOf(by, text);
  const promise =
    run?.state === 'running' ? answers.sentBack(task.node.id) : answers.sentBackLater(task.node.id, pull.spec_id);
  // Asked once more because the answer got lost.
  if (task.state === 'ready' && task.retry_of?.evidence === retry_of.evidence) return promise;
  if (run?.integrating === number) {
    throw pullOnTrain(number, {
      en: 'Wait until it has. If it does not fit, the task goes back by itself.',
      ja: '終わるまでお待ちください。合わなければタスクは自動で差し戻されます。',
    });
  }
  if (task.state !== 'review') throw notInReview(task.node.id, task.state);
  const subject = { spec_id: pull.spec_id, task_id: task.node.id };
  const run_id = run === undefined ? {} : { run_id: run.run_id };
  await registry.append([
    { type: 'PRUpdated', ...subject, data: { number, comment: { by, text } } },
    { type: 'TaskReady', ...run_id, ...subject, data: { retry_of, is_free: true } },
  ]);
  return promise;
}

function ownerOf({ ports }: Dispatch, { number, spec_id, task_id }: PullState): TaskState {
  const task = ports.registry.state.specs.get(spec_id)?.tasks.get(task_id ?? '');
  if (task !== undefined) return task;
  throw workOfAll(number, spec_id);
}

/** As review says it, only that a person is the reviewer. */
function failureOf(by: string, text: string): Failure {
  const message = `${by} asks for changes: ${text.replace(/\s+/g, ' ')}`;
  return { kind: 'changes_requested', message: message.slice(0, messageCharsMax), evidence: text };
}
