// What GitHub will and will not let us do, found out before anything starts: whether the sign-in may write, whether the branches are
// protected, what they require.
import { RequestError } from 'octokit';
import { UserError } from '../../base/errors.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { Client } from './client.ts';
import type { GithubPlace } from './remote.ts';
import type { SignIn } from './sign-in.ts';

export interface Ability {
  /** Who signs in, as GitHub knows them; undefined for an App. */
  login?: string;
  mayPush: boolean;
  defaultBranch: string;
  allowedMethods: { merge: boolean; squash: boolean; rebase: boolean };
  isArchived: boolean;
}

/** @throws UserError when the repository cannot be seen with this sign-in. */
export async function abilityOf(client: Client, place: GithubPlace, signIn: SignIn): Promise<Ability> {
  const { data } = await client
    .ask('looking at the repository', (octokit) => octokit.rest.repos.get({ ...client.repo }))
    .catch((error: unknown) => {
      if (!(error instanceof RequestError) || error.status !== 404) throw error;
      throw new UserError(`${signIn.name} cannot see ${place.owner}/${place.name} on ${place.host}.`, {
        hint: 'Check the remote (git remote -v), and that the sign-in may read and write this repository.',
        cause: error,
      });
    });
  const login = signIn.kind === 'app' ? undefined : await loginOf(client);
  return {
    ...(login === undefined ? {} : { login }),
    // An App is told nothing here; what its tokens may do was settled when they were minted.
    mayPush: signIn.kind === 'app' || data.permissions?.push === true,
    defaultBranch: data.default_branch,
    allowedMethods: {
      merge: data.allow_merge_commit !== false,
      squash: data.allow_squash_merge !== false,
      rebase: data.allow_rebase_merge !== false,
    },
    isArchived: data.archived,
  };
}

async function loginOf(client: Client): Promise<string | undefined> {
  try {
    return (await client.ask('looking at the sign-in', (octokit) => octokit.rest.users.getAuthenticated())).data.login;
  } catch (error) {
    if (error instanceof RequestError || error instanceof UserError) return undefined;
    throw error;
  }
}

export interface PreflightOptions {
  client: Client;
  place: GithubPlace;
  signIn: SignIn;
  /** The branch that the work is meant for. */
  base: string;
  delivery: 'integration' | 'direct';
  method: 'merge' | 'squash' | 'rebase';
}

/** Sentences on what will be otherwise than a person may expect. @throws UserError when it cannot work at all. */
export async function preflight({
  client,
  place,
  signIn,
  base,
  delivery,
  method,
}: PreflightOptions): Promise<string[]> {
  try {
    const ability = await abilityOf(client, place, signIn);
    const where = `${place.owner}/${place.name}`;
    if (ability.isArchived) throw new UserError(`${where} is archived: nothing can be pushed to it.`);
    if (!ability.mayPush) {
      throw new UserError(`${ability.login ?? signIn.name} may not push to ${where}.`, {
        hint: 'Sign in as somebody who may, point the remote at your fork, or deliver here only: necrocode execute --forge local',
      });
    }
    if (delivery === 'integration' && !ability.allowedMethods[method]) {
      const allowed = Object.entries(ability.allowedMethods).flatMap(([name, is]) => (is ? [name] : []));
      throw new UserError(`${where} does not allow pull requests to be merged by "${method}".`, {
        hint: `Set github.merge_method to one that it allows: ${allowed.join(', ')}`,
      });
    }
    return await notesOn(client, { base, delivery });
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    throw new UserError(error.message, {
      hint: error.hint ?? 'Try again later, or deliver here only: necrocode execute --forge local',
      cause: error,
    });
  }
}

async function notesOn(
  client: Client,
  { base, delivery }: Pick<PreflightOptions, 'base' | 'delivery'>,
): Promise<string[]> {
  const required = await requiredChecks(client, base);
  if (required === undefined) {
    return [`The branch ${base} is not on GitHub yet: push it before the pull requests to it can be opened`];
  }
  if (required.length === 0) return [];
  const names = required.join(', ');
  return delivery === 'direct'
    ? [`GitHub requires these checks on ${base}: ${names}; each pull request waits for them`]
    : [`GitHub requires these checks on ${base}: ${names}; the spec’s own pull request will wait for them`];
}

/** Empty where nothing is required or it cannot be seen; undefined where the branch is not there. */
async function requiredChecks(client: Client, branch: string): Promise<string[] | undefined> {
  try {
    const { data } = await client.ask(`looking at the branch ${branch}`, (octokit) =>
      octokit.rest.repos.getBranch({ ...client.repo, branch }),
    );
    return data.protected ? (data.protection.required_status_checks?.contexts ?? []) : [];
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return undefined;
    if (error instanceof RequestError || error instanceof UserError) return [];
    throw error;
  }
}
