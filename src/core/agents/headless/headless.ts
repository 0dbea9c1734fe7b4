// The driver for agents that are given a prompt, work, and exit, printing JSON lines on the way. Each turn is a process of its
// own; where the agent can take up an earlier conversation, a later turn does. Exit 0 is not success: what the lines say comes
// first. How long an agent may be silent is the runner's to watch.
import { CommandError } from '../../base/errors.ts';
import { exec } from '../../base/exec.ts';
import type { ExecResult } from '../../base/exec.ts';
import { killTree } from '../../base/process-tree.ts';
import type { Failure } from '../../model/failure.ts';
import type { HeadlessFormat } from '../../model/spirit.ts';
import { agentGraceMs, failed, unavailable } from '../driver.ts';
import type { AgentContext, AgentOutcome, AgentSession, AgentTurn } from '../driver.ts';
import { prepareKiro } from '../kiro-profile.ts';
import { createLineReader } from '../line-reader.ts';
import { hintOf } from '../presets.ts';
import { asideOf, createRecorder } from '../recorder.ts';
import type { Recorder, TurnRecord } from '../recorder.ts';
import { failureOfReport } from '../refusal.ts';
import { claude } from './claude.ts';
import { codex } from './codex.ts';
import { copilot } from './copilot.ts';
import { gemini } from './gemini.ts';
import { kiro } from './kiro.ts';
import { launchLine, resumeArguments } from './launch-line.ts';
import { opencode } from './opencode.ts';
import type { HeadlessReader } from './reader.ts';

export const headlessReaders: Record<HeadlessFormat, HeadlessReader> = {
  kiro,
  claude,
  codex,
  gemini,
  opencode,
  copilot,
};

const keptOutputBytes = 16 * 1024;

export async function startHeadless(context: AgentContext): Promise<AgentSession> {
  const { agent, launch } = context.assignment.payload;
  const { format, prompt = 'stdin', mode } = agent.options ?? {};
  if (agent.argv.length === 0) return unavailable(`The agent "${agent.name}" names no program to run.`);
  if (format === undefined) {
    return unavailable(
      `The agent "${agent.name}" does not say in which format it prints: set \`options: {format: …}\` to one of ` +
        `${Object.keys(headlessReaders).join(', ')}.`,
    );
  }
  if (mode !== undefined) {
    return unavailable(
      `The agent "${agent.name}" takes no \`mode\` without a protocol: put its own flag into \`argv\`.`,
    );
  }
  const reader = headlessReaders[format];
  const recorder = createRecorder(context);
  recorder.beginAnew(context.goesOn);
  /** The agent may have forgotten an earlier attempt's conversation, which shows when it fails before it has said anything. */
  let mayBeGone = context.goesOn !== undefined && agent.options?.resume !== undefined;
  const end = async (): Promise<void> => {
    await killTree({ marker: launch }, { graceMs: agentGraceMs });
  };
  const speak = async (turn: AgentTurn): Promise<{ outcome: AgentOutcome; record: TurnRecord }> => {
    const record = recorder.begin();
    try {
      const env = { ...context.env, ...(await prepareKiro(context.assignment.payload, 'trusts')) };
      return { outcome: await takeTurn({ ...context, env }, turn, { reader, recorder, record, prompt }), record };
    } finally {
      recorder.settle();
      await end();
    }
  };
  return {
    async run(turn) {
      const until = performance.now() + turn.timeoutMs;
      const isTakenUp = mayBeGone;
      mayBeGone = false;
      const { outcome, record } = await speak(turn);
      if (!isTakenUp || record.hasBegun || !isAgentError(outcome)) return outcome;
      recorder.record([{ kind: 'step', text: '[conversation] the earlier one cannot be taken up; a new one begins' }]);
      recorder.beginAnew();
      const timeoutMs = Math.max(1, until - performance.now());
      return (await speak({ ...turn, timeoutMs })).outcome;
    },
    sessionId: () => recorder.sessionId(),
    counted: () => recorder.counted(),
    [Symbol.asyncDispose]: end,
  };
}

