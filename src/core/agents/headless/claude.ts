// Claude Code's `--output-format stream-json --verbose`, which Qwen Code and Cursor's agent print too. It exits 0 with denied
// tools, which stand in the last frame, and prints that frame also when it fails.
import * as z from 'zod';
import { spent } from '../acp/updates.ts';
import type { AgentEvent } from '../agent-event.ts';
import { frameParser, toolCalled, toolEnded } from './reader.ts';
import type { HeadlessReader } from './reader.ts';

const text = z.string().optional().catch(undefined);
const count = z.number().optional().catch(undefined);
const blockSchema = z.looseObject({
  type: text,
  text,
  thinking: text,
  name: text,
  input: z.unknown().optional(),
  content: z.unknown().optional(),
  is_error: z.boolean().optional().catch(undefined),
});
const frameSchema = z.object({
  type: z.string(),
  subtype: text,
  session_id: text,
  message: z
    .object({ content: z.union([z.string(), z.array(z.unknown())]) })
    .optional()
    .catch(undefined),
  is_error: z.boolean().optional().catch(undefined),
  result: text,
  terminal_reason: text,
  total_cost_usd: count,
  usage: z.object({ input_tokens: count, output_tokens: count }).optional().catch(undefined),
  permission_denials: z
    .array(z.object({ tool_name: text, tool_input: z.unknown().optional() }))
    .optional()
    .catch(undefined),
});

type Frame = z.infer<typeof frameSchema>;

export const claude: HeadlessReader = {
  parse: frameParser((raw) => {
    const frame = frameSchema.safeParse(raw).data;
    return frame === undefined ? [] : (readers[frame.type]?.(frame) ?? []);
  }),
};

const readers: Readonly<Record<string, (frame: Frame) => AgentEvent[]>> = {
  system: (frame) => (frame.subtype === 'init' ? sessionOf(frame) : []),
  assistant: (frame) => blocksOf(frame).flatMap(readSaid),
  user: (frame) => blocksOf(frame).flatMap(readToolResult),
  result: readResult,
};

function sessionOf({ session_id }: Frame): AgentEvent[] {
  return session_id === undefined ? [] : [{ kind: 'session', id: session_id }];
}

function blocksOf({ message }: Frame): z.infer<typeof blockSchema>[] {
  const content = message?.content ?? [];
  if (typeof content === 'string') return [blockSchema.parse({ type: 'text', text: content })];
  return content.map((block) => blockSchema.safeParse(block).data).filter((block) => block !== undefined);
}

function readSaid({ type, text: said, thinking, name, input }: z.infer<typeof blockSchema>): AgentEvent[] {
  if (type === 'text' && said !== undefined) return [{ kind: 'text', text: `${said}\n` }];
  if (type === 'thinking' && thinking !== undefined) return [{ kind: 'thought', text: `${thinking}\n` }];
  return type === 'tool_use' ? [toolCalled(name ?? 'a tool', input)] : [];
}

function readToolResult({ type, content, is_error }: z.infer<typeof blockSchema>): AgentEvent[] {
  if (type !== 'tool_result') return [];
  const parts = Array.isArray(content) ? content : [{ type: 'text', text: content }];
  const output = parts.map((part) => blockSchema.safeParse(part).data?.text ?? '').join('\n');
  return [toolEnded({ ok: is_error !== true, output })];
}

function readResult(frame: Frame): AgentEvent[] {
  const { usage, total_cost_usd, permission_denials = [], is_error, result, subtype, terminal_reason } = frame;
  const denied = permission_denials.map(({ tool_name, tool_input }): AgentEvent => {
    const input = tool_input === undefined ? '' : ` ${JSON.stringify(tool_input).slice(0, 200)}`;
    return { kind: 'denied', what: `${tool_name ?? 'a tool'}${input}` };
  });
  // The tokens are those of this process, the cost is that of the whole conversation.
  const used = [...spent('more', tokensOf(usage)), ...spent('total', { cost_usd: total_cost_usd })];
  const why = result ?? terminal_reason ?? subtype ?? 'the run failed';
  const end: AgentEvent = is_error === true ? { kind: 'failed', report: { message: why } } : { kind: 'ended' };
  return [...sessionOf(frame), ...denied, ...used, end];
}

function tokensOf(usage: Frame['usage']) {
  return { input_tokens: usage?.input_tokens, output_tokens: usage?.output_tokens };
}
