// What can go wrong between a client and GitHub, put in its way request by request. Headers and bodies are those that GitHub's
// documentation gives for each case.
import type { IncomingMessage, ServerResponse } from 'node:http';

export type FaultKind =
  /** Nothing goes wrong; for what comes `then`. */
  | { kind: 'none' }
  /** The server fails and has done nothing. */
  | { kind: 'status'; status: number; message?: string }
  /** The server does what was asked, and the answer is lost. */
  | { kind: 'lost' }
  /** The connection breaks before anything has happened. */
  | { kind: 'down' }
  | { kind: 'secondary_limit'; retryAfterS?: number }
  | { kind: 'too_many'; retryAfterS?: number }
  | { kind: 'primary_limit'; resetInS: number }
  /** By GraphQL, whose every answer is a success to HTTP. */
  | { kind: 'graph'; answer: object; resetInS?: number }
  | { kind: 'bad_credentials' }
  | { kind: 'missing_permission' };

export type Fault = FaultKind & {
  /** Which requests it meets, as `PUT /repos/octo/app/pulls/1/merge`, or `POST /octo/app.git/git-receive-pack` for a push. */
  at: RegExp;
  /** How often; once when absent. */
  times?: number;
  /** So many of these requests pass before. */
  skip?: number;
  /** Called when it happens: after the server has acted if it acts, and before the client can know. */
  then?: () => Promise<void>;
};

/** The fault for this request, which is used up by it. */
export function takeFault(faults: Fault[], request: string): Fault | undefined {
  const index = faults.findIndex(({ at }) => at.test(request));
  const fault = faults[index];
  if (fault === undefined) return undefined;
  if (fault.skip !== undefined && fault.skip > 0) {
    faults[index] = { ...fault, skip: fault.skip - 1 };
    return undefined;
  }
  const left = (fault.times ?? 1) - 1;
  if (left > 0) faults[index] = { ...fault, times: left };
  else faults.splice(index, 1);
  return fault;
}

/** Answers in place of the server. `lost` and `none` are not for here: the server must act. */
export function answerFault(fault: FaultKind, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const say = (status: number, message: string, headers: Record<string, string> = {}): void => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(JSON.stringify({ message, documentation_url: 'https://docs.github.com/rest' }));
  };
  const after = (seconds: number | undefined) => (seconds === undefined ? {} : { 'retry-after': String(seconds) });
  switch (fault.kind) {
    case 'status':
      say(fault.status, fault.message ?? 'Server Error');
      break;
    case 'none':
    case 'lost':
    case 'down':
      request.socket.destroy();
      break;
    case 'secondary_limit':
      say(
        403,
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
        after(fault.retryAfterS),
      );
      break;
    case 'too_many':
      say(
        429,
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
        after(fault.retryAfterS),
      );
      break;
    case 'primary_limit':
      say(403, 'API rate limit exceeded for user ID 1.', usedUp(fault.resetInS));
      break;
    case 'graph':
      response.writeHead(200, {
        'content-type': 'application/json; charset=utf-8',
        ...(fault.resetInS === undefined ? {} : usedUp(fault.resetInS)),
      });
      response.end(JSON.stringify(fault.answer));
      break;
    case 'bad_credentials':
      say(401, 'Bad credentials');
      break;
    case 'missing_permission':
      say(403, 'Resource not accessible by integration');
      break;
  }
}

function usedUp(resetInS: number): Record<string, string> {
  return {
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + resetInS),
  };
}
