// One command from its words to its exit status. Ctrl-C ends a command in an orderly way when it has one, and in any case soon.
import { reportError } from './report-error.ts';
import type { ExitStatus, Session } from './session.ts';
import { openTerminal } from './terminal.ts';
import { parseCommandLine } from './program.ts';

const endWithinMs = 1500;

/** Never throws. */
export async function main(argv: readonly string[]): Promise<ExitStatus> {
  await using terminal = await openTerminal(argv);
  const { session } = terminal;
  try {
    return await runCommand(argv, session);
  } catch (error) {
    return reportError(error, session);
  }
}

async function runCommand(argv: readonly string[], session: Session): Promise<ExitStatus> {
  const { messages, paint, stdout } = session;
  const parsed = await parseCommandLine(argv, { messages, width: stdout.columns }, paint);
  if (parsed.kind === 'help') {
    stdout.write(parsed.text);
    return 0;
  }
  const { entry, given, load } = parsed;
  const action = await load();
  const interrupted = entry.endsItself === true ? undefined : endSoonAfter(session.interrupts.first);
  const status = await action(session, given);
  interrupted?.[Symbol.dispose]();
  return entry.endsItself !== true && session.interrupts.first.aborted ? 130 : status;
}

/** A command that does not heed the signal is ended all the same. */
function endSoonAfter(signal: AbortSignal): Disposable {
  const end = () => setTimeout(() => process.exit(130), endWithinMs).unref();
  signal.addEventListener('abort', end, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener('abort', end) };
}
