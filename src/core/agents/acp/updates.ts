// Reads a `session/update` into events. Pure, and without memory: what a frame does not say is not known here. Kiro's headless
// stream carries the same updates, so that it is read here too. Kinds that nobody foresaw give nothing.
import type { Usage } from '../../model/evidence.ts';
import type { AgentEvent } from '../agent-event.ts';
import {
  chunkSchema,
  kiroMetadataSchema,
  planSchema,
  promptAnswerSchema,
  toolCallSchema,
  usageUpdateSchema,
} from './frames.ts';
import { describeCall, describeResult } from './tool-lines.ts';

type Reader = (update: unknown) => AgentEvent[];

/** By the value of `sessionUpdate`. */
const readers: Readonly<Record<string, Reader>> = {
  agent_message_chunk: (update) => flow('text', update),
  agent_thought_chunk: (update) => flow('thought', update),
  tool_call: readToolCall,
  tool_call_update: readToolCallUpdate,
  plan: readPlan,
  usage_update: readCost,
  notice: readNotice,
};

export function eventsOfUpdate(update: { sessionUpdate: string }): AgentEvent[] {
  return readers[update.sessionUpdate]?.(update) ?? [];
}

/** What the answer to `session/prompt` says was used; the tokens are those of the turn. */
export function eventsOfAnswer(answer: unknown): AgentEvent[] {
  const parsed = promptAnswerSchema.safeParse(answer);
  if (!parsed.success) return [];
  const { usage, _meta } = parsed.data;
  const quota = _meta?.quota?.token_count;
  return spent('more', {
    input_tokens: usage?.inputTokens ?? quota?.input_tokens,
    output_tokens: usage?.outputTokens ?? quota?.output_tokens,
  });
}

/** Kiro counts credits from the beginning of the session. */
export function eventsOfKiroMetadata(metadata: unknown): AgentEvent[] {
  const metering = kiroMetadataSchema.safeParse(metadata).data?.meteringUsage ?? [];
  const credits = metering.filter(({ unit }) => unit === 'credit');
  if (credits.length === 0) return [];
  return spent('total', { credits: credits.reduce((sum, { value }) => sum + value, 0) });
}

/**
 * Agents that do not know what was used say 0: no turn goes without input, so that with an input of 0 no count of tokens is one;
 * and what has cost nothing cannot be told from what has an unknown price.
 */
export function spent(counts: 'total' | 'more', usage: { [K in keyof Usage]: number | undefined }): AgentEvent[] {
  const isCounted = usage.input_tokens !== 0;
  const isFact = ([field, value]: [string, number | undefined]): boolean =>
    value !== undefined && (field.endsWith('_tokens') ? isCounted : value > 0);
  const known = Object.fromEntries(Object.entries(usage).filter(isFact));
  return Object.keys(known).length === 0 ? [] : [{ kind: 'spent', counts, usage: known }];
}

function flow(kind: 'text' | 'thought', update: unknown): AgentEvent[] {
  const text = chunkSchema.safeParse(update).data?.content?.text ?? '';
  return text === '' ? [] : [{ kind, text }];
}

function readToolCall(update: unknown): AgentEvent[] {
  const call = toolCallSchema.safeParse(update).data;
  if (call === undefined) return [];
  const isOver = call.status === 'completed' || call.status === 'failed';
  const title = describeCall(call);
  if (title === '') return [];
  return [{ kind: 'step', text: `[tool] ${title}` }, ...(isOver ? readToolCallUpdate(update) : [])];
}

/** Only the end of a call is worth a line; what it prints on the way comes with its end again. */
function readToolCallUpdate(update: unknown): AgentEvent[] {
  const call = toolCallSchema.safeParse(update).data;
  if (call?.status !== 'completed' && call?.status !== 'failed') return [];
  return [{ kind: 'step', text: describeResult(call) }];
}

function readPlan(update: unknown): AgentEvent[] {
  const entries = planSchema.safeParse(update).data?.entries ?? [];
  if (entries.length === 0) return [];
  const mark = (status: string | undefined): string =>
    status === 'completed' ? 'x' : status === 'in_progress' ? '~' : ' ';
  const lines = entries.map(({ content, status }) => `  [${mark(status)}] ${content}`);
  return [{ kind: 'step', text: ['[plan]', ...lines].join('\n') }];
}

function readCost(update: unknown): AgentEvent[] {
  const cost = usageUpdateSchema.safeParse(update).data?.cost;
  return cost?.currency === 'USD' ? spent('total', { cost_usd: cost.amount }) : [];
}

function readNotice(update: unknown): AgentEvent[] {
  const { message, content } = chunkSchema.safeParse(update).data ?? {};
  const text = message ?? content?.text;
  return text === undefined ? [] : [{ kind: 'step', text: `[notice] ${text}` }];
}
