// Sees to it that somebody answers a request. A controller that was just leaving when it was rung at looks into the inbox no more,
// and one that was killed leaves the request there: another is started and finds it. One that does not stay is told about.
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../base/errors.ts';
import { readTextIfExists } from '../base/files.ts';
import { plainText } from '../base/text.ts';
import { controllerLogName } from './controller-process.ts';
import type { Place } from './place.ts';
import { isControlled } from './presence.ts';

const firstLookMs = 500;
const startsMax = 4;

/** Settles when the signal fires. @throws UserError when nobody stays who could answer; what `start` throws. */
export async function keepAnswered(
  place: Place,
  { start, signal }: { start: () => Promise<void>; signal: AbortSignal },
): Promise<void> {
  for (let starts = 0; !signal.aborted;) {
    // A busy machine takes its time to start a program.
    await setTimeout(firstLookMs * 2 ** starts, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted || (await isControlled(place))) continue;
    if (starts === startsMax) {
      throw new UserError(`The controller leaves before it has answered. ${await lastWords(place)}`.trimEnd(), {
        hint: 'Its log says why: .kiro/registry/controller.log',
      });
    }
    starts += 1;
    await start();
  }
}

/** What the last controller has written into its log, without the time; nothing when that cannot be read. */
async function lastWords({ registryDir }: Place): Promise<string> {
  const log = await readTextIfExists(join(registryDir, controllerLogName)).catch(() => undefined);
  const line = log?.split('\n').findLast((text) => /^\d{4}-\S+Z /.test(text)) ?? '';
  return plainText(line.replace(/^\S+ /, ''), { charsMax: 500 });
}
