// Whether this repository's pull requests can live on GitHub: which repository its remote means, and who signs in. Everything of the
// adapter is loaded only when the remote is on GitHub.
import { join } from 'node:path';
import { UserError } from '../base/errors.ts';
import { readTextIfExists } from '../base/files.ts';
import { openGit } from '../base/git.ts';
import { Unavailable } from '../base/unavailable.ts';
import { githubPlace, loadGithub, tokenOfEnvironment, type GithubPlace } from '../forge/forge.ts';
import type { Settings } from '../model/settings.ts';
import type { Place, ToldSignIn } from './place.ts';
import { version } from './version.ts';

type Github = Awaited<ReturnType<typeof loadGithub>>;
export type SignIn = NonNullable<Awaited<ReturnType<Github['findSignIn']>>>;

export interface SignedIn {
  github: Github;
  at: GithubPlace;
  signIn: SignIn;
}

/** Why pull requests cannot be on GitHub here. */
export interface NotOnGithub {
  reason: 'no_remote' | 'other_host' | 'no_sign_in';
  error: UserError;
}

export interface FindOptions {
  place: Place;
  settings: Pick<Settings, 'github'>;
  told: ToldSignIn | undefined;
  onSecret: (secret: string) => void;
}

/** @throws UserError when the settings of the GitHub App are wrong. */
export async function findGithub({ place, settings, told, onSecret }: FindOptions): Promise<SignedIn | NotOnGithub> {
  const { remote, api_url: apiUrl, app } = settings.github;
  const url = await remoteUrl(place, remote);
  if (url === undefined) {
    const error = new UserError(`The repository has no remote "${remote}".`, {
      hint: `git remote add ${remote} https://github.com/<owner>/<name>.git`,
      ja: { message: `このリポジトリにはリモート「${remote}」がありません。` },
    });
    return { reason: 'no_remote', error };
  }
  const at = githubPlace(url, { apiUrl });
  if (at === undefined) {
    const error = new UserError(`The remote "${remote}" is on no GitHub that NecroCode knows.`, {
      hint: 'For a GitHub Enterprise set github.api_url in your own settings (~/.kiro/necrocode.yaml).',
      ja: {
        message: `リモート「${remote}」は NecroCode の知る GitHub ではありません。`,
        hint: 'GitHub Enterprise の場合は、ユーザー設定 (~/.kiro/necrocode.yaml) に github.api_url を指定してください。',
      },
    });
    return { reason: 'other_host', error };
  }
  const github = await loadGithub();
  const signIn = await github.findSignIn({ place: at, app, told, onSecret });
  if (signIn !== undefined) return { github, at, signIn };
  const error = new UserError(`Nobody is signed in to ${at.host}.`, {
    hint: `Sign in with \`gh auth login\`, or set GITHUB_TOKEN to a token that may write to ${at.owner}/${at.name}.`,
    ja: {
      message: `${at.host} にサインインしていません。`,
      hint: `\`gh auth login\` でサインインするか、${at.owner}/${at.name} に書き込めるトークンを GITHUB_TOKEN に設定してください。`,
    },
  });
  return { reason: 'no_sign_in', error };
}

export function isSignedIn(found: SignedIn | NotOnGithub): found is SignedIn {
  return 'signIn' in found;
}

/** The caller's own sign-in: that of their environment goes before the editor's. */
export function signInHere({ signIn }: Place): ToldSignIn | undefined {
  return tokenOfEnvironment(process.env) ?? signIn;
}

/** From the repository's own configuration; nobody else's has a say in where work is sent. */
async function remoteUrl({ mainWorktree, commonDir }: Place, remote: string): Promise<string | undefined> {
  const git = openGit({ cwd: mainWorktree, gitDir: commonDir });
  const { stdout } = await git.write(['config', '--get', `remote.${remote}.url`], { okExitCodes: [0, 1] });
  const url = stdout.trim();
  return url === '' ? undefined : url;
}

const templates = [
  '.kiro/pull_request_template.md',
  '.github/PULL_REQUEST_TEMPLATE.md',
  '.github/pull_request_template.md',
  'PULL_REQUEST_TEMPLATE.md',
  'docs/PULL_REQUEST_TEMPLATE.md',
];
const templateBytesMax = 20_000;

/** The repository's own template for pull requests, if it has one. */
export async function pullTemplate({ mainWorktree }: Place): Promise<string | undefined> {
  for (const path of templates) {
    const text = await readTextIfExists(join(mainWorktree, path), { bytesMax: templateBytesMax }).catch(
      () => undefined,
    );
    if (text !== undefined) return text;
  }
  return undefined;
}

interface OpenOptions {
  place: Place;
  settings: Pick<Settings, 'github' | 'language'>;
  signal?: AbortSignal;
}

/** The forge of a repository that is signed in. */
export function openForgeThere({ github, at, signIn }: SignedIn, { place, settings, signal }: OpenOptions) {
  return github.openGithubForge({
    ...{ place: at, signIn, commonDir: place.commonDir, folder: join(place.registryDir, 'forge.git') },
    ...{ settings: settings.github, language: settings.language, template: () => pullTemplate(place), version, signal },
  });
}

/** What a run that lives on GitHub is told when there is no way to it now. */
export function outOfReach(found: NotOnGithub): Unavailable {
  const { hint } = found.error;
  return new Unavailable(found.error.message, { waitMs: 60_000, ...(hint === undefined ? {} : { hint }) });
}
