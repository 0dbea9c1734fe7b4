// Finds out what became of an attempt that nobody hears: after a crash of the controller, or when a runner has gone
// silent. Alive or properly ended → followed from where the events stop. Gone → its remains are killed and its loss recorded.
import { attemptKey, type Action } from '../actions.ts';
import type { Dispatch } from '../dispatch.ts';
import { attemptOf, launchOf, subjectOf } from '../lookup.ts';
import type { Pool, RunnerHandle } from '../ports.ts';
import { followAttempt } from './follow-attempt.ts';

type AdoptAction = Extract<Action, { kind: 'adopt_attempt' }>;
type ProbeAction = Extract<Action, { kind: 'probe_attempt' }>;

export async function adoptAttempt(dispatch: Dispatch, action: AdoptAction): Promise<void> {
  const { pool, handle } = runnerOf(dispatch, action);
  const found = pool === undefined ? 'gone' : await pool.probe(handle);
  if (isEnded(dispatch, action)) return;
  if (pool === undefined || found === 'gone') {
    await recordLoss(dispatch, action, pool, handle);
    return;
  }
  await dispatch.crew.enlist(attemptKey(action), (signal) => followAttempt(dispatch, action, { pool, handle, signal }));
}

export async function probeAttempt(dispatch: Dispatch, action: ProbeAction): Promise<void> {
  const { pool, handle } = runnerOf(dispatch, action);
  const found = pool === undefined ? 'gone' : await pool.probe(handle);
  // An ended log will be read to its end by the follower; a live process keeps its lease.
  dispatch.crew.heard(attemptKey(action));
  if (found !== 'gone') return;
  await dispatch.crew.letGo(attemptKey(action), new Error('the runner is gone'));
  if (!isEnded(dispatch, action)) await recordLoss(dispatch, action, pool, handle);
}

/** Somebody may have ended the attempt while it was looked for, or be about to. */
function isEnded({ ports, crew }: Dispatch, of: AdoptAction | ProbeAction): boolean {
  return crew.barred().has(attemptKey(of)) || attemptOf(ports.registry.state, of).finished_at !== undefined;
}

function runnerOf(
  { ports }: Dispatch,
  of: AdoptAction | ProbeAction,
): { pool: Pool | undefined; handle: RunnerHandle } {
  const attempt = attemptOf(ports.registry.state, of);
  const attempt_dir = ports.registry.attemptDir(of.spec_id, of.task_id, of.attempt);
  return { pool: ports.pools.get(attempt.pool), handle: { attempt_dir, launch: launchOf(attempt) } };
}

async function recordLoss(
  { ports, crew }: Dispatch,
  of: AdoptAction | ProbeAction,
  pool: Pool | undefined,
  handle: RunnerHandle,
): Promise<void> {
  using _bar = crew.bar(attemptKey(of));
  await pool?.stop(handle, { graceMs: 0 });
  if (attemptOf(ports.registry.state, of).finished_at !== undefined) return;
  const subject = subjectOf(ports.registry.state, of);
  if (attemptOf(ports.registry.state, of).started_at !== undefined) {
    await ports.registry.append([
      { type: 'RunnerLost', ...subject, data: { reason: 'The runner is gone without a last word.' } },
    ]);
    return;
  }
  // It never began: the try costs the task nothing.
  const failure = { kind: 'infra_lost', message: 'The controller ended before the runner had begun.' } as const;
  await ports.registry.append([
    { type: 'RunnerFinished', ...subject, data: { outcome: 'failed', failure } },
    { type: 'TaskReady', ...subject, data: { is_free: true } },
  ]);
}
