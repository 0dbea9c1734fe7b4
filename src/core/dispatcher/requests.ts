// Answers what other processes have asked for. Every request gets exactly one answer: `RequestAccepted` behind the events
// that it caused, or `RequestRefused` with the reason and the way out. Answering it again after a crash does no harm.
import { UserError, messageOf } from '../base/errors.ts';
import type { Request, RequestKind } from '../model/requests.ts';
import type { Dispatch } from './dispatch.ts';
import { acceptExecute } from './requests/execute.ts';
import { acceptPlan } from './requests/plan.ts';
import { acceptComment, acceptMerge } from './requests/pulls.ts';
import { acceptCancel, acceptPause, acceptResume, acceptRetry, acceptStop } from './requests/steer.ts';

/** Carries out a request; the text it returns is shown to whoever asked. A UserError refuses it. */
type Accept<K extends RequestKind> = (dispatch: Dispatch, request: Extract<Request, { kind: K }>) => Promise<string>;

const acceptors: { [K in RequestKind]: Accept<K> } = {
  plan: acceptPlan,
  execute: acceptExecute,
  pause: acceptPause,
  resume: acceptResume,
  cancel: acceptCancel,
  retry: acceptRetry,
  merge: acceptMerge,
  comment: acceptComment,
  stop: acceptStop,
};

export async function answerRequest(dispatch: Dispatch, request: Request): Promise<void> {
  const { request_id } = request;
  const subject = 'spec_id' in request && request.spec_id !== undefined ? { spec_id: request.spec_id } : {};
  const { registry } = dispatch.ports;
  try {
    const message = await accept(dispatch, request);
    await registry.append([{ type: 'RequestAccepted', ...subject, data: { request_id, message } }]);
  } catch (error) {
    if (!(error instanceof UserError)) dispatch.ports.report(error, `request ${request.kind}`);
    const hint = error instanceof UserError ? error.hint : undefined;
    const data = { request_id, message: messageOf(error).slice(0, 4000), ...(hint === undefined ? {} : { hint }) };
    await registry.append([{ type: 'RequestRefused', ...subject, data }]);
  }
  dispatch.bell.ring();
}

function accept<K extends RequestKind>(dispatch: Dispatch, request: Extract<Request, { kind: K }>): Promise<string> {
  const acceptor = acceptors[request.kind];
  return acceptor(dispatch, request);
}
