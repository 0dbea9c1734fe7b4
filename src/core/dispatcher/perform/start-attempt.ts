// Gives a ready task to a runner. The assignment is recorded before anything is made, so that a controller that takes
// over knows what to look for; whatever cannot be made here closes the attempt, and the retry table says what follows.
import { randomUUID } from 'node:crypto';
import { Cancelled, UserError, messageOf } from '../../base/errors.ts';
import { branchOfTask } from '../../model/ids.ts';
import type { Failure } from '../../model/failure.ts';
import { attemptKey, type Action, type OfAttempt } from '../actions.ts';
import type { Dispatch } from '../dispatch.ts';
import { attemptOf, launchOf, specOf, subjectOf, taskOf } from '../lookup.ts';
import { buildAssignment } from './assignment.ts';
import { conversationOf } from './earlier.ts';
import { followAttempt } from './follow-attempt.ts';

export async function startAttempt(
  dispatch: Dispatch,
  action: Extract<Action, { kind: 'start_attempt' }>,
): Promise<void> {
  const { ports } = dispatch;
  const { run } = specOf(ports.registry.state, action.spec_id);
  const task = taskOf(ports.registry.state, action.spec_id, action.task_id);
  const { key: _key, kind: _kind, agent, agent_instance, pool, skill, is_attended, ...of } = action;
  await ports.registry.append([
    {
      type: 'TaskAssigned',
      run_id: run.run_id,
      ...of,
      agent_instance,
      data: {
        agent,
        pool,
        ...(skill === undefined ? {} : { skill }),
        branch: branchOfTask(action.spec_id, action.task_id, task.node.title),
        base_sha: run.tip_sha,
        launch: randomUUID(),
        ...(is_attended === undefined ? {} : { is_attended }),
      },
    },
  ]);
  await dispatch.crew.enlist(attemptKey(of), (signal) => launchAndFollow(dispatch, of, skill, signal));
}

async function launchAndFollow(
  dispatch: Dispatch,
  of: OfAttempt,
  skill: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { ports } = dispatch;
  const { registry } = ports;
  const subject = subjectOf(registry.state, of);
  const attempt = attemptOf(registry.state, of);
  // A person may have stopped it as soon as it was recorded.
  if (attempt.finished_at !== undefined) return;
  const launch = launchOf(attempt);
  try {
    const { base_sha } = attempt;
    // A checkpoint looks at what is there and makes nothing that would need a branch.
    const task = taskOf(registry.state, of.spec_id, of.task_id);
    const branch = task.node.kind === 'checkpoint' ? undefined : attempt.branch;
    const preferred = conversationOf(task, attempt.agent)?.path;
    const slot = await ports.slots.acquire({ base: base_sha, branch, preferred, holder: attemptKey(of), signal });
    const { place, isWarm, durationMs } = slot;
    await registry.append([
      {
        type: 'SlotAllocated',
        ...subject,
        data: { slot: place.name, path: place.path, is_warm: isWarm, duration_ms: durationMs },
      },
    ]);
    const assignment = await buildAssignment(ports, of, { place, skill, launch });
    const pool = ports.pools.get(attempt.pool);
    if (pool === undefined) throw new UserError(`The pool "${attempt.pool}" does not exist.`);
    const handle = await pool.launch(assignment, { signal });
    await followAttempt(dispatch, of, { pool, handle, signal });
  } catch (error) {
    // Whoever aborted says what becomes of the attempt; where nothing can be recorded, the next controller adopts it.
    if (signal.aborted || error instanceof Cancelled || registry.failure !== undefined) return;
    ports.report(error, `attempt ${attemptKey(of)} could not be carried on`);
    // Its runner may be at work already: the place is free when that is dead.
    const attempt_dir = registry.attemptDir(of.spec_id, of.task_id, of.attempt);
    await ports.pools.get(attempt.pool)?.stop({ attempt_dir, launch }, { graceMs: 0 });
    await registry.append([
      { type: 'RunnerFinished', ...subject, data: { outcome: 'failed', failure: failureOf(error) } },
    ]);
  }
}

/** What a person must mend is the attempt's own failure; everything else counts as a lost place and is tried elsewhere. */
function failureOf(error: unknown): Failure {
  const kind = error instanceof UserError ? 'permission_denied' : 'infra_lost';
  const hint = error instanceof UserError && error.hint !== undefined ? ` ${error.hint}` : '';
  return { kind, message: `${messageOf(error)}${hint}`.slice(0, 4000) };
}
