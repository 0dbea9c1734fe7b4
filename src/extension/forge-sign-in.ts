// The editor's own sign-in to GitHub. It is asked for silently when somebody uses NecroCode in a trusted workspace, goes with the place to the
// engine in memory, and is written nowhere. A command signs in where nobody is signed in yet.
import * as vscode from 'vscode';
import type { ToldSignIn } from '../core/necrocode.ts';

const provider = 'github';
/** Pushing, and pull requests with their checks. */
const scopes = ['repo'];

export interface ForgeSignIn extends vscode.Disposable {
  /** What is known at this moment; nothing in a workspace that is not trusted. */
  told: () => ToldSignIn | undefined;
  /** Looks again, without asking anybody. */
  refresh: () => Promise<void>;
  /** Asks the person. Undefined when they would not. */
  ask: () => Promise<string | undefined>;
}

export function openForgeSignIn(log: (error: unknown) => void): ForgeSignIn {
  let session: vscode.AuthenticationSession | undefined;
  const look = async (options: vscode.AuthenticationGetSessionOptions): Promise<void> => {
    session = await vscode.authentication.getSession(provider, scopes, options);
  };
  // An editor without such a provider has nobody signed in.
  const refresh = () => look({ silent: true }).catch(log);
  const watching = vscode.authentication.onDidChangeSessions(({ provider: changed }) => {
    if (changed.id === provider) refresh().catch(log);
  });
  return {
    told: () =>
      session === undefined || !vscode.workspace.isTrusted
        ? undefined
        : { token: session.accessToken, from: vscode.l10n.t('the editor’s sign-in of {0}', session.account.label) },
    refresh,
    async ask() {
      await look({ createIfNone: true });
      return session?.account.label;
    },
    dispose: () => {
      watching.dispose();
    },
  };
}
