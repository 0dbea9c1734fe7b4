// Runs the verification commands on the working tree and tells what came of each: exit status, duration, the end of its output,
// and the counts of its tests. All commands run, also after one has failed, so that one round can mend everything. What they
// leave running is ended; the marker is theirs alone. It believes exit statuses only, and changes nothing in the tree on purpose.
import { stripVTControlCharacters } from 'node:util';
import { parseCommandLine } from '../base/command-line.ts';
import type { SimpleCommand } from '../base/command-line.ts';
import { CommandError } from '../base/errors.ts';
import { exec } from '../base/exec.ts';
import type { ExecResult, OutputName } from '../base/exec.ts';
import { createOutputRing } from '../base/output-ring.ts';
import { killTree } from '../base/process-tree.ts';
import type { Redactor } from '../base/redact.ts';
import type { CommandResult, Verification } from '../model/evidence.ts';
import { lastOf } from './attempt-failed.ts';
import { readJunitFiles } from './junit-files.ts';
import { readTestSummary } from './test-summary.ts';

export interface VerifyOptions {
  commands: readonly string[];
  round: number;
  /** The git tree that the working tree stands for, where that is known. */
  tree?: string | undefined;
  /** Applied to every argument after a line was split; none when absent. */
  fill?: ((text: string) => string) | undefined;
  cwd: string;
  env: Readonly<Record<string, string>>;
  /** Carried by what the check starts, and by nothing else. */
  marker: string;
  /** For all commands together. */
  timeoutMs: number;
  /** The commands are to show a fault: they have to run, and to fail. */
  isFailureExpected: boolean;
  redactor: Redactor;
  onOutput: (chunk: string, stream: OutputName) => void;
  signal: AbortSignal;
}

/** `until`: when all has to be over. */
type RunOptions = VerifyOptions & { until: number };

const ringBytes = 256 * 1024;
/** Of all commands together, so that a result fits into one record of the registry. */
const outputBytesMax = 24_000;
const commandCharsMax = 500;
const graceMs = 3000;

/** @throws UserError when a command line cannot be understood, Cancelled when the signal fires. */
export async function runVerification(options: VerifyOptions): Promise<Verification> {
  const { commands, round, tree, isFailureExpected, fill = (text) => text } = options;
  const parsed = commands.map((line) => ({ line, steps: parseCommandLine(line).map((step) => filled(step, fill)) }));
  const until = performance.now() + options.timeoutMs;
  const results: CommandResult[] = [];
  try {
    for (const { line, steps } of parsed) results.push(await runLine(line, steps, { ...options, until }));
  } finally {
    await killTree({ marker: options.marker }, { graceMs });
  }
  const ok = isFailureExpected ? results.some(hasFailed) && results.every(hasRun) : results.every(hasSucceeded);
  return { ok, round, ...(tree === undefined ? {} : { tree }), commands: results };
}

function filled({ argv: [program, ...args], env }: SimpleCommand, fill: (text: string) => string): SimpleCommand {
  const values = Object.entries(env).map(([name, value]): [string, string] => [name, fill(value)]);
  return { argv: [fill(program), ...args.map(fill)], env: Object.fromEntries(values) };
}

/** What the next round, or a person, needs to know of a verification that was not ok. */
export function evidenceOf({ commands }: Verification, { isFailureExpected }: { isFailureExpected: boolean }): string {
  const shown = isFailureExpected ? commands : commands.filter((command) => !hasSucceeded(command));
  const lead = isFailureExpected ? 'At least one command has to run and fail, to show the fault.\n\n' : '';
  return (
    lead + shown.map((command) => `$ ${command.command}\n${describeResult(command)}\n${command.output}`).join('\n\n')
  );
}

/** One sentence. */
export function summaryOf({ commands }: Verification, { isFailureExpected }: { isFailureExpected: boolean }): string {
  if (isFailureExpected && commands.every(hasSucceeded)) return 'The commands succeeded, but were to show a fault.';
  const failed = commands.find((command) => !hasSucceeded(command));
  return failed === undefined ? 'The check succeeded.' : `\`${failed.command}\` ${describeResult(failed)}.`;
}

function describeResult({ exit_code, is_timed_out, tests }: CommandResult): string {
  const counts =
    tests === undefined
      ? ''
      : ` (tests: ${String(tests.passed)} passed, ${String(tests.failed)} failed, ${String(tests.skipped)} skipped)`;
  if (is_timed_out) return `took too long and was stopped${counts}`;
  return exit_code === null ? 'could not be run to its end' : `ended with status ${String(exit_code)}${counts}`;
}

const hasSucceeded = ({ exit_code }: CommandResult): boolean => exit_code === 0;
const hasRun = ({ exit_code }: CommandResult): boolean => exit_code !== null;
const hasFailed = ({ exit_code }: CommandResult): boolean => exit_code !== null && exit_code !== 0;

async function runLine(line: string, steps: readonly SimpleCommand[], options: RunOptions): Promise<CommandResult> {
  const startedAt = performance.now();
  const since = Date.now();
  const ring = createOutputRing(ringBytes);
  const onOutput = (chunk: string, stream: OutputName): void => {
    ring.push(Buffer.from(chunk, 'utf8'));
    options.onOutput(chunk, stream);
  };
  options.onOutput(`$ ${line}\n`, 'stdout');
  let end: { exitCode: number | undefined; isTimedOut: boolean } = { exitCode: 0, isTimedOut: false };
  for (const step of steps) {
    end = await runStep(step, { ...options, onOutput });
    if (end.exitCode !== 0) break;
  }
  const text = options.redactor.redact(stripVTControlCharacters(ring.text()));
  const tests = readTestSummary(text) ?? (await readJunitFiles(options.cwd, since));
  return {
    command: options.redactor.redact(line).slice(0, commandCharsMax),
    exit_code: end.exitCode ?? null,
    duration_ms: Math.round(performance.now() - startedAt),
    is_timed_out: end.isTimedOut,
    output: lastOf(text.trimEnd(), Math.floor(outputBytesMax / Math.max(1, options.commands.length))),
    ...(tests === undefined ? {} : { tests }),
  };
}

async function runStep(
  { argv: [program, ...args], env }: SimpleCommand,
  options: RunOptions,
): Promise<Pick<ExecResult, 'exitCode' | 'isTimedOut'>> {
  const { cwd, marker, onOutput, signal, until } = options;
  const timeoutMs = Math.max(1, until - performance.now());
  try {
    return await exec(program, args, {
      ...{ cwd, marker, onOutput, signal, timeoutMs, graceMs },
      env: { ...options.env, ...env },
      outputBytesMax: 1024,
      okExitCodes: 'any',
    });
  } catch (error) {
    // The program could not be started. That is a failed check, which the agent may be able to mend.
    if (!(error instanceof CommandError)) throw error;
    onOutput(`${error.message}\n`, 'stderr');
    return { exitCode: undefined, isTimedOut: false };
  }
}
