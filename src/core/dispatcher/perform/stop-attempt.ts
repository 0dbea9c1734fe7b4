// Ends an attempt from outside: first nobody follows it any more, then its whole process tree dies, then the registry
// says why. Only then is the worker's place free again.
import type { NewEvent } from '../../model/events.ts';
import type { Failure } from '../../model/failure.ts';
import { attemptKey, type OfAttempt } from '../actions.ts';
import type { Dispatch } from '../dispatch.ts';
import { attemptOf, launchOf, subjectOf } from '../lookup.ts';

type Stop = OfAttempt & { failure: Failure };

/** `settle`: the retry table decides what follows. `ready`: the task goes on later, and this try costs it nothing. */
export async function stopAttempt(
  dispatch: Dispatch,
  stop: Stop,
  { graceMs, then }: { graceMs: number; then: 'settle' | 'ready' },
): Promise<void> {
  const { ports, crew } = dispatch;
  const { registry } = ports;
  using _bar = crew.bar(attemptKey(stop));
  await crew.letGo(attemptKey(stop), new Error(stop.failure.message));
  const attempt = attemptOf(registry.state, stop);
  if (attempt.finished_at !== undefined) return;
  const attempt_dir = registry.attemptDir(stop.spec_id, stop.task_id, stop.attempt);
  await ports.pools.get(attempt.pool)?.stop({ attempt_dir, launch: launchOf(attempt) }, { graceMs });
  // Somebody less patient may have been here meanwhile.
  if (attemptOf(registry.state, stop).finished_at !== undefined) return;
  const subject = subjectOf(registry.state, stop);
  const events: NewEvent[] = [
    { type: 'RunnerFinished', ...subject, data: { outcome: 'failed', failure: stop.failure } },
  ];
  if (then === 'ready') events.push({ type: 'TaskReady', ...subject, data: { is_free: true } });
  await registry.append(events);
}
