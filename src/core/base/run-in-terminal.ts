// Lends our own terminal to a program until it ends: the streams are ours, and so is the process group, since only the foreground
// group of a terminal may read from it. The environment is exactly the one given. What the program leaves behind is not looked for:
// whoever gave the marker sweeps.
import { spawn } from 'node:child_process';
import { explainStart } from './exec.ts';
import { onAbort } from './abort.ts';
import { markerVariable } from './process-tree.ts';
import type { ProgramEnd } from './start-program.ts';

export interface LendOptions {
  cwd: string;
  env: Readonly<Record<string, string>>;
  /** Put into the environment as `NECROCODE_MARK`. */
  marker: string;
  /** When it fires, the program is told that the terminal goes away, and some time later it is killed. */
  signal: AbortSignal;
  /** How much later. */
  graceMs?: number;
}

const graceMsDefault = 5000;

/** Never rejects. Resolves when the program has exited; what it has started may still live. */
export async function runInTerminal(
  program: string,
  args: readonly string[],
  { cwd, env, marker, signal, graceMs = graceMsDefault }: LendOptions,
): Promise<ProgramEnd> {
  const { promise: ended, resolve } = Promise.withResolvers<ProgramEnd>();
  const child = spawn(program, [...args], { cwd, env: { ...env, [markerVariable]: marker }, stdio: 'inherit' });
  child.once('error', (error) => {
    if (child.pid === undefined) resolve({ startProblem: explainStart(program, cwd, error) });
  });
  child.once('exit', (exitCode, name) =>
    resolve({ ...(exitCode === null ? {} : { exitCode }), ...(name === null ? {} : { signal: name }) }),
  );
  let killing: NodeJS.Timeout | undefined;
  using _listener = onAbort(signal, () => {
    child.kill('SIGHUP');
    killing = setTimeout(() => child.kill('SIGKILL'), graceMs);
  });
  try {
    return await ended;
  } finally {
    clearTimeout(killing);
  }
}
