// Opens the wire to a model endpoint. The library is loaded here and only when a model is asked. Everything that goes out is
// redacted, every failure comes back as one sentence, and the key is in neither.
import { withDeadline } from '../../base/abort.ts';
import type { Redactor } from '../../base/redact.ts';
import { chatWire } from './chat-wire.ts';
import { explainFailure } from './explain.ts';
import { responsesWire } from './responses-wire.ts';
import type { Wire } from './wire.ts';

export interface ModelEndpoint {
  /** Undefined means OpenAI's own. */
  baseUrl: string | undefined;
  key: string;
  model: string;
  wire: 'responses' | 'chat';
  /** How often a request that did not get through is sent again; 2 when absent. */
  retriesMax?: number | undefined;
}

export const defaultBaseUrl = 'https://api.openai.com/v1';
const retriesMaxDefault = 2;
/** A model that reasons may be silent for minutes. */
const answerMsMax = 20 * 60_000;

export async function connectModel(endpoint: ModelEndpoint, redactor: Redactor): Promise<Wire> {
  const { OpenAI } = await import('openai');
  const baseURL = endpoint.baseUrl ?? defaultBaseUrl;
  const client = new OpenAI({
    ...{ apiKey: endpoint.key, baseURL, logLevel: 'off', timeout: answerMsMax },
    maxRetries: endpoint.retriesMax ?? retriesMaxDefault,
    ...{ adminAPIKey: null, webhookSecret: null },
    // The library would take these from the environment, and they are nobody else's business.
    ...(endpoint.baseUrl === undefined ? {} : { organization: null, project: null }),
  });
  const ask = endpoint.wire === 'chat' ? chatWire(client, endpoint.model) : responsesWire(client, endpoint.model);
  return async (question) => {
    const { redact } = redactor;
    const turns = question.turns.map(({ role, text }) => ({ role, text: redact(text) }));
    try {
      return await withDeadline(
        { ms: answerMsMax, what: 'The answer of the model', signal: question.signal },
        (signal) => ask({ ...question, turns, signal }),
      );
    } catch (error) {
      throw explainFailure(error, {
        sdk: OpenAI,
        endpoint,
        host: new URL(baseURL).host,
        redactor,
        signal: question.signal,
      });
    }
  };
}
