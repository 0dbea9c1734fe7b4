// Reads a runner's message log from an offset on. The log may hold several launches of the same attempt, and lines that are no
// messages: an agent of the same user could write to it. Only what stands between this launch's first message and its last is
// told, and only what has the form of a message.
import { existsSync } from 'node:fs';
import { followFile, readLines } from '../base/jsonl.ts';
import { spiritMessageSchema } from '../model/spirit.ts';
import type { SpiritMessage } from '../model/spirit.ts';
import { attemptFiles } from './attempt-files.ts';
import type { RunnerHandle } from './pools.ts';

export interface FollowOptions {
  /** Messages that end at or before this byte are passed over. */
  offset: number;
  signal: AbortSignal;
  /** Hears after each line that is no message how many there were. */
  onJunk: (lines: number) => void;
}

export async function* followMessages(
  { attempt_dir, launch }: RunnerHandle,
  { offset, signal, onJunk }: FollowOptions,
): AsyncGenerator<{ message: SpiritMessage; offset: number }, void, undefined> {
  let isOurs = false;
  let junk = 0;
  // From the beginning, since only that tells which launch the messages at the offset belong to.
  for await (const { line, offset: end } of followFile(attemptFiles(attempt_dir).messages, { signal })) {
    const message = parseMessage(line);
    if (message === undefined) {
      onJunk((junk += 1));
      continue;
    }
    if (message.type === 'runner_started') {
      if (isOurs && message.launch !== launch) return;
      isOurs = message.launch === launch;
    }
    if (!isOurs) continue;
    if (end > offset) yield { message, offset: end };
    if (message.type === 'runner_finished') return;
  }
}

/** The messages of this launch that are there at this moment. */
export async function readMessages({ attempt_dir, launch }: RunnerHandle): Promise<SpiritMessage[]> {
  const { messages } = attemptFiles(attempt_dir);
  const found: SpiritMessage[] = [];
  if (!existsSync(messages)) return found;
  let isOurs = false;
  for await (const { line } of readLines(messages)) {
    const message = parseMessage(line);
    if (message?.type === 'runner_started') isOurs = message.launch === launch;
    if (isOurs && message !== undefined) found.push(message);
  }
  return found;
}

/** Undefined when the line is no message of the protocol. */
export function parseMessage(line: string): SpiritMessage | undefined {
  try {
    return spiritMessageSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
