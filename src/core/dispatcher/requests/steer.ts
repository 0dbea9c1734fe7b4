// Pause, resume, cancel, retry, stop: what a person says to a run in progress.
import type { NewEvent } from '../../model/events.ts';
import type { Request } from '../../model/requests.ts';
import { isTerminal, liveAttempt, type RunState, type SpecState } from '../../model/state.ts';
import type { Dispatch } from '../dispatch.ts';
import { stopAttempt } from '../perform/stop-attempt.ts';
import { answers, type Said } from './answers.ts';
import { nothingToCancel, nothingToRetry, notRunning, unknownSpec, unknownTask } from './refusals.ts';

type Of<K extends Request['kind']> = Extract<Request, { kind: K }>;

const politeMs = 5000;

export async function acceptPause(dispatch: Dispatch, { spec_id, by }: Of<'pause'>): Promise<Said> {
  const { run } = unfinished(dispatch, spec_id);
  if (run.state === 'paused') return answers.isPaused;
  await dispatch.ports.registry.append([{ type: 'RunPaused', run_id: run.run_id, spec_id, data: { by } }]);
  return answers.paused;
}

export async function acceptResume(dispatch: Dispatch, { spec_id, by }: Of<'resume'>): Promise<Said> {
  const { run } = unfinished(dispatch, spec_id);
  if (run.state === 'running') return answers.isRunning;
  await dispatch.ports.registry.append([{ type: 'RunResumed', run_id: run.run_id, spec_id, data: { by } }]);
  return answers.resumed;
}

export async function acceptCancel(dispatch: Dispatch, request: Of<'cancel'>): Promise<Said> {
  const { spec_id, task_id, by } = request;
  const { run, spec } = unfinished(dispatch, spec_id);
  if (task_id !== undefined) {
    const task = knownTask(spec, task_id);
    if (isTerminal(task)) throw nothingToCancel(task_id, task.state);
  }
  const subject = { run_id: run.run_id, spec_id, ...(task_id === undefined ? {} : { task_id }) };
  await dispatch.ports.registry.append([{ type: 'CancelRequested', ...subject, data: { by } }]);
  return answers.cancelling;
}

export async function acceptRetry(dispatch: Dispatch, { spec_id, task_id, by }: Of<'retry'>): Promise<Said> {
  const spec = dispatch.ports.registry.state.specs.get(spec_id);
  if (spec === undefined) throw unknownSpec(spec_id);
  const task = knownTask(spec, task_id);
  if (task.state !== 'failed' && task.state !== 'cancelled') throw nothingToRetry(task_id, task.state);
  await dispatch.ports.registry.append([{ type: 'RetryRequested', spec_id, task_id, data: { by } }]);
  return spec.run?.state === 'running' ? answers.retried(task_id) : answers.retriedLater(task_id, spec_id);
}

/** Pauses the run and ends its runners; their tasks lose no attempt. */
export async function acceptStop(dispatch: Dispatch, { spec_id, by, at_once }: Of<'stop'>): Promise<Said> {
  const { registry } = dispatch.ports;
  const meant = () =>
    [...registry.state.specs.values()].filter((spec) => spec_id === undefined || spec.spec_id === spec_id);
  const pauses = meant().flatMap(({ spec_id: of, run }): NewEvent[] =>
    run?.state === 'running' ? [{ type: 'RunPaused', run_id: run.run_id, spec_id: of, data: { by } }] : [],
  );
  // All at once, so that none starts anything while another is being paused.
  await registry.append(pauses);
  await Promise.all(meant().flatMap((spec) => stopLive(dispatch, spec, at_once === true ? 0 : politeMs)));
  return answers.stopped;
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
  if (spec.run === undefined || spec.run.state === 'finished') throw notRunning(spec_id);
  return { spec, run: spec.run };
}

function knownTask(spec: SpecState, task_id: string) {
  const task = spec.tasks.get(task_id);
  if (task !== undefined) return task;
  throw unknownTask(spec.spec_id, task_id);
}
