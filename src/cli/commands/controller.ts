// `necrocode controller`: the hidden command that the other commands and the editor start, detached. It reads the secrets that it
// must keep out of everything from its standard input, writes its log to its own streams, and ends when it is told or is done.
import { setTimeout } from 'node:timers/promises';
import { messageOf } from '../../core/base/errors.ts';
import { locate, runController } from '../../core/necrocode.ts';
import type { Given } from '../given.ts';
import type { ExitStatus, Session } from '../session.ts';

const secretsMsMax = 1000;
const secretsCharsMax = 1_000_000;

export async function controller(session: Session, given: Given): Promise<ExitStatus> {
  const { stdout, stderr, clock, interrupts } = session;
  const stamp = () => new Date(clock.now()).toISOString();
  const place = await locate(given.text('repo') ?? session.cwd);
  const secrets = await readSecrets(session);
  try {
    const isOwner = await runController(place, {
      ...{ signal: interrupts.first, secrets },
      log: (line) => stderr.write(`${stamp()} ${line}\n`),
    });
    stdout.write(
      `${stamp()} controller ${process.pid} ${isOwner ? 'is done' : 'was not needed: another one owns the registry'}\n`,
    );
    return 0;
  } catch (error) {
    const trace = error instanceof Error ? error.stack : undefined;
    stderr.write(`${stamp()} ${trace ?? messageOf(error)}\n`);
    return 1;
  }
}

/** `{"secrets": [...]}`, or nothing. Whoever starts it by hand is not waited for. */
async function readSecrets({ stdin }: Session): Promise<string[]> {
  if (stdin.isTTY) return [];
  const late = new AbortController();
  const text = await Promise.race([readAll(stdin), setTimeout(secretsMsMax, '', { ref: false, signal: late.signal })]);
  late.abort();
  return parseSecrets(text);
}

async function readAll(input: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of input) {
    text += chunk;
    if (text.length > secretsCharsMax) break;
  }
  return text;
}

function parseSecrets(text: string): string[] {
  try {
    const told: unknown = JSON.parse(text);
    const secrets: unknown = typeof told === 'object' && told !== null && 'secrets' in told ? told.secrets : [];
    return Array.isArray(secrets) ? secrets.filter((secret) => typeof secret === 'string') : [];
  } catch {
    return [];
  }
}
