// Where the pull requests of the next run will be, and what the sign-in may do there. Nothing is asked of the network unless the remote is on
// GitHub and somebody is signed in, and then for a moment only. What a run would be refused for is a problem; that pull
// requests stay here is none.
import { UserError, wordsOf, type Words } from '../base/errors.ts';
import type { Language } from '../base/text.ts';
import { Unavailable } from '../base/unavailable.ts';
import { settingsOf } from './controller-settings.ts';
import { problemOf, type DoctorProblem } from './doctor-problem.ts';
import { findGithub, isSignedIn, signInHere, type SignedIn } from './github.ts';
import type { Place } from './place.ts';
import { version } from './version.ts';

export interface ForgeReport {
  kind: 'local' | 'github';
  /** `owner/name`, where the remote is on GitHub. */
  repository?: string;
  /** Which sign-in is used, in words. */
  sign_in?: string;
  /** Who that is; a GitHub App is nobody. */
  login?: string;
  may_push?: boolean;
  /** Why pull requests stay here, or why nothing is known of the sign-in. */
  why?: Record<Language, Words>;
}

export interface ExaminedForge {
  /** Undefined when the settings cannot be read, which is told elsewhere. */
  forge?: ForgeReport;
  problems: DoctorProblem[];
}

const answerMsMax = 5000;

export async function examineForge(place: Place): Promise<ExaminedForge> {
  const settings = await settingsOf(place).catch(() => undefined);
  if (settings === undefined) return { problems: [] };
  if (settings.forge === 'local') return { forge: { kind: 'local', why: asWished }, problems: [] };
  try {
    const found = await findGithub({ place, settings, told: signInHere(place), onSecret: () => {} });
    if (isSignedIn(found)) return await examineSignIn(found);
    if (settings.forge === 'github') return { forge: { kind: 'github' }, problems: [problemOf(found.error, 'forge')] };
    return { forge: { kind: 'local', why: wordsOf(found.error) }, problems: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { forge: { kind: 'github' }, problems: [problemOf(error, 'github')] };
  }
}

async function examineSignIn({ github, at, signIn }: SignedIn): Promise<ExaminedForge> {
  const repository = `${at.owner}/${at.name}`;
  const forge: ForgeReport = { kind: 'github', repository, sign_in: signIn.name };
  try {
    const signal = AbortSignal.timeout(answerMsMax);
    const { login, mayPush, isArchived } = await github.githubAbility({ place: at, signIn, version, signal });
    const known = { ...forge, ...(login === undefined ? {} : { login }), may_push: mayPush && !isArchived };
    if (isArchived) return { forge: known, problems: [problemOf(archived(repository), repository)] };
    return {
      forge: known,
      problems: mayPush ? [] : [problemOf(mayNotPush(login ?? signIn.name, repository), repository)],
    };
  } catch (error) {
    if (error instanceof Unavailable) return { forge: { ...forge, why: wordsOf(unreachable(error)) }, problems: [] };
    if (error instanceof UserError) return { forge, problems: [problemOf(error, repository)] };
    throw error;
  }
}

const asWished: Record<Language, Words> = {
  en: { message: 'The settings say so (forge: local).' },
  ja: { message: '設定 (forge: local) によるものです。' },
};

const localInstead = 'or deliver here only: necrocode execute --forge local';

function archived(repository: string): UserError {
  return new UserError(`${repository} is archived: nothing can be pushed to it.`, {
    hint: `Point the remote elsewhere, ${localInstead}`,
    ja: {
      message: `${repository} はアーカイブ済みで、プッシュできません。`,
      hint: 'リモートを変えるか、手元だけで実行してください: necrocode execute --forge local',
    },
  });
}

function mayNotPush(who: string, repository: string): UserError {
  return new UserError(`${who} may not push to ${repository}.`, {
    hint: `Sign in as somebody who may, point the remote at your fork, ${localInstead}`,
    ja: {
      message: `${who} は ${repository} にプッシュできません。`,
      hint: `権限のあるユーザーでサインインする、リモートを自分のフォークに向ける、手元だけで実行する (necrocode execute --forge local) のいずれかを行ってください。`,
    },
  });
}

function unreachable({ message, hint }: Unavailable): UserError {
  return new UserError(message, {
    hint,
    ja: { message: `GitHub に接続できないため、サインインの権限は確認できません (${message})` },
  });
}
