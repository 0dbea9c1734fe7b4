// GitHub Copilot CLI's `--output-format json`. Frames marked as ephemeral come again, whole, and are left out. It counts premium
// requests, which are neither tokens nor money, so that they stand in the transcript only.
import * as z from 'zod';
import type { AgentEvent } from '../agent-event.ts';
import { frameParser, toolCalled, toolEnded } from './reader.ts';
import type { HeadlessReader } from './reader.ts';

const text = z.string().optional().catch(undefined);
const count = z.number().optional().catch(undefined);
const bodySchema = z.looseObject({
  sessionId: text,
  content: text,
  message: text,
  toolName: text,
  arguments: z.unknown().optional(),
  success: z.boolean().optional().catch(undefined),
  result: z.object({ content: text }).optional().catch(undefined),
  error: z.looseObject({ message: text }).optional().catch(undefined),
});
const frameSchema = z.object({
  type: z.string(),
  ephemeral: z.boolean().optional().catch(undefined),
  data: bodySchema.optional().catch(undefined),
  sessionId: text,
  exitCode: count,
  usage: z.object({ premiumRequests: count }).optional().catch(undefined),
});

type Frame = z.infer<typeof frameSchema>;

export const copilot: HeadlessReader = {
  parse: frameParser((raw) => {
    const frame = frameSchema.safeParse(raw).data;
    if (frame === undefined || frame.ephemeral === true) return [];
    return readers[frame.type]?.(frame) ?? [];
  }),
};

const readers: Readonly<Record<string, (frame: Frame) => AgentEvent[]>> = {
  'session.start': ({ data, sessionId }) => sessionOf(data?.sessionId ?? sessionId),
  'session.error': ({ data }) => [
    { kind: 'failed', report: { message: data?.message ?? 'the session failed', details: data } },
  ],
  'assistant.message': ({ data }) =>
    data?.content === undefined || data.content === '' ? [] : [{ kind: 'text', text: `${data.content}\n` }],
  'tool.execution_start': ({ data }) => [toolCalled(data?.toolName ?? 'a tool', data?.arguments)],
  'tool.execution_complete': ({ data }) => [
    toolEnded({ ok: data?.success !== false, output: data?.result?.content ?? data?.error?.message }),
  ],
  result: ({ sessionId, exitCode = 0, usage }) => [
    ...sessionOf(sessionId),
    ...countRequests(usage?.premiumRequests),
    exitCode === 0
      ? { kind: 'ended' }
      : { kind: 'failed', report: { message: `the run ended with status ${String(exitCode)}` } },
  ],
};

function sessionOf(id: string | undefined): AgentEvent[] {
  return id === undefined ? [] : [{ kind: 'session', id }];
}

function countRequests(premium: number | undefined): AgentEvent[] {
  return premium === undefined ? [] : [{ kind: 'step', text: `[used] premium requests: ${String(premium)}` }];
}
