// Lines about a task on its way from ready to done.
import type { RegistryEvent } from '../model/events.ts';
import type { FailureKind } from '../model/failure.ts';
import type { Context, Describe, Notice } from './notice.ts';
import { nothing, several, short, specOf, taskName, why } from './notice.ts';

type TaskEvent =
  | 'TaskReady'
  | 'TaskAssigned'
  | 'TaskBlocked'
  | 'TaskFailed'
  | 'TaskCompleted'
  | 'TaskCancelled'
  | 'RetryRequested'
  | 'CancelRequested'
  | 'SlotAllocated'
  | 'RunnerStarted'
  | 'RunnerFinished'
  | 'RunnerLost'
  | 'PersonAwaited'
  | 'PersonAnswered'
  | 'VerificationStarted'
  | 'VerificationFinished'
  | 'ArtifactStored'
  | 'AgentUsageReported'
  | 'ReviewFinished';

/** Failures whose evidence the agent that did the work is given, to mend it; after the others the task just runs again. */
const mended: ReadonlySet<FailureKind> = new Set(['verify_failed', 'conflict', 'policy_violation', 'no_changes']);

export const aboutTask: { [T in TaskEvent]: Describe<T> } = {
  TaskAssigned: nothing,
  SlotAllocated: nothing,
  VerificationStarted: nothing,
  ArtifactStored: nothing,
  AgentUsageReported: nothing,
  // What follows from it, TaskReady or TaskFailed, says why.
  RunnerFinished: nothing,
  TaskReady: describeReady,
  RunnerStarted: describeStarted,
  TaskBlocked: ({ task_id = '', data }, context) => ({
    level: 'warning',
    text: context.lines.taskBlocked(task_id, several(context, data.by)),
  }),
  TaskFailed: ({ task_id = '', data }, context) => ({
    level: 'error',
    text: context.lines.taskFailed(task_id, why(context, data.failure)),
  }),
  TaskCompleted: ({ task_id = '', data }, { lines }) => ({
    level: 'success',
    text: lines.taskCompleted(task_id, data.pr),
  }),
  TaskCancelled: ({ task_id = '', data }, { lines }) => ({
    level: 'warning',
    text: lines.taskCancelled(task_id, short(data.reason)),
  }),
  RetryRequested: ({ task_id = '', data }, { lines }) => ({
    level: 'info',
    text: lines.retryRequested(task_id, short(data.by)),
  }),
  CancelRequested: ({ task_id, spec_id = '', data }, { lines }) => ({
    level: 'warning',
    text: lines.cancelRequested(task_id ?? spec_id, short(data.by)),
  }),
  RunnerLost: ({ task_id = '', data }, { lines }) => ({
    level: 'warning',
    text: lines.runnerLost(task_id, short(data.reason)),
  }),
  PersonAwaited: ({ task_id = '', spec_id = '', data: { failure } }, context) => ({
    level: 'warning',
    text: context.lines.personAwaited({ id: task_id, spec: spec_id, why: failure && why(context, failure) }),
  }),
  PersonAnswered: ({ task_id = '', data }, { lines }) => ({
    level: 'info',
    text: lines.personAnswered[data.verdict](task_id, short(data.by)),
  }),
  VerificationFinished: describeVerification,
  ReviewFinished: ({ task_id = '', data: { findings } }, { lines }) => {
    if (findings.length === 0) return undefined;
    const blocking = findings.filter(({ severity }) => severity === 'blocking').length;
    return { level: blocking > 0 ? 'error' : 'warning', text: lines.findings(task_id, findings.length, blocking) };
  },
};

/** A task without dependencies could start from the beginning: that is no news. */
function describeReady(event: RegistryEvent<'TaskReady'>, context: Context): Notice | undefined {
  const { id, title } = taskName(context, event);
  const { retry_of } = event.data;
  if (retry_of !== undefined) {
    const back = { id, why: why(context, retry_of), isOwners: mended.has(retry_of.kind) };
    return { level: 'warning', text: context.lines.taskBack(back) };
  }
  const dependencies = specOf(context, event)?.tasks.get(id)?.node.dependencies ?? [];
  return dependencies.length === 0 ? undefined : { level: 'info', text: context.lines.taskOpened({ id, title }) };
}

/** The worktree's number is that of its slot: `slot-3` is worktree 3. */
function describeStarted(event: RegistryEvent<'RunnerStarted'>, context: Context): Notice {
  const { attempt = 1 } = event;
  const task = taskName(context, event);
  const slot = specOf(context, event)?.tasks.get(task.id)?.attempts[attempt - 1]?.slot;
  const worktree = slot === undefined ? undefined : (/(\d+)$/.exec(slot)?.[1] ?? slot);
  return { level: 'info', text: context.lines.taskStarted({ ...task, worktree, attempt }) };
}

function describeVerification(
  { task_id: id = '', data: { verification } }: RegistryEvent<'VerificationFinished'>,
  { lines }: Context,
): Notice | undefined {
  const { ok, round, commands } = verification;
  if (ok) {
    const tests = commands.reduce((sum, { tests: counts }) => sum + (counts?.passed ?? 0), 0);
    return commands.length === 0 ? undefined : { level: 'info', text: lines.verified(id, tests) };
  }
  const failed = commands.find(({ exit_code }) => exit_code !== 0);
  return { level: 'warning', text: lines.verificationFailed({ id, round, command: short(failed?.command ?? '') }) };
}
