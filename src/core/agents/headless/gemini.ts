// Gemini CLI's `-o stream-json`. It counts tokens per model, and in one sum where it gives one.
import * as z from 'zod';
import { spent } from '../acp/updates.ts';
import type { AgentEvent } from '../agent-event.ts';
import { frameParser, toolCalled, toolEnded } from './reader.ts';
import type { HeadlessReader } from './reader.ts';

const text = z.string().optional().catch(undefined);
const count = z.number().optional().catch(undefined);
const tokensSchema = z.object({ input_tokens: count, output_tokens: count });
const frameSchema = z.object({
  type: z.string(),
  session_id: text,
  role: text,
  content: text,
  tool_name: text,
  parameters: z.unknown().optional(),
  status: text,
  output: text,
  severity: text,
  message: text,
  error: z.looseObject({ message: text }).optional().catch(undefined),
  stats: tokensSchema
    .extend({ models: z.record(z.string(), tokensSchema).optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

type Frame = z.infer<typeof frameSchema>;

export const gemini: HeadlessReader = {
  parse: frameParser((raw) => {
    const frame = frameSchema.safeParse(raw).data;
    return frame === undefined ? [] : (readers[frame.type]?.(frame) ?? []);
  }),
  exits: {
    41: { message: 'authentication failed' },
    42: { message: 'the input was refused' },
    53: { message: 'the limit of turns was reached' },
  },
};

const readers: Readonly<Record<string, (frame: Frame) => AgentEvent[]>> = {
  init: ({ session_id: id }) => (id === undefined ? [] : [{ kind: 'session', id }]),
  message: ({ role, content }) =>
    role === 'assistant' && content !== undefined ? [{ kind: 'text', text: content }] : [],
  tool_use: ({ tool_name, parameters }) => [toolCalled(tool_name ?? 'a tool', parameters)],
  tool_result: ({ status, output, error }) => [toolEnded({ ok: status !== 'error', output: output ?? error?.message })],
  error: ({ severity, message }) =>
    severity === 'warning'
      ? [{ kind: 'step', text: `[notice] ${message ?? ''}` }]
      : [{ kind: 'failed', report: { message: message ?? 'the run failed' } }],
  result: ({ status, stats, error }) => [
    ...spent('more', tokensOf(stats)),
    status === 'error'
      ? { kind: 'failed', report: { message: error?.message ?? 'the run failed', details: error } }
      : { kind: 'ended' },
  ],
};

function tokensOf(stats: Frame['stats']) {
  const models = Object.values(stats?.models ?? {});
  const sum = (field: 'input_tokens' | 'output_tokens'): number | undefined => {
    const counts = models.map((model) => model[field]).filter((value) => value !== undefined);
    return stats?.[field] ?? (counts.length === 0 ? undefined : counts.reduce((total, value) => total + value, 0));
  };
  return { input_tokens: sum('input_tokens'), output_tokens: sum('output_tokens') };
}
