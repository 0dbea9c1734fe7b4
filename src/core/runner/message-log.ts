// The runner's one output: a line of JSON per message, appended to a file that outlives the runner and can be followed from
// any offset. Every text in it is redacted; a line is one write, so that a killed runner tears at most the last one.
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Clock } from '../base/clock.ts';
import type { Redactor } from '../base/redact.ts';
import type { SpiritMessage } from '../model/spirit.ts';

/** A message without the time, which the log adds. */
export type Report = SpiritMessage extends infer M ? (M extends SpiritMessage ? Omit<M, 'at'> : never) : never;

export interface MessageLog extends Disposable {
  /** Throws when the line could not be written. */
  report(message: Report): void;
}

/** Fields whose values are ours; a secret that happens to read like one of them must not break the protocol. */
const ownFields = new Set(['type', 'outcome', 'kind', 'launch', 'start_time', 'commit', 'tree', 'sha256']);

export function openMessageLog(path: string, { redactor, clock }: { redactor: Redactor; clock: Clock }): MessageLog {
  const file = openSync(path, 'a', 0o600);
  const redactTexts = (field: string, value: unknown): unknown =>
    typeof value === 'string' && !ownFields.has(field) ? redactor.redact(value) : value;
  return {
    report(message) {
      const line = Buffer.from(`${JSON.stringify({ at: clock.now(), ...message }, redactTexts)}\n`, 'utf8');
      for (let at = 0; at < line.length;) at += writeSync(file, line, at);
    },
    [Symbol.dispose]: () => closeSync(file),
  };
}
