// A job that is written down in an issue on GitHub: its title and body become the sentence that is planned from, and the plan remembers the
// issue, so that its pull requests close it. Only issues of the repository's own remote are read, with the caller's sign-in.
import { anySignal, throwIfAborted } from '../base/abort.ts';
import { UserError } from '../base/errors.ts';
import { cutText } from '../base/text.ts';
import { Unavailable } from '../base/unavailable.ts';
import type { PlannedIssue } from '../model/task.ts';
import { sentenceCharactersMax } from '../planner/planner.ts';
import { settingsOf } from './controller-settings.ts';
import { findGithub, isSignedIn, signInHere } from './github.ts';
import type { Place } from './place.ts';
import { version } from './version.ts';

export interface IssueJob {
  issue: PlannedIssue;
  /** Title and body, cut to what a sentence may have. */
  text: string;
}

const answerMsMax = 30_000;

/** `#12`, `12`, or an address. A file of such a name is `./12`. */
export function isIssueReference(from: string): boolean {
  return /^(?:#?\d{1,9}|https?:\/\/\S+)$/.test(from.trim());
}

/** @throws UserError when it is not there, or cannot be read from here; Cancelled. */
export async function readIssueJob(place: Place, reference: string, signal?: AbortSignal): Promise<IssueJob> {
  const settings = await settingsOf(place);
  const found = await findGithub({ place, settings, told: signInHere(place), onSecret: () => {} });
  if (!isSignedIn(found)) throw found.error;
  const { github, at, signIn } = found;
  const asking = { place: at, signIn, version, signal: anySignal(signal, AbortSignal.timeout(answerMsMax)) };
  const { number, title, body, url } = await github.githubIssue(reference.trim(), asking).catch((error: unknown) => {
    throwIfAborted(signal);
    throw error instanceof Unavailable ? unreachable(error) : error;
  });
  return { issue: { number, url, title }, text: cutText(`${title}\n\n${body}`.trim(), sentenceCharactersMax) };
}

function unreachable(error: Unavailable): UserError {
  return new UserError(error.message, {
    hint: error.hint ?? 'Try again later, or give the job as a sentence.',
    ja: {
      message: `GitHub に接続できません: ${error.message}`,
      hint: error.hint ?? '後でもう一度試すか、作りたいものを文で指定してください。',
    },
    cause: error,
  });
}
