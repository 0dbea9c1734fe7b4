// opencode's `run --format json`. Each frame carries the session; the end of a run has no frame of its own, so that its exit
// tells it. A step's tokens and cost are those of the step.
import * as z from 'zod';
import { spent } from '../acp/updates.ts';
import type { AgentEvent } from '../agent-event.ts';
import { frameParser, toolCalled, toolEnded } from './reader.ts';
import type { HeadlessReader } from './reader.ts';

const text = z.string().optional().catch(undefined);
const count = z.number().optional().catch(undefined);
const partSchema = z.looseObject({
  text,
  tool: text,
  state: z
    .object({
      status: text,
      input: z.unknown().optional(),
      output: text,
      error: text,
      metadata: z.object({ exit: count }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  tokens: z.object({ input: count, output: count }).optional().catch(undefined),
  cost: count,
});
const frameSchema = partSchema.extend({
  type: z.string(),
  sessionID: text,
  part: partSchema.optional().catch(undefined),
  error: z
    .looseObject({ name: text, message: text, data: z.looseObject({ message: text }).optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

type Part = z.infer<typeof partSchema>;
type Frame = z.infer<typeof frameSchema>;

export const opencode: HeadlessReader = {
  parse: frameParser((raw) => {
    const frame = frameSchema.safeParse(raw).data;
    if (frame === undefined) return [];
    const { sessionID: id, part = frame } = frame;
    return [
      ...(id === undefined ? [] : [{ kind: 'session', id } as const]),
      ...(readers[frame.type]?.(part, frame) ?? []),
    ];
  }),
};

const readers: Readonly<Record<string, (part: Part, frame: Frame) => AgentEvent[]>> = {
  text: ({ text: said }) => (said === undefined ? [] : [{ kind: 'text', text: `${said}\n` }]),
  tool_use: ({ tool, state }) => {
    const called = toolCalled(tool ?? 'a tool', state?.input);
    if (state?.status !== 'completed' && state?.status !== 'error') return [called];
    const { status, metadata, output, error } = state;
    return [called, toolEnded({ ok: status === 'completed', exitCode: metadata?.exit, output: output ?? error })];
  },
  step_finish: ({ tokens, cost }) =>
    spent('more', { input_tokens: tokens?.input, output_tokens: tokens?.output, cost_usd: cost }),
  error: (_part, { error }) => [
    {
      kind: 'failed',
      report: { message: error?.data?.message ?? error?.message ?? error?.name ?? 'the run failed', details: error },
    },
  ],
};
