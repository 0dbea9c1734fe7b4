// Pause, resume, cancel, retry, stop: what a person says to a run in progress.
import { UserError } from '../../base/errors.ts';
import type { NewEvent } from '../../model/events.ts';
import type { Request } from '../../model/requests.ts';
import { isTerminal, liveAttempt, type RunState, type SpecState } from '../../model/state.ts';
import type { Dispatch } from '../dispatch.ts';
import { stopAttempt } from '../perform/stop-attempt.ts';

type Of<K extends Request['kind']> = Extract<Request, { kind: K }>;

const politeMs = 5000;

export async function acceptPause(dispatch: Dispatch, { spec_id, by }: Of<'pause'>): Promise<string> {
  const { run } = unfinished(dispatch, spec_id);
  if (run.state === 'paused') return 'It is paused already';
  await dispatch.ports.registry.append([{ type: 'RunPaused', run_id: run.run_id, spec_id, data: { by } }]);
  return 'Paused: what runs goes on to its end, nothing new starts';
}

export async function acceptResume(dispatch: Dispatch, { spec_id, by }: Of<'resume'>): Promise<string> {
  const { run } = unfinished(dispatch, spec_id);
  if (run.state === 'running') return 'It is running';
  await dispatch.ports.registry.append([{ type: 'RunResumed', run_id: run.run_id, spec_id, data: { by } }]);
  return 'Resumed';
}

export async function acceptCancel(dispatch: Dispatch, request: Of<'cancel'>): Promise<string> {
  const { spec_id, task_id, by } = request;
  const { run, spec } = unfinished(dispatch, spec_id);
  if (task_id !== undefined) {
    const task = knownTask(spec, task_id);
    if (isTerminal(task)) throw new UserError(`Task ${task_id} is ${task.state}: there is nothing to cancel.`);
  }
  const subject = { run_id: run.run_id, spec_id, ...(task_id === undefined ? {} : { task_id }) };
  await dispatch.ports.registry.append([{ type: 'CancelRequested', ...subject, data: { by } }]);
  return 'Cancelling';
}

export async function acceptRetry(dispatch: Dispatch, { spec_id, task_id, by }: Of<'retry'>): Promise<string> {
  const spec = dispatch.ports.registry.state.specs.get(spec_id);
  if (spec === undefined) throw unknownSpec(spec_id);
  const task = knownTask(spec, task_id);
  if (task.state !== 'failed' && task.state !== 'cancelled') {
    throw new UserError(`Task ${task_id} is ${task.state}; only a failed or cancelled task can be tried again.`);
  }
  await dispatch.ports.registry.append([{ type: 'RetryRequested', spec_id, task_id, data: { by } }]);
  return spec.run?.state === 'running'
    ? `Task ${task_id} will run again`
    : `Task ${task_id} will run again with the next \`necrocode execute ${spec_id}\``;
}

/** Pauses the run and ends its runners; their tasks lose no attempt. */
export async function acceptStop(dispatch: Dispatch, { spec_id, by, at_once }: Of<'stop'>): Promise<string> {
  const { registry } = dispatch.ports;
  const meant = () =>
    [...registry.state.specs.values()].filter((spec) => spec_id === undefined || spec.spec_id === spec_id);
  const pauses = meant().flatMap(({ spec_id: of, run }): NewEvent[] =>
    run?.state === 'running' ? [{ type: 'RunPaused', run_id: run.run_id, spec_id: of, data: { by } }] : [],
  );
  // All at once, so that none starts anything while another is being paused.
  await registry.append(pauses);
  await Promise.all(meant().flatMap((spec) => stopLive(dispatch, spec, at_once === true ? 0 : politeMs)));
  return 'Stopped; `necrocode execute` goes on from here';
}

function stopLive(dispatch: Dispatch, spec: SpecState, graceMs: number): Promise<void>[] {
  return [...spec.tasks.values()].flatMap((task) => {
    const live = liveAttempt(task);
    if (live === undefined) return [];
    const failure = { kind: 'cancelled', message: 'Stopped by a person; it goes on with the next execute.' } as const;
    const stop = { spec_id: spec.spec_id, task_id: task.node.id, attempt: live.attempt, failure };
    return [stopAttempt(dispatch, stop, { graceMs, then: 'ready' })];
  });
}

function unfinished(dispatch: Dispatch, spec_id: string): { spec: SpecState; run: RunState } {
  const spec = dispatch.ports.registry.state.specs.get(spec_id);
  if (spec === undefined) throw unknownSpec(spec_id);
  if (spec.run === undefined || spec.run.state === 'finished') {
    throw new UserError(`${spec_id} is not running.`, { hint: `Start it: necrocode execute ${spec_id}` });
  }
  return { spec, run: spec.run };
}

function unknownSpec(spec_id: string): UserError {
  return new UserError(`There is no spec "${spec_id}".`, { hint: 'necrocode status lists the specs.' });
}

function knownTask(spec: SpecState, task_id: string) {
  const task = spec.tasks.get(task_id);
  if (task !== undefined) return task;
  throw new UserError(`${spec.spec_id} has no task "${task_id}".`, {
    hint: `necrocode status ${spec.spec_id} lists them.`,
  });
}
