// Runs one program to its end: never through a shell, in a process group of its own, with exactly the environment given.
// It settles when the program has exited and its output was drained for a moment; a grandchild that holds the pipes is not
// waited for, nor ended after a normal exit (whoever gave the marker sweeps). Of timeout and abort the first reason wins.
import { existsSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { execa } from 'execa';
import { onAbort, settlesWithin, throwIfAborted, cancelledBy } from './abort.ts';
import { codeOf, CommandError } from './errors.ts';
import { createOutputRing } from './output-ring.ts';
import type { OutputRing } from './output-ring.ts';
import { identify } from './process-identity.ts';
import { killTree, markerVariable } from './process-tree.ts';

export type OutputName = 'stdout' | 'stderr';

export interface ExecOptions {
  cwd: string;
  /** The whole environment of the program; see `allowedEnvironment`. */
  env: Readonly<Record<string, string>>;
  /** Written to standard input, which is then closed; without it there is no input at all. */
  input?: string | Uint8Array | undefined;
  signal?: AbortSignal | undefined;
  timeoutMs: number;
  /** How long the program may clean up after TERM before it is killed. */
  graceMs?: number;
  /** Kept of each stream, half from its beginning and half from its end. */
  outputBytesMax?: number;
  /** Sees everything, in order, in whole characters. What it throws is ignored. */
  onOutput?: ((chunk: string, stream: OutputName) => void) | undefined;
  /** Other exit statuses throw. With `any` every end is returned: other statuses, signals and the timeout too. */
  okExitCodes?: readonly number[] | 'any';
  /** Put into the environment as `NECROCODE_MARK`, so that processes that leave the group are found when it has to end. */
  marker?: string | undefined;
}

export interface ExecResult {
  /** Undefined when a signal ended the program, which only `okExitCodes: 'any'` returns. */
  exitCode: number | undefined;
  signal?: string;
  stdout: string;
  stderr: string;
  durationMs: number;
  /** Something is missing in the middle of `stdout` or `stderr`. */
  isTruncated: boolean;
  isTimedOut: boolean;
}

const outputBytesMaxDefault = 10 * 1024 * 1024;
const graceMsDefault = 5000;
const drainMs = 2000;
const lastOutputCharsMax = 4000;

type StopReason = 'timeout' | 'abort';
type Child = ReturnType<typeof startChild>;

/**
 * @throws CommandError when the program cannot be started, ends otherwise than asked, or takes longer than `timeoutMs`.
 * @throws Cancelled when `signal` aborts first; by then the program is gone.
 */
export async function exec(program: string, args: readonly string[], options: ExecOptions): Promise<ExecResult> {
  throwIfAborted(options.signal);
  const startedAt = performance.now();
  const rings = createRings(options.outputBytesMax ?? outputBytesMaxDefault);
  const child = startChild(program, args, options);
  keepOutput(child, rings, options.onOutput);
  const end = await waitForEnd(child, options);
  if (end.stopped === 'abort' && options.signal !== undefined) throw cancelledBy(options.signal);

  const { exitCode, signal } = child.ended;
  const result: ExecResult = {
    exitCode,
    ...(signal === undefined ? {} : { signal }),
    stdout: rings.stdout.text(),
    stderr: rings.stderr.text(),
    durationMs: performance.now() - startedAt,
    isTruncated: rings.stdout.isTruncated || rings.stderr.isTruncated,
    isTimedOut: end.stopped === 'timeout',
  };
  if (end.startError === undefined && isOk(result, options.okExitCodes)) return result;
  throw new CommandError(
    {
      ...{ program, args, cwd: options.cwd, exitCode, signal, isTimedOut: result.isTimedOut },
      lastOutput:
        end.startError === undefined ? lastOutput(result) : explainStart(program, options.cwd, end.startError),
    },
    { cause: end.startError },
  );
}

function startChild(program: string, args: readonly string[], { cwd, env, input, marker }: ExecOptions) {
  const subprocess = execa(program, [...args], {
    ...{ cwd, extendEnv: false, shell: false, preferLocal: false },
    env: marker === undefined ? { ...env } : { ...env, [markerVariable]: marker },
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    // Its own process group; execa also ends that group should we ourselves exit first.
    ...{ killDescendants: true, buffer: false, reject: false, maxBuffer: Number.MAX_SAFE_INTEGER },
  });
  const ended: { exitCode?: number; signal?: string; startError?: unknown } = {};
  const exited = Promise.withResolvers<void>();
  subprocess.nodeChildProcess.once('exit', (code, signal) => {
    if (code !== null) ended.exitCode = code;
    if (signal !== null) ended.signal = signal;
    exited.resolve();
  });
  // With `reject: false` this never rejects; it settles later than the exit, or instead of it when nothing was started.
  const closed = subprocess.then((result) => {
    if (subprocess.pid === undefined) ended.startError = result instanceof Error ? (result.cause ?? result) : result;
    exited.resolve();
  });
  return { subprocess, ended, exited: exited.promise, closed };
}

/** Every way in which the program can end stands here. */
async function waitForEnd(child: Child, options: ExecOptions): Promise<{ stopped?: StopReason; startError?: unknown }> {
  const { subprocess, exited, closed } = child;
  const identity = subprocess.pid === undefined ? undefined : identify(subprocess.pid);
  const stop = Promise.withResolvers<StopReason>();
  const timer = setTimeout(() => stop.resolve('timeout'), options.timeoutMs);
  using _listener = onAbort(options.signal, () => stop.resolve('abort'));
  const stopped = await Promise.race([exited.then(() => undefined), stop.promise]);
  clearTimeout(timer);

  if (stopped !== undefined && subprocess.pid !== undefined) {
    const target = { group: subprocess.pid, identity, marker: options.marker };
    if (process.platform === 'win32') subprocess.kill();
    else await killTree(target, { graceMs: options.graceMs ?? graceMsDefault });
    await settlesWithin(exited, drainMs);
  }
  if (!(await settlesWithin(closed, drainMs))) {
    for (const stream of [subprocess.stdin, subprocess.stdout, subprocess.stderr]) stream?.destroy();
    subprocess.nodeChildProcess.unref();
  }
  const { startError } = child.ended;
  return { ...(stopped === undefined ? {} : { stopped }), ...(startError === undefined ? {} : { startError }) };
}

function createRings(bytesMax: number): Record<OutputName, OutputRing> {
  return { stdout: createOutputRing(bytesMax), stderr: createOutputRing(bytesMax) };
}

function keepOutput(
  { subprocess }: Child,
  rings: Record<OutputName, OutputRing>,
  onOutput: ExecOptions['onOutput'],
): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const decoder = new StringDecoder('utf8');
    const show = (text: string): void => {
      if (text === '') return;
      try {
        onOutput?.(text, name);
      } catch {
        // An observer cannot throw into the run that it observes.
      }
    };
    subprocess[name].on('data', (chunk: Buffer) => {
      rings[name].push(chunk);
      if (onOutput !== undefined) show(decoder.write(chunk));
    });
    subprocess[name].once('close', () => show(decoder.end()));
  }
}

function isOk({ exitCode, isTimedOut }: ExecResult, okExitCodes: ExecOptions['okExitCodes'] = [0]): boolean {
  if (okExitCodes === 'any') return true;
  return !isTimedOut && exitCode !== undefined && okExitCodes.includes(exitCode);
}

function lastOutput({ stdout, stderr }: ExecResult): string {
  return (stderr.trim() === '' ? stdout : stderr).slice(-lastOutputCharsMax);
}

/** Why a program could not be started, in words. */
export function explainStart(program: string, cwd: string, error: unknown): string {
  if (!existsSync(cwd)) return `the folder ${cwd} does not exist`;
  if (codeOf(error) === 'ENOENT') return `${program} was not found on the PATH`;
  if (codeOf(error) === 'EACCES') return `${program} may not be executed`;
  return String(error);
}
