// One event as one line of the log. What is written is what `seal.ts` seals, with the fields in the order of the contract.
import { UserError } from '../base/errors.ts';
import type { NewEvent, RegistryEvent } from '../model/events.ts';
import { sealText, unseal } from './seal.ts';

/** Bigger things are artifacts: the log holds their digest. */
export const recordBytesMax = 64 * 1024;

/** An event that has its place, as it is written and as it reads back. */
export interface Stamped {
  line: string;
  event: RegistryEvent;
}

/** What the beginning of a line says, before its seal is checked. */
export interface RecordHead {
  seq: number;
  epoch: number;
  at: number;
  type: string;
}

/** Gives an event its place. Throws a UserError when its line would be longer than `recordBytesMax`. */
export function stamp(event: NewEvent, place: { seq: number; epoch: number; at: number }): Stamped {
  const { type, run_id, spec_id, task_id, attempt, agent_instance, data } = event;
  const { seq, epoch, at } = place;
  const text = JSON.stringify({ seq, epoch, at, type, run_id, spec_id, task_id, attempt, agent_instance, data });
  const line = `${sealText(text)}\n`;
  const bytes = Buffer.byteLength(line);
  if (bytes > recordBytesMax) {
    throw new UserError(`Expected a ${type} event of at most ${recordBytesMax} bytes, got ${bytes}.`, {
      hint: 'Store the text as an artifact and record its digest.',
    });
  }
  return { line, event: JSON.parse(text) as RegistryEvent };
}

/** The event of a line that `stamp` wrote; undefined when its seal does not hold. The seal is trusted for the rest. */
export function readRecord(line: string): RegistryEvent | undefined {
  return unseal(Buffer.from(line)) as RegistryEvent | undefined;
}

/** Enough to pass a line over without parsing it. */
export function readHead(line: string): RecordHead | undefined {
  const head = /^\{"seq":(\d+),"epoch":(\d+),"at":(\d+),"type":"(\w+)"/.exec(line);
  if (head === null) return undefined;
  const [, seq, epoch, at, type = ''] = head;
  return { seq: Number(seq), epoch: Number(epoch), at: Number(at), type };
}
