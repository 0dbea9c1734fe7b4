// Starts the controller as a process of its own, detached from every terminal and window. Its environment is the allow-list:
// what it does not have, no agent can read out of it. The secrets of the caller's environment are told through standard
// input, so that they can be kept out of everything that is written; so are the variables that go to one agent alone, and the
// editor's settings, which no file holds.
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { allowedEnvironment } from '../base/environment.ts';
import { UserError } from '../base/errors.ts';
import { secretsOfEnvironment } from '../base/redact.ts';
import { tellSecrets } from '../base/told-secrets.ts';
import { tokenOfEnvironment } from '../forge/forge.ts';
import { agentVariables, settingsEnvironment } from './controller-settings.ts';
import { nodeProgram } from './node-program.ts';
import { programPath } from './programs.ts';
import type { Place } from './place.ts';

export const controllerLogName = 'controller.log';

/** Resolves when the process exists. Should another controller have been quicker, it leaves by itself. */
export async function startController(place: Place): Promise<void> {
  const [variables, node] = await Promise.all([agentVariables(place), nodeProgram()]);
  const log = openSync(join(place.registryDir, controllerLogName), 'a', 0o600);
  try {
    const child = spawn(node.file, [programPath('cli'), 'controller', '--repo', place.mainWorktree], {
      cwd: place.mainWorktree,
      env: { ...allowedEnvironment(process.env, { allow: await settingsEnvironment(place) }), ...node.env },
      detached: true,
      stdio: ['pipe', log, log],
      windowsHide: true,
    });
    const failed = once(child, 'error');
    const spawned = once(child, 'spawn');
    await Promise.race([spawned, failed.then(([error]: unknown[]) => Promise.reject(cannotStart(node.file, error)))]);
    // A controller that leaves at once, because another was quicker, does not read to the end.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(
      tellSecrets(secretsOfEnvironment(process.env), {
        ...{ settings: place.editorSettings, variables },
        sign_in: tokenOfEnvironment(process.env) ?? place.signIn,
      }),
    );
    child.unref();
  } finally {
    closeSync(log);
  }
}

function cannotStart(file: string, cause: unknown): UserError {
  return new UserError(`The controller could not be started with ${file}.`, {
    ja: { message: `コントローラーを ${file} で開始できませんでした。` },
    cause,
  });
}
