// Asks through the chat-completions API, which most compatible servers speak, streaming, with the answer's shape as strict
// structured output.
import type OpenAI from 'openai';
import * as z from 'zod';
import { brokenOff, collectText, filtered, refused, truncated, type Usage, type Wire } from './wire.ts';

const usageSchema = z.looseObject({
  prompt_tokens: z.number().optional(),
  completion_tokens: z.number().optional(),
  cost: z.number().optional(),
});

export function chatWire(client: OpenAI, model: string): Wire {
  return async ({ name, schema, instructions, turns, onText, signal }) => {
    const { zodResponseFormat } = await import('openai/helpers/zod');
    const stream = await client.chat.completions.create(
      {
        ...{ model, stream: true, stream_options: { include_usage: true } },
        messages: [
          { role: 'system', content: instructions },
          ...turns.map(({ role, text }) => ({ role, content: text })),
        ],
        response_format: zodResponseFormat(schema, name),
      },
      { signal },
    );
    const answer = collectText(onText);
    let refusal = '';
    let end: string | null | undefined;
    let usage: unknown;
    for await (const chunk of stream) {
      usage = chunk.usage ?? usage;
      const choice = chunk.choices[0];
      const content = choice?.delta.content ?? '';
      if (content !== '') answer.push(content);
      refusal += choice?.delta.refusal ?? '';
      end = choice?.finish_reason ?? end;
    }
    if (refusal !== '') throw refused(refusal);
    if (end === 'content_filter') throw filtered();
    if (end === 'length') throw truncated();
    if (end !== 'stop') throw brokenOff();
    return { text: answer.text(), usage: readUsage(usage) };
  };
}

function readUsage(reported: unknown): Usage {
  const { data } = usageSchema.safeParse(reported);
  const tokensIn = data?.prompt_tokens === 0 ? undefined : data?.prompt_tokens;
  return { tokensIn, tokensOut: tokensIn === undefined ? undefined : data?.completion_tokens, costUsd: data?.cost };
}
