// The part of `clean` that is on GitHub: branches of ours whose pull request is merged go, and what nobody looks after any more is listed.
// A pull request is never closed and an unmerged branch never deleted. Done only where somebody is signed in; when GitHub does not
// answer that is said, and everything else goes on.
import { UserError } from '../base/errors.ts';
import type { Language } from '../base/text.ts';
import { Unavailable } from '../base/unavailable.ts';
import { describeReason, planCleanUp, type CleanUpReason } from '../cleanup/cleanup.ts';
import type { State } from '../model/state.ts';
import type { CleaningLine } from './cleaning.ts';
import { settingsOf } from './controller-settings.ts';
import { findGithub, isSignedIn, openForgeThere, signInHere, type SignedIn } from './github.ts';
import type { Place } from './place.ts';

export interface RemoteCleaning {
  place: Place;
  state: State;
  dryRun: boolean;
  language: Language;
}

const answerMsMax = 60_000;

export async function cleanRemote(wanted: RemoteCleaning): Promise<CleaningLine[]> {
  const { place, language } = wanted;
  const settings = await settingsOf(place);
  if (settings.forge === 'local') return [];
  const found = await findGithub({ place, settings, told: signInHere(place), onSecret: () => {} });
  if (!isSignedIn(found)) return [];
  const signal = AbortSignal.timeout(answerMsMax);
  const { remote } = openForgeThere(found, { place, settings, signal });
  try {
    const there = await remote.listOwn(signal);
    const branches = await cleanBranches(remote, there.branches, { ...wanted, prefix: settings.github.remote });
    const pulls = there.pulls.flatMap(({ number, head, url }): CleaningLine[] => {
      const reason = judgePull(wanted.state, number, head);
      return reason === undefined ? [] : [{ what: url, reason: describeReason(reason, language), outcome: 'kept' }];
    });
    return [...pulls, ...branches];
  } catch (error) {
    return [{ what: whereOf(found), reason: reasonOf(error, language), outcome: 'kept' }];
  }
}

type Remote = ReturnType<typeof openForgeThere>['remote'];

/** A branch goes only while it stands where it was merged. */
async function cleanBranches(
  remote: Remote,
  branches: readonly { branch: string; sha: string }[],
  { state, dryRun, language, prefix }: RemoteCleaning & { prefix: string },
): Promise<CleaningLine[]> {
  const plan = planCleanUp(state, { branches, slots: [], attemptDirs: [], now: Date.now(), keepDays: 0 });
  const lines: CleaningLine[] = [];
  for (const { branch, sha, reason } of plan.deleteBranches) {
    const line = { what: `${prefix}/${branch}`, reason: describeReason(reason, language) };
    try {
      if (!dryRun) await remote.deleteBranch(branch, sha, 'clean');
      lines.push({ ...line, outcome: 'removed' });
    } catch (error) {
      lines.push({ ...line, reason: reasonOf(error, language), outcome: 'failed' });
    }
  }
  const kept = plan.kept.map(({ what, reason }): CleaningLine => {
    return { what: `${prefix}/${what}`, reason: describeReason(reason, language), outcome: 'kept' };
  });
  return [...lines, ...kept];
}

/** Why nobody looks after an open pull request; undefined when a run does, or when it waits for a person. */
function judgePull({ pulls, specs }: State, number: number, head: string): CleanUpReason | undefined {
  const pull = pulls.get(number);
  if (pull === undefined || pull.head !== head) return 'unknown_owner';
  const run = specs.get(pull.spec_id)?.run;
  return run?.state === 'finished' && run.delivery === 'integration' && !pull.is_final ? 'run_ended' : undefined;
}

function whereOf({ at }: SignedIn): string {
  return `${at.host}/${at.owner}/${at.name}`;
}

/** @throws whatever is no answer of GitHub's */
function reasonOf(error: unknown, language: Language): string {
  if (error instanceof UserError) return error.wordsIn(language).message;
  if (!(error instanceof Unavailable)) throw error;
  return language === 'ja' ? `GitHub に接続できません: ${error.message}` : error.message;
}
