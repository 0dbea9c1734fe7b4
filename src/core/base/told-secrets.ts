// How one of our processes tells another what must never be written: as JSON on standard input, so that the values stand in
// no environment, no argument and no file. A process that is started by hand, with nothing on its input, is told nothing.
import type { Readable } from 'node:stream';
import { settlesWithin } from './abort.ts';

const toldBytesMax = 1_000_000;
const waitMs = 2000;

/** What goes with the secrets on the same way, since no file and no environment of ours holds it. */
export interface ToldBeside {
  /** What the editor's own settings say. */
  settings?: Readonly<Record<string, unknown>> | undefined;
  /** Variables of the user that agents may ask for by name, such as an agent's own API key. */
  variables?: Readonly<Record<string, string>>;
  /** The credential for the forge, and where it comes from. */
  sign_in?: { token: string; from: string } | undefined;
}

/** What the other side writes. */
export function tellSecrets(secrets: readonly string[], beside: ToldBeside = {}): string {
  return JSON.stringify({ secrets, ...beside });
}

/** Never throws: input that is something else tells nothing. */
export async function readToldSecrets(input: Readable & { isTTY?: boolean }): Promise<string[]> {
  if (input.isTTY === true) return [];
  const chunks: Buffer[] = [];
  const reading = (async () => {
    let bytes = 0;
    for await (const chunk of input as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > toldBytesMax) return;
      chunks.push(chunk);
    }
  })().catch(() => undefined);
  await settlesWithin(reading, waitMs);
  input.destroy();
  return parseTold(Buffer.concat(chunks).toString('utf8'));
}

function parseTold(text: string): string[] {
  try {
    const told: unknown = JSON.parse(text);
    const secrets = typeof told === 'object' && told !== null && 'secrets' in told ? told.secrets : [];
    return Array.isArray(secrets) ? secrets.filter((secret): secret is string => typeof secret === 'string') : [];
  } catch {
    return [];
  }
}
