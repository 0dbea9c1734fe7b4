// Codex' `exec --json`. It exits 0 when a command in its sandbox has failed, and goes on reconnecting for ever when its endpoint
// cannot be reached; those notes are left out, so that such a run counts as idle.
import * as z from 'zod';
import { spent } from '../acp/updates.ts';
import type { AgentEvent } from '../agent-event.ts';
import { frameParser, toolEnded } from './reader.ts';
import type { HeadlessReader } from './reader.ts';

const text = z.string().optional().catch(undefined);
const count = z.number().optional().catch(undefined);
const itemSchema = z.looseObject({
  type: z.string(),
  text,
  message: text,
  command: text,
  aggregated_output: text,
  exit_code: count,
  status: text,
  changes: z
    .array(z.object({ path: z.string(), kind: text }))
    .optional()
    .catch(undefined),
});
const frameSchema = z.object({
  type: z.string(),
  thread_id: text,
  message: text,
  item: itemSchema.optional().catch(undefined),
  usage: z.object({ input_tokens: count, output_tokens: count }).optional().catch(undefined),
  error: z.looseObject({ message: text }).optional().catch(undefined),
});

type Frame = z.infer<typeof frameSchema>;
type Item = z.infer<typeof itemSchema>;

export const codex: HeadlessReader = {
  parse: frameParser((raw) => {
    const frame = frameSchema.safeParse(raw).data;
    return frame === undefined ? [] : (readers[frame.type]?.(frame) ?? []);
  }),
};

const readers: Readonly<Record<string, (frame: Frame) => AgentEvent[]>> = {
  'thread.started': ({ thread_id: id }) => (id === undefined ? [] : [{ kind: 'session', id }]),
  'item.started': ({ item }) =>
    item?.command === undefined ? [] : [{ kind: 'step', text: `[tool] execute: ${item.command}` }],
  'item.completed': ({ item }) => (item === undefined ? [] : readItem(item)),
  'turn.completed': ({ usage }) => [
    // Of the whole conversation, also when it was taken up by a new process.
    ...spent('total', { input_tokens: usage?.input_tokens, output_tokens: usage?.output_tokens }),
    { kind: 'ended' },
  ],
  'turn.failed': ({ error }) => failed(error?.message, error),
  error: ({ message, error }) => (isReconnecting(message) ? [] : failed(message ?? error?.message, error)),
};

function readItem(item: Item): AgentEvent[] {
  switch (item.type) {
    case 'agent_message':
      return item.text === undefined ? [] : [{ kind: 'text', text: `${item.text}\n` }];
    case 'reasoning':
      return item.text === undefined ? [] : [{ kind: 'thought', text: `${item.text}\n` }];
    case 'command_execution': {
      const { exit_code: exitCode, aggregated_output: output } = item;
      return [toolEnded({ ok: item.status !== 'failed', exitCode, output })];
    }
    case 'file_change':
      return (item.changes ?? []).map(({ path, kind }) => ({
        kind: 'step',
        text: `[tool done] ${kind ?? 'changed'} ${path}`,
      }));
    case 'error':
      // An item of this kind is a warning; what ends the turn comes as a frame of its own.
      return item.message === undefined || isReconnecting(item.message)
        ? []
        : [{ kind: 'step', text: `[notice] ${item.message}` }];
    default:
      return [];
  }
}

function isReconnecting(message: string | undefined): boolean {
  return message?.startsWith('Reconnecting') === true;
}

function failed(message: string | undefined, details: unknown): AgentEvent[] {
  return [
    {
      kind: 'failed',
      report: { message: message ?? 'the turn failed', ...(details === undefined ? {} : { details }) },
    },
  ];
}
