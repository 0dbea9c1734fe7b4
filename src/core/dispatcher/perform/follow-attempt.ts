// Turns what a runner reports into events. Each event carries how far the message log has been told, so that after a
// crash the next controller goes on behind it: nothing is told twice, nothing is left out.
import type { EventSubject, NewEvent } from '../../model/events.ts';
import type { SpiritMessage } from '../../model/spirit.ts';
import { attemptKey, type OfAttempt } from '../actions.ts';
import type { Dispatch } from '../dispatch.ts';
import { attemptOf, subjectOf } from '../lookup.ts';
import type { Pool, RunnerHandle } from '../ports.ts';

type Committed = Extract<SpiritMessage, { type: 'committed' }>;

export async function followAttempt(
  dispatch: Dispatch,
  of: OfAttempt,
  { pool, handle, signal }: { pool: Pool; handle: RunnerHandle; signal: AbortSignal },
): Promise<void> {
  const { registry } = dispatch.ports;
  const subject = subjectOf(registry.state, of);
  const key = attemptKey(of);
  let committed: Committed | undefined;
  for await (const { message, offset } of pool.follow(handle, {
    offset: attemptOf(registry.state, of).runner?.offset ?? 0,
    signal,
  })) {
    if (signal.aborted) return;
    dispatch.crew.heard(key);
    if (message.type === 'committed') committed = message;
    const event = eventOf(message, { subject, offset, committed });
    if (event === undefined) continue;
    await registry.append([event]);
    dispatch.bell.ring();
    if (message.type === 'runner_finished') return;
  }
}

interface Telling {
  subject: EventSubject;
  offset: number;
  committed: Committed | undefined;
}

function eventOf(message: SpiritMessage, { subject, offset, committed }: Telling): NewEvent | undefined {
  switch (message.type) {
    case 'runner_started': {
      const { pid, start_time, launch } = message;
      return { type: 'RunnerStarted', ...subject, data: { offset, pid, start_time, launch } };
    }
    case 'step_started':
      if (message.step !== 'verify') return undefined;
      return { type: 'VerificationStarted', ...subject, data: { offset, round: message.round } };
    case 'person_awaited': {
      const { type: _type, at: _at, ...why } = message;
      return { type: 'PersonAwaited', ...subject, data: { offset, ...why } };
    }
    case 'person_answered':
      return { type: 'PersonAnswered', ...subject, data: { offset, verdict: message.verdict, by: message.by } };
    case 'verification':
      return { type: 'VerificationFinished', ...subject, data: { offset, verification: message.verification } };
    case 'artifact':
      return { type: 'ArtifactStored', ...subject, data: { offset, artifact: message.artifact } };
    case 'usage':
      return { type: 'AgentUsageReported', ...subject, data: { offset, usage: message.usage } };
    case 'runner_finished': {
      const { type: _type, at: _at, ...end } = message;
      const data = { offset, ...end, ...changeOf(committed) };
      return { type: 'RunnerFinished', ...subject, data };
    }
    case 'committed':
    case 'progress':
    case 'agent_update':
      return undefined;
  }
}

function changeOf(committed: Committed | undefined) {
  if (committed === undefined) return {};
  const { commit, tree, files, insertions, deletions } = committed;
  return { commit, tree, files, insertions, deletions };
}
