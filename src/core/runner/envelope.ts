// The runner's one input: the envelope, from a file or from standard input. The file on disk is also the fence: it carries the
// launch that may work now, so a runner that finds another launch in it has been replaced.
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { UserError, messageOf } from '../base/errors.ts';
import { assignmentSchema } from '../model/spirit.ts';
import type { Assignment } from '../model/spirit.ts';

const envelopeBytesMax = 8 * 1024 * 1024;

const launchOnlySchema = z.object({ payload: z.object({ launch: z.string() }) });

/** @throws UserError that names every field which is not as it should be. */
export function parseEnvelope(text: string): Assignment {
  const parsed = assignmentSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new UserError(`The assignment is not valid. ${problems.join('; ')}`);
}

/** Reads a file, or standard input to its end when no file is named. */
export async function readEnvelope(file: string | undefined): Promise<string> {
  if (file !== undefined) return readFileSync(file, 'utf8');
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin) {
    const part: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk), 'utf8');
    bytes += part.length;
    if (bytes > envelopeBytesMax) throw new UserError(`An assignment has at most ${String(envelopeBytesMax)} bytes.`);
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Whether the envelope on disk still carries this launch. A missing or damaged one means that we are not wanted any more. */
export function carriesLaunch(file: string, launch: string): boolean {
  try {
    return launchOnlySchema.parse(JSON.parse(readFileSync(file, 'utf8'))).payload.launch === launch;
  } catch {
    return false;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`The assignment is not JSON: ${messageOf(error)}`, { cause: error });
  }
}
