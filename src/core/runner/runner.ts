// Carries out one attempt and reports it. The life of the attempt is one straight column: what is opened is closed in reverse
// order, whichever step fails, and the last word is written when everything that was started is dead. A runner that was
// replaced by another launch writes no last word. It needs nothing but its envelope, and it never writes a ref.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { anySignal, throwIfAborted } from '../base/abort.ts';
import type { Environment } from '../base/environment.ts';
import { openGit } from '../base/git.ts';
import { revParse } from '../base/git-verbs.ts';
import { InvariantError, messageOf } from '../base/errors.ts';
import { identify } from '../base/process-identity.ts';
import { killTree } from '../base/process-tree.ts';
import { createRedactor, secretsOfEnvironment } from '../base/redact.ts';
import type { Attempt } from './attempt.ts';
import { AttemptFailed, failureOf } from './attempt-failed.ts';
import { checkTree } from './check-tree.ts';
import type { CommittedReport } from './commit.ts';
import { doTask } from './do-task.ts';
import { carriesLaunch, parseEnvelope, readEnvelope } from './envelope.ts';
import { attemptEnvironment } from './environment.ts';
import { startHeartbeat } from './heartbeat.ts';
import { openMessageLog } from './message-log.ts';
import type { Report } from './message-log.ts';
import { openOutput } from './output.ts';
import type { RunnerPorts } from './ports.ts';
import { outputLogName, storeRecord } from './store-record.ts';

export { AttemptFailed } from './attempt-failed.ts';
export { attemptEnvironment } from './environment.ts';
export { createBudget, spend, takeTurn } from './take-turn.ts';
export { terminalPromptOf } from './current-task.ts';
export { tellRunner } from './person.ts';

export interface RunOptions {
  /** The envelope's file; standard input when there is none, and then nothing can replace this runner. */
  file?: string | undefined;
  env: Environment;
  /** Values that must never be written, beside those that `env` shows to be secret. */
  secrets?: readonly string[] | undefined;
  ports: RunnerPorts;
  signal: AbortSignal;
  heartbeatMs?: number;
}

export type RunEnd = 'succeeded' | 'failed' | 'replaced';

type Finished = Extract<Report, { type: 'runner_finished' }>;

const heartbeatMsDefault = 5000;
const graceMs = 3000;

/** @throws UserError when the envelope cannot be read; whatever happens after that is reported in the message log. */
export async function runAttempt(options: RunOptions): Promise<RunEnd> {
  const { file, env, ports, signal, secrets = [], heartbeatMs = heartbeatMsDefault } = options;
  const assignment = parseEnvelope(await readEnvelope(file));
  const { attempt_dir, launch, agent } = assignment.payload;
  const isCurrent = (): boolean => file === undefined || carriesLaunch(file, launch);
  mkdirSync(attempt_dir, { recursive: true, mode: 0o700 });
  const redactor = createRedactor({
    secrets: [...secrets, ...secretsOfEnvironment(env), ...secretsOfEnvironment(agent.env)],
  });
  using log = openMessageLog(join(attempt_dir, 'messages.jsonl'), { redactor, clock: ports.clock });
  log.report({ type: 'runner_started', pid: process.pid, start_time: startTime(), launch });
  using heartbeat = startHeartbeat(log, { everyMs: heartbeatMs, isCurrent });
  const record: Attempt['record'] = { verifications: [] };

  const stop = anySignal(signal, heartbeat.signal);
  const end = await carryOut({ assignment, env, ports, log, redactor, record, signal: stop });
  if (heartbeat.signal.aborted || !isCurrent()) return 'replaced';
  const finished = await closeAttempt(end, () => storeRecord(ports, record, { assignment, log, redactor }));
  if (end.committed !== undefined && finished.outcome === 'succeeded') log.report(end.committed);
  const { conversation } = record;
  log.report({ ...finished, ...(conversation === undefined ? {} : { conversation }) });
  return finished.outcome;
}

type Carrying = Pick<Attempt, 'assignment' | 'log' | 'redactor' | 'record' | 'signal'> & {
  env: Environment;
  ports: RunnerPorts;
};

interface End {
  finished: Finished;
  committed?: CommittedReport | undefined;
}

/** Never throws: what goes wrong is how the attempt ended. When it resolves, nothing that it started lives. */
async function carryOut({ env, ports, ...shared }: Carrying): Promise<End> {
  const { assignment, log, redactor, signal } = shared;
  const { payload } = assignment;
  try {
    using output = openOutput(join(payload.attempt_dir, outputLogName), {
      ...{ redactor, log, clock: ports.clock, bytesMax: payload.limits.output_bytes_max },
    });
    await using _processes = endOnDispose(payload.launch);
    const { path: cwd, git_dir: gitDir } = payload.slot;
    const git = openGit({ cwd, gitDir, workTree: cwd, author: payload.author, signal });
    const attempt: Attempt = { ...shared, git, output, clock: ports.clock };
    throwIfAborted(signal);
    const isCheckOnly = assignment.type === 'tree_verification';
    const committed = isCheckOnly ? await checkBase(attempt, env) : await doTask(attempt, env, ports);
    return { finished: { type: 'runner_finished', outcome: 'succeeded' }, committed };
  } catch (error) {
    return { finished: { type: 'runner_finished', outcome: 'failed', failure: failureOf(error) } };
  }
}

async function checkBase(attempt: Attempt, source: Environment): Promise<undefined> {
  const { base } = attempt.assignment.payload;
  const tree = await revParse(attempt.git, `${base}^{tree}`);
  if (tree === undefined) throw new InvariantError(`The commit ${base} is not in the slot's repository.`);
  const env = attemptEnvironment(source, attempt.assignment, { contextPath: '', conflicts: [] });
  const failure = await checkTree(attempt, { round: 1, tree, env });
  if (failure !== undefined) throw new AttemptFailed(failure);
}

/** The result of the work stands; but a success whose evidence could not be stored is none. */
async function closeAttempt({ finished }: End, store: () => Promise<void>): Promise<Finished> {
  try {
    await store();
    return finished;
  } catch (error) {
    if (finished.outcome === 'failed') return finished;
    const message = `The artifacts could not be stored: ${messageOf(error)}`;
    return { type: 'runner_finished', outcome: 'failed', failure: failureOf(new Error(message, { cause: error })) };
  }
}

function endOnDispose(marker: string): AsyncDisposable {
  return {
    async [Symbol.asyncDispose]() {
      await killTree({ marker }, { graceMs });
    },
  };
}

function startTime(): string {
  return identify(process.pid)?.startTime ?? '';
}
