// What went wrong with a model endpoint, as one sentence and the way out. Decided by class and status, never by words. The
// library's error is not kept as the cause, because it may quote what was sent; only its redacted message is.
import type { OpenAI } from 'openai';
import { cancelledBy } from '../../base/abort.ts';
import { Cancelled, UserError, codeOf, messageOf } from '../../base/errors.ts';
import type { Redactor } from '../../base/redact.ts';
import { plainText } from '../../base/text.ts';
import type { ModelEndpoint } from './connect.ts';
import { keyPlace } from './key.ts';

export interface Circumstances {
  sdk: typeof OpenAI;
  endpoint: ModelEndpoint;
  host: string;
  redactor: Redactor;
  signal: AbortSignal;
}

const offline = 'plan without a model: --planner offline';
const saidCharactersMax = 300;

export function explainFailure(error: unknown, circumstances: Circumstances): Error {
  const { sdk, host, redactor, signal } = circumstances;
  if (signal.aborted) return cancelledBy(signal);
  if (error instanceof UserError) {
    const { message, hint } = error;
    return new UserError(redactor.redact(message), hint === undefined ? {} : { hint });
  }
  const told = (sentence: string, hint: string): UserError =>
    new UserError(sentence, { hint, cause: new Error(redactor.redact(messageOf(error))) });
  // Our own deadline, not somebody's wish.
  if (error instanceof Cancelled || error instanceof sdk.APIConnectionTimeoutError) {
    return told(`The model endpoint ${host} did not answer in time.`, `Run the command again, or ${offline}.`);
  }
  if (error instanceof sdk.APIConnectionError) {
    return told(
      `The model endpoint ${host} cannot be reached${causeOf(error)}.`,
      `Check the network and \`planner.base_url\` in ~/.kiro/necrocode.yaml, or ${offline}.`,
    );
  }
  if (error instanceof sdk.APIError && typeof error.status === 'number')
    return told(...explainStatus(error, circumstances));
  return told(
    `The connection to the model endpoint ${host} broke off in the middle of its answer.`,
    'Run the command again: finished stages are taken up.',
  );
}

type Answered = Pick<InstanceType<typeof OpenAI.APIError>, 'status' | 'message' | 'headers'>;

function explainStatus(error: Answered, { endpoint, host, redactor }: Circumstances): [sentence: string, hint: string] {
  const { status = 0 } = error;
  const said = quote(redactor.redact(error.message.replace(/^\d{3} /, '')));
  const modelHint = 'Set `planner.model` in ~/.kiro/necrocode.yaml';
  switch (status) {
    case 401:
      return [
        `The model endpoint ${host} does not accept the key.`,
        `Set OPENAI_API_KEY, or put a valid key into ${keyPlace}.`,
      ];
    case 403:
      return [`The key may not use ${endpoint.model} at ${host}${said}.`, `${modelHint} to one that the key may use.`];
    case 404:
      return [
        `The model endpoint ${host} does not know ${endpoint.model}, or not the API "${endpoint.wire}"${said}.`,
        `${modelHint}, or \`planner.wire\` to ${endpoint.wire === 'chat' ? 'responses' : 'chat'}.`,
      ];
    case 429:
      return [
        `The model endpoint ${host} asks to wait${waitOf(error.headers)} (status 429)${said}.`,
        `Run the command again then: finished stages are taken up. Or ${offline}.`,
      ];
    default:
      if (status >= 500) {
        return [
          `The model endpoint ${host} failed (status ${String(status)})${said}.`,
          `Try again later, or ${offline}.`,
        ];
      }
      return [
        `The model endpoint ${host} did not accept the request (status ${String(status)})${said}.`,
        `${modelHint} to a model with structured output, or \`planner.wire\` to the other API.`,
      ];
  }
}

function quote(words: string): string {
  const said = plainText(words, { charsMax: saidCharactersMax }).replace(/\.$/, '');
  return said === '' ? '' : `: ${said}`;
}

/** ` 30 s`, from a Retry-After in seconds or as a date. */
function waitOf(headers: Headers | undefined): string {
  const asked = headers?.get('retry-after') ?? '';
  const seconds = /^\d+(?:\.\d+)?$/.test(asked) ? Number(asked) : (Date.parse(asked) - Date.now()) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? ` ${String(Math.ceil(seconds))} s` : '';
}

/** ` (ECONNREFUSED)`: fetch hides the system's word one or two causes down. */
function causeOf(error: Error): string {
  const depthMax = 4;
  let at: unknown = error;
  for (let depth = 0; depth < depthMax && at instanceof Error; depth += 1) {
    const code = codeOf(at);
    if (code !== undefined) return ` (${code})`;
    at = at.cause;
  }
  return '';
}
