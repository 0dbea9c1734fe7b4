// The last word on an error: what is shown to a person, and the exit status that it means. A person's mistake is told in a
// sentence and its way out; only our own bugs come with a trace, and it goes where it helps.
import { Cancelled, CommandError, UserError, codeOf, messageOf } from '../core/base/errors.ts';
import { plainLines } from '../core/base/text.ts';
import type { ExitStatus, Session } from './session.ts';
import { UsageError } from './usage-error.ts';

type Reporting = Pick<Session, 'language' | 'messages' | 'paint' | 'stderr' | 'interrupts'>;

/** What the system refuses, and no code of ours can help. */
const circumstances = new Set(['EACCES', 'EDQUOT', 'EIO', 'ELOOP', 'EMFILE', 'ENOSPC', 'ENOTDIR', 'EPERM', 'EROFS']);

export function reportError(error: unknown, session: Reporting): ExitStatus {
  const { messages, paint, stderr, interrupts } = session;
  const tell = (message: string, hint: string | undefined) => {
    // It may quote what somebody else has written.
    stderr.write(`${paint.bad(messages.problems.error)}: ${plainLines(message)}\n`);
    if (hint !== undefined && hint !== '') stderr.write(`${paint.faint(`${messages.problems.hint}:`)} ${hint}\n`);
  };
  if (interrupts.first.aborted) return 130;
  if (error instanceof UsageError) {
    tell(error.message, error.hint);
    return 2;
  }
  if (error instanceof UserError) {
    const { message, hint } = error.wordsIn(session.language);
    tell(message, hint === undefined ? undefined : plainLines(hint));
  } else if (error instanceof Cancelled || error instanceof CommandError) {
    tell(error.message, undefined);
  } else if (circumstances.has(codeOf(error) ?? '')) {
    // The system's own words name the file.
    tell(messageOf(error), undefined);
  } else {
    tell(messages.problems.bug(messageOf(error)), messages.problems.whereLog);
    stderr.write(`${paint.faint(traceOf(error))}\n`);
  }
  return 1;
}

const traceLinesMax = 8;

function traceOf(error: unknown): string {
  if (!(error instanceof Error) || error.stack === undefined) return '';
  return error.stack.split('\n').slice(1, traceLinesMax).join('\n');
}
