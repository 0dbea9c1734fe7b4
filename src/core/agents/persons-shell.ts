// The shell in which a person works when an agent has no face of its own. An editor that a service has started names none in its
// environment; what the system knows about the user counts then, as in the editor's own terminals.
import { userInfo } from 'node:os';
import { basename } from 'node:path';
import type { Environment } from '../base/environment.ts';

/** @param findLogin gives the shell of the user's account, as the system has it */
export function personsShell(env: Environment, findLogin = loginShell): string {
  const login = findLogin();
  const isUsable = login !== undefined && login !== '' && !refusing.has(basename(login));
  return env['SHELL'] ?? env['COMSPEC'] ?? (isUsable ? login : '/bin/sh');
}

/** What accounts of services have, so that nobody logs in. */
const refusing: ReadonlySet<string> = new Set(['nologin', 'false', 'sync']);

function loginShell(): string | undefined {
  try {
    return userInfo().shell ?? undefined;
  } catch {
    // A container may run under a number that no account has.
    return undefined;
  }
}
