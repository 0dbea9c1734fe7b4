// Answers what other processes have asked for. Every request gets exactly one answer: `RequestAccepted` behind the events
// that it caused, or `RequestRefused` with the reason and the way out. Answering it again after a crash does no harm.
import { UserError, messageOf, type Words } from '../base/errors.ts';
import { Unavailable } from '../base/unavailable.ts';
import type { EventData } from '../model/events.ts';
import type { Request, RequestKind } from '../model/requests.ts';
import type { Dispatch } from './dispatch.ts';
import type { Accepted } from './requests/answers.ts';
import { acceptExecute } from './requests/execute.ts';
import { acceptPlan } from './requests/plan.ts';
import { acceptComment, acceptMerge } from './requests/pulls.ts';
import { acceptRefresh } from './requests/refresh.ts';
import { acceptRequestChanges } from './requests/request-changes.ts';
import { acceptCancel, acceptPause, acceptResume, acceptRetry, acceptStop } from './requests/steer.ts';

/** Carries out a request; what it returns is shown to whoever asked. A UserError refuses it. */
type Accept<K extends RequestKind> = (dispatch: Dispatch, request: Extract<Request, { kind: K }>) => Promise<Accepted>;

const acceptors: { [K in RequestKind]: Accept<K> } = {
  plan: acceptPlan,
  execute: acceptExecute,
  pause: acceptPause,
  resume: acceptResume,
  cancel: acceptCancel,
  retry: acceptRetry,
  merge: acceptMerge,
  comment: acceptComment,
  request_changes: acceptRequestChanges,
  refresh: acceptRefresh,
  stop: acceptStop,
};

export async function answerRequest(dispatch: Dispatch, request: Request): Promise<void> {
  const { request_id } = request;
  const subject = 'spec_id' in request && request.spec_id !== undefined ? { spec_id: request.spec_id } : {};
  const { registry } = dispatch.ports;
  try {
    const { en: message, ja, ...rest } = await accept(dispatch, request);
    await registry.append([{ type: 'RequestAccepted', ...subject, data: { request_id, message, ja, ...rest } }]);
  } catch (error) {
    if (!(error instanceof UserError)) dispatch.ports.report(error, `request ${request.kind}`);
    await registry.append([{ type: 'RequestRefused', ...subject, data: { request_id, ...wordsOf(error) } }]);
  }
  dispatch.bell.ring();
}

function accept<K extends RequestKind>(dispatch: Dispatch, request: Extract<Request, { kind: K }>): Promise<Accepted> {
  const acceptor = acceptors[request.kind];
  return acceptor(dispatch, request);
}

const charsMax = 4000;

function wordsOf(error: unknown): Omit<EventData<'RequestRefused'>, 'request_id'> {
  if (error instanceof Unavailable) return bounded(error);
  if (!(error instanceof UserError)) return bounded({ message: messageOf(error) });
  return { ...bounded(error), ...(error.ja === undefined ? {} : { ja: bounded(error.ja) }) };
}

function bounded({ message, hint }: Words): { message: string; hint?: string } {
  return {
    message: message.slice(0, charsMax),
    ...(hint === undefined ? {} : { hint: hint.slice(0, charsMax) }),
  };
}
