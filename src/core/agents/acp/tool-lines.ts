// The lines of the transcript that tell of a tool: what was called, how it ended, and the beginning and end of what it said. The
// exit status of a command stands in a different place with each agent; the places are those that were seen in real frames.
import * as z from 'zod';
import { cutText } from '../../base/text.ts';
import { contentSchema } from './frames.ts';
import type { ToolCall } from './frames.ts';

const titleCharsMax = 300;
const outputCharsMax = 2000;

/** One line; empty when the frame says nothing about the call. */
export function describeCall({ title = '', kind, rawInput }: ToolCall): string {
  const command = commandIn(rawInput);
  const shown = command !== undefined && !title.includes(command) ? `${title} ${command}` : title;
  const line = cutText(shown.replace(/\s+/g, ' ').trim(), titleCharsMax);
  return line === '' ? '' : kind === undefined ? line : `${kind}: ${line}`;
}

export function describeResult(call: ToolCall): string {
  const exitCode = exitCodeOf(call);
  const title = cutText((call.title ?? '').replace(/\s+/g, ' ').trim(), titleCharsMax);
  const parts = [
    call.status === 'failed' ? '[tool failed]' : '[tool done]',
    ...(title === '' ? [] : [title]),
    ...(exitCode === undefined ? [] : [`(exit ${String(exitCode)})`]),
  ];
  const head = parts.join(' ');
  const output = outputOf(call).trim();
  return output === '' ? head : `${head}\n${indent(excerpt(output))}`;
}

/** The command of a shell tool, as its input names it. */
export function commandIn(rawInput: unknown): string | undefined {
  const { command, cmd, script } = inputSchema.safeParse(rawInput).data ?? {};
  const found = command ?? cmd ?? script;
  return Array.isArray(found) ? found.join(' ') : found;
}

const commandSchema = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .catch(undefined);
const inputSchema = z.looseObject({ command: commandSchema, cmd: commandSchema, script: commandSchema });

const code = z.number().optional().catch(undefined);
const statusSchema = z.object({
  /** opencode */
  metadata: z.object({ exit: code }).optional().catch(undefined),
  /** copilot */
  contents: z
    .array(z.object({ exitCode: code }))
    .optional()
    .catch(undefined),
  exitCode: code,
  exit_code: code,
});
/** codex */
const terminalSchema = z.object({ terminal_exit: z.object({ exit_code: code }) });

function exitCodeOf({ rawOutput, _meta }: ToolCall): number | undefined {
  const output = statusSchema.safeParse(rawOutput).data;
  return (
    output?.metadata?.exit ??
    output?.contents?.find(({ exitCode }) => exitCode !== undefined)?.exitCode ??
    output?.exitCode ??
    output?.exit_code ??
    terminalSchema.safeParse(_meta).data?.terminal_exit.exit_code
  );
}

const blockSchema = z.object({ type: z.string(), content: contentSchema.optional(), path: z.string().optional() });
/** Kiro's second engine tells the text of an error here. */
const spokenSchema = z.object({ message: z.string().optional(), output: z.string().optional() });

function outputOf({ content = [], rawOutput }: ToolCall): string {
  const blocks = content.map((block) => {
    const { type, content: inner, path } = blockSchema.safeParse(block).data ?? {};
    if (type === 'diff') return `changed ${path ?? 'a file'}`;
    return inner?.text ?? '';
  });
  const shown = blocks.filter((block) => block !== '').join('\n');
  if (shown !== '') return shown;
  const { message, output } = spokenSchema.safeParse(rawOutput).data ?? {};
  return message ?? output ?? '';
}

function excerpt(text: string): string {
  if (text.length <= outputCharsMax) return text;
  const half = outputCharsMax / 2;
  const leftOut = text.length - outputCharsMax;
  return `${text.slice(0, half)}\n[… ${String(leftOut)} characters left out …]\n${text.slice(-half)}`;
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
