// `necrocode controller`: the hidden command that the other commands and the editor start, detached. It reads the secrets that it
// must keep out of everything, the variables that agents may ask for, the sign-in to the forge and the editor's settings from its
// standard input, writes its log to its own streams, and ends when it is told or is done.
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { messageOf } from '../../core/base/errors.ts';
import { locate, runController } from '../../core/necrocode.ts';
import type { Given } from '../given.ts';
import type { ExitStatus, Session } from '../session.ts';

const toldMsMax = 1000;
const toldCharsMax = 1_000_000;

const toldSchema = z.object({
  secrets: z.array(z.string()).default([]),
  settings: z.record(z.string(), z.unknown()).optional(),
  variables: z.record(z.string(), z.string()).default({}),
  sign_in: z.object({ token: z.string(), from: z.string() }).optional(),
});

type Told = z.infer<typeof toldSchema>;

const nothingTold: Told = { secrets: [], variables: {} };

export async function controller(session: Session, given: Given): Promise<ExitStatus> {
  const { stdout, stderr, clock, interrupts } = session;
  const stamp = () => new Date(clock.now()).toISOString();
  const { secrets, settings, variables, sign_in } = await readTold(session);
  const located = await locate(given.text('repo') ?? session.cwd);
  const place = {
    ...located,
    ...(settings === undefined ? {} : { editorSettings: settings }),
    ...(sign_in === undefined ? {} : { signIn: sign_in }),
  };
  try {
    const isOwner = await runController(place, {
      ...{ signal: interrupts.first, secrets, variables },
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

/** `{"secrets": […], "settings": {…}, "variables": {…}, "sign_in": {…}}`, or nothing. Whoever starts it by hand is not waited for. */
async function readTold({ stdin }: Session): Promise<Told> {
  if (stdin.isTTY) return nothingTold;
  const late = new AbortController();
  const text = await Promise.race([readAll(stdin), setTimeout(toldMsMax, '', { ref: false, signal: late.signal })]);
  late.abort();
  return parseTold(text);
}

async function readAll(input: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of input) {
    text += chunk;
    if (text.length > toldCharsMax) break;
  }
  return text;
}

function parseTold(text: string): Told {
  try {
    return toldSchema.parse(JSON.parse(text));
  } catch {
    return nothingTold;
  }
}
