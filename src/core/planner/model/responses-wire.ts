// Asks through the Responses API, streaming, with the answer's shape as strict structured output. Nothing is stored at the endpoint.
import type OpenAI from 'openai';
import * as z from 'zod';
import { UserError } from '../../base/errors.ts';
import { brokenOff, collectText, filtered, refused, truncated, type Usage, type Wire } from './wire.ts';

const usageSchema = z.looseObject({
  input_tokens: z.number().optional(),
  output_tokens: z.number().optional(),
  cost: z.number().optional(),
});

export function responsesWire(client: OpenAI, model: string): Wire {
  return async ({ name, schema, instructions, turns, onText, signal }) => {
    const { zodTextFormat } = await import('openai/helpers/zod');
    const stream = await client.responses.create(
      {
        ...{ model, instructions, stream: true, store: false },
        input: turns.map(({ role, text }) => ({ role, content: text })),
        text: { format: zodTextFormat(schema, name) },
      },
      { signal },
    );
    const answer = collectText(onText);
    let refusal: string | undefined;
    let last: OpenAI.Responses.Response | undefined;
    for await (const event of stream) {
      if (event.type === 'response.output_text.delta') answer.push(event.delta);
      else if (event.type === 'response.refusal.delta') refusal = `${refusal ?? ''}${event.delta}`;
      else if (event.type === 'response.refusal.done') refusal = event.refusal;
      else if (event.type === 'error') throw failed(event.message);
      else if (event.type === 'response.failed') throw failed(event.response.error?.message ?? '');
      else if (event.type === 'response.completed' || event.type === 'response.incomplete') last = event.response;
    }
    if (refusal !== undefined) throw refused(refusal);
    if (last?.incomplete_details?.reason === 'content_filter') throw filtered();
    if (last === undefined) throw brokenOff();
    if (last.status === 'incomplete') throw truncated();
    if (last.status === 'failed') throw failed(last.error?.message ?? '');
    return { text: answer.text(), usage: readUsage(last.usage) };
  };
}

function readUsage(reported: unknown): Usage {
  const { data } = usageSchema.safeParse(reported);
  // Some compatible servers send zeros for what they do not count.
  const tokensIn = data?.input_tokens === 0 ? undefined : data?.input_tokens;
  return { tokensIn, tokensOut: tokensIn === undefined ? undefined : data?.output_tokens, costUsd: data?.cost };
}

function failed(words: string): UserError {
  const said = words.trim() === '' ? '' : `: ${words.trim().slice(0, 300)}`;
  return new UserError(`The model endpoint gave up in the middle of its answer${said}`, {
    hint: 'Run the command again: finished stages are taken up.',
  });
}
