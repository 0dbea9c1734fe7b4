// Starts a runner: the envelope is put down durably before the process exists, so that a controller that takes over knows what
// to look for. The process is detached, in a group of its own, writes to a file, and gets no credential of ours.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { allowedEnvironment } from '../base/environment.ts';
import type { Environment } from '../base/environment.ts';
import { CommandError, messageOf } from '../base/errors.ts';
import { ensureFolder, publishFile } from '../base/files.ts';
import { identify } from '../base/process-identity.ts';
import { markerVariable } from '../base/process-tree.ts';
import { tellSecrets } from '../base/told-secrets.ts';
import type { Assignment } from '../model/spirit.ts';
import { attemptFiles } from './attempt-files.ts';

export interface RunnerProgram {
  node: string;
  runnerPath: string;
  env: Environment;
  /** Told to the runner on its standard input, so that they stand in no file and no environment. */
  secrets: readonly string[];
}

/** @throws CommandError when the process cannot be started. */
export async function launchRunner(
  assignment: Assignment,
  { node, runnerPath, env, secrets }: RunnerProgram,
): Promise<void> {
  const { attempt_dir, launch, env_allow, agent } = assignment.payload;
  const files = attemptFiles(await ensureFolder(attempt_dir));
  await publishFile(files.assignment, `${JSON.stringify(assignment, null, 2)}\n`, { mode: 0o600 });
  await using log = await open(files.log, 'a', 0o600);
  const args = [runnerPath, files.assignment];
  const child = spawn(node, args, {
    cwd: attempt_dir,
    detached: true,
    stdio: ['pipe', log.fd, log.fd],
    windowsHide: true,
    env: {
      ...allowedEnvironment(env, { allow: [...env_allow, ...(agent.env_allow ?? [])] }),
      [markerVariable]: launch,
      // An editor's own executable runs as Node only when told so.
      ...(process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' }),
    },
  });
  try {
    await once(child, 'spawn');
  } catch (error) {
    const ended = { exitCode: undefined, signal: undefined, isTimedOut: false, lastOutput: messageOf(error) };
    throw new CommandError({ program: node, args, cwd: attempt_dir, ...ended }, { cause: error });
  }
  // A runner that ends at once does not read to the end.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(tellSecrets(secrets));
  child.unref();
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  // It may have ended already; then its message log tells the rest.
  if (identity !== undefined)
    await publishFile(files.process, JSON.stringify({ ...identity, launch }), { mode: 0o600 });
}
