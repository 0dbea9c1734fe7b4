// Starts a program that is talked to while it runs: never through a shell, in a process group of its own, with exactly the
// environment given. It has ended when it has exited itself; a grandchild that holds its pipes is not waited for. Disposing ends
// the whole tree, also what left the group. What is said over the pipes is not its business.
import type { Readable, Writable } from 'node:stream';
import { execa } from 'execa';
import { explainStart } from './exec.ts';
import { identify } from './process-identity.ts';
import { killTree, markerVariable } from './process-tree.ts';

export interface ProgramEnd {
  exitCode?: number;
  signal?: string;
  /** Why it never ran, in words. */
  startProblem?: string;
}

export interface StartedProgram extends AsyncDisposable {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Never rejects. */
  readonly exited: Promise<ProgramEnd>;
}

export interface StartOptions {
  cwd: string;
  env: Readonly<Record<string, string>>;
  /** Put into the environment as `NECROCODE_MARK`. */
  marker: string;
  /** How long the program may clean up after TERM before it is killed. */
  graceMs: number;
}

export function startProgram(
  program: string,
  args: readonly string[],
  { cwd, env, marker, graceMs }: StartOptions,
): StartedProgram {
  const subprocess = execa(program, [...args], {
    ...{ cwd, extendEnv: false, shell: false, preferLocal: false, env: { ...env, [markerVariable]: marker } },
    ...{ stdin: 'pipe' as const, killDescendants: true, buffer: false, reject: false },
    maxBuffer: Number.MAX_SAFE_INTEGER,
  });
  const { pid, stdin, stdout, stderr, nodeChildProcess } = subprocess;
  const { promise: exited, resolve } = Promise.withResolvers<ProgramEnd>();
  nodeChildProcess.once('exit', (code, signal) =>
    resolve({ ...(code === null ? {} : { exitCode: code }), ...(signal === null ? {} : { signal }) }),
  );
  const closed = subprocess.then((result) => {
    const cause = result instanceof Error ? (result.cause ?? result) : result;
    resolve(pid === undefined ? { startProblem: explainStart(program, cwd, cause) } : {});
  });
  // Writing to a program that has gone is noticed by its exit.
  stdin.on('error', () => undefined);
  const identity = pid === undefined ? undefined : identify(pid);
  return {
    ...{ stdin, stdout, stderr, exited },
    async [Symbol.asyncDispose]() {
      if (process.platform === 'win32') subprocess.kill();
      else await killTree({ group: pid, identity, marker }, { graceMs });
      for (const stream of [stdin, stdout, stderr]) stream.destroy();
      await exited;
      await closed;
    },
  };
}
