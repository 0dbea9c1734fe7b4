// What an attempt is doing at this moment: the end of its runner's message log. Only for those who watch; nothing is decided
// by it, so what cannot be read is simply not shown.
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { spiritMessageSchema, type SpiritMessage } from '../model/spirit.ts';
import type { Place } from './place.ts';
import { attemptDir } from './reading.ts';

export interface Progress {
  /** `prepare`, `implement`, `format`, `verify`, `commit`, … */
  step?: string;
  /** The last thing that the agent said or printed. */
  text?: string;
}

const tailBytes = 16_384;

export async function readProgress(
  place: Place,
  of: { spec_id: string; task_id: string; attempt: number },
): Promise<Progress> {
  const progress: Progress = {};
  for (const line of await readTail(join(attemptDir(place, of), 'messages.jsonl'))) {
    const message = parseMessage(line);
    if (message?.type === 'step_started') progress.step = message.step;
    else if (message?.type === 'agent_update') progress.text = message.text;
  }
  return progress;
}

async function readTail(path: string): Promise<string[]> {
  try {
    await using file = await open(path, 'r');
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(size, tailBytes));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8', 0, bytesRead).split('\n');
  } catch {
    return [];
  }
}

/** The first line of the tail may be half a message, and the last one may be in the making. */
function parseMessage(line: string): SpiritMessage | undefined {
  try {
    return spiritMessageSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