interface Speaking {
  reader: HeadlessReader;
  recorder: Recorder;
  record: TurnRecord;
  prompt: 'stdin' | 'argument';
}

async function takeTurn(
  { assignment, env }: AgentContext,
  turn: AgentTurn,
  { reader, recorder, record, prompt }: Speaking,
): Promise<AgentOutcome> {
  const { agent, launch, slot } = assignment.payload;
  const resume = resumeArguments(agent, recorder.sessionId());
  if (resume.length === 0) recorder.beginAnew();
  const lines = {
    stdout: createLineReader((line) => recorder.record(reader.parse(line))),
    stderr: createLineReader((line) => recorder.record(asideOf(line))),
  };
  const { program, args } = launchLine(agent, { prompt: turn.prompt, takes: prompt, resume });
  try {
    const result = await exec(program, args, {
      cwd: slot.path,
      env: { ...env, ...agent.env },
      // An open pipe that nobody writes to is a hang for some of them.
      ...(prompt === 'stdin' ? { input: turn.prompt } : {}),
      ...{ marker: launch, signal: turn.signal, timeoutMs: turn.timeoutMs, graceMs: agentGraceMs },
      ...{ outputBytesMax: keptOutputBytes, okExitCodes: 'any' },
      onOutput: (chunk, stream) => lines[stream].push(chunk),
    });
    lines.stdout.end();
    lines.stderr.end();
    return outcomeOf(agent.name, { result, record, reader });
  } catch (error) {
    // Only a program that could not be started throws here; it will not be there next time either.
    if (!(error instanceof CommandError)) throw error;
    const message = `The agent "${agent.name}" could not be started: ${error.lastOutput}. ${hintOf(agent.name)?.install.en ?? ''}`;
    return failed('permission_denied', message.trim());
  }
}

function isAgentError(outcome: AgentOutcome): boolean {
  return outcome.kind === 'failed' && outcome.failure.kind === 'agent_error';
}

function outcomeOf(
  agent: string,
  { result, record, reader }: { result: ExecResult; record: TurnRecord; reader: HeadlessReader },
): AgentOutcome {
  if (result.isTimedOut) return failed('agent_timeout', `The agent "${agent}" took too long and was stopped.`);
  const about = { now: Date.now(), signInHint: hintOf(agent)?.signIn.en };
  const failures = record.reports.map((report) => failureOfReport(agent, report, about));
  // A quota or a missing sign-in explains whatever else went wrong; an error that the agent got over is none.
  const decisive = failures.find(({ kind }) => kind !== 'agent_error') ?? failures.at(-1);
  if (decisive !== undefined && !record.hasEnded) return { kind: 'failed', failure: decisive };
  if (result.exitCode !== 0) return { kind: 'failed', failure: decisive ?? failureOfExit(agent, result, reader) };
  return { kind: 'ended', ...(record.denied.length === 0 ? {} : { denied: record.denied }) };
}

function failureOfExit(
  agent: string,
  { exitCode, signal, stdout, stderr }: ExecResult,
  reader: HeadlessReader,
): Failure {
  const about = { now: Date.now(), signInHint: hintOf(agent)?.signIn.en };
  const said = (stderr.trim() === '' ? stdout : stderr).trim().slice(-4000);
  const documented = exitCode === undefined ? undefined : reader.exits?.[exitCode];
  const told = failureOfReport(agent, documented ?? { message: said }, about);
  if (told.kind !== 'agent_error') return { ...told, evidence: said };
  const how = signal === undefined ? `with status ${String(exitCode)}` : `by ${signal}`;
  const why = documented === undefined ? '' : `: ${documented.message}`;
  return { kind: 'agent_error', message: `The agent "${agent}" ended ${how}${why}.`, evidence: said };
}
