// With whose name NecroCode speaks to GitHub, in this order: the GitHub App of the user's settings, what the editor or the caller has told,
// and what GitHub's own command line is signed in with. A credential is asked for when it is needed and kept in memory only; one
// that GitHub refuses is asked for anew, once.
import { readFile } from 'node:fs/promises';
import { allowedEnvironment } from '../../base/environment.ts';
import { CommandError, UserError } from '../../base/errors.ts';
import { exec } from '../../base/exec.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { openApp } from './app-tokens.ts';
import type { GithubPlace } from './remote.ts';

export type SignInKind = 'app' | 'told' | 'gh';

export interface SignIn {
  kind: SignInKind;
  /** For people: which one it is. */
  name: string;
  /** The token for the next request. `purpose` is a task's key: a GitHub App has a token of its own for each. */
  token(purpose?: string): Promise<string>;
  /** GitHub has refused this one; the next `token` is another, if there is one. */
  forget(token: string): void;
}

export interface SignInOptions {
  place: GithubPlace;
  /** As the settings say. */
  app?: { id: number; key_file: string } | undefined;
  /** A token that the caller has, and where it comes from, such as `GITHUB_TOKEN` or `the editor's sign-in`. */
  told?: { token: string; from: string } | undefined;
  /** Hears of every token, before it is used: it must never be written anywhere. */
  onSecret: (secret: string) => void;
}

const ghTimeoutMs = 15_000;

/** Undefined when there is none. @throws UserError when the App is set up wrongly. */
export async function findSignIn(options: SignInOptions): Promise<SignIn | undefined> {
  const { place, app, told, onSecret } = options;
  if (app !== undefined) return appSignIn(place, app, onSecret);
  if (told !== undefined) {
    onSecret(told.token);
    const { token, from } = told;
    return { kind: 'told', name: from, token: async () => token, forget: () => undefined };
  }
  const token = await askGh(place);
  return token === undefined ? undefined : ghSignIn(place, token, onSecret);
}

async function appSignIn(
  place: GithubPlace,
  app: { id: number; key_file: string },
  onSecret: (secret: string) => void,
): Promise<SignIn> {
  const privateKey = await readFile(app.key_file, 'utf8').catch((cause: unknown) => {
    throw new UserError(`The private key of the GitHub App (${app.key_file}) cannot be read.`, {
      hint: 'github.app.key_file in your own settings names the .pem file that GitHub gave you.',
      cause,
    });
  });
  return { kind: 'app', name: `GitHub App ${app.id}`, ...openApp({ place, id: app.id, privateKey, onSecret }) };
}

function ghSignIn(place: GithubPlace, first: string, onSecret: (secret: string) => void): SignIn {
  let current: string | undefined = first;
  onSecret(first);
  return {
    kind: 'gh',
    name: '`gh auth login`',
    async token() {
      current ??= await askGh(place);
      if (current === undefined) {
        throw new Unavailable('GitHub’s command line is not signed in any more.', {
          waitMs: 60_000,
          hint: 'Sign in again: gh auth login',
        });
      }
      onSecret(current);
      return current;
    },
    forget(token) {
      if (token === current) current = undefined;
    },
  };
}

/** Undefined when it is not installed, or not signed in to this host. */
async function askGh({ host }: GithubPlace): Promise<string | undefined> {
  try {
    const { stdout } = await exec('gh', ['auth', 'token', '--hostname', host], {
      cwd: process.cwd(),
      env: allowedEnvironment(process.env, { allow: ['GH_CONFIG_DIR', 'DBUS_SESSION_BUS_ADDRESS'] }),
      timeoutMs: ghTimeoutMs,
    });
    const token = stdout.trim();
    return token === '' ? undefined : token;
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}
