// What a turn failed of, from whatever was thrown in it: the agent's own errors, its end, a time that ran out.
import { Cancelled, CommandError, messageOf, UserError } from '../../base/errors.ts';
import type { ProgramEnd } from '../../base/start-program.ts';
import type { Failure } from '../../model/failure.ts';
import { AgentFailed } from '../agent-failed.ts';
import { hintOf } from '../presets.ts';
import { failureOfReport } from '../refusal.ts';

const evidenceCharsMax = 4000;
/** A warning of long ago explains no end. */
const lastWordsChars = 1000;

export function failureOfEnd(
  agent: string,
  { exitCode, signal, startProblem }: ProgramEnd,
  { errors, now }: { errors: string; now: number },
): Failure {
  if (startProblem !== undefined) {
    const hint = hintOf(agent)?.install.en ?? '';
    const message = `The agent "${agent}" could not be started: ${startProblem}. ${hint}`.trim();
    return { kind: 'permission_denied', message };
  }
  const how = signal === undefined ? `with status ${String(exitCode ?? 'unknown')}` : `by ${signal}`;
  const said = errors.trim().slice(-evidenceCharsMax);
  const told = failureOfReport(
    agent,
    { message: said.slice(-lastWordsChars) },
    { now, signInHint: hintOf(agent)?.signIn.en },
  );
  // Its last words may tell of more than a crash.
  if (told.kind !== 'agent_error') return told;
  const message = `The agent "${agent}" ended ${how} before its turn was over.`;
  return { kind: 'agent_error', message, ...(said === '' ? {} : { evidence: said }) };
}

/** @throws what is neither the agent's doing nor a time that ran out. */
export function failureOfError(agent: string, error: unknown, now: number): Failure {
  if (error instanceof AgentFailed) return error.failure;
  if (error instanceof Cancelled) return { kind: 'agent_timeout', message: `The agent "${agent}": ${error.message}.` };
  if (error instanceof UserError || error instanceof CommandError) throw error;
  return failureOfReport(agent, reportOf(error), { now, signInHint: hintOf(agent)?.signIn.en });
}

/** The protocol's errors carry a code, and often say what they mean in `data` alone. */
function reportOf(error: unknown): { message: string; details: unknown } {
  if (typeof error !== 'object' || error === null) return { message: messageOf(error), details: undefined };
  const code = 'code' in error ? error.code : undefined;
  const data = 'data' in error ? error.data : undefined;
  const said = data === undefined ? '' : ` (${typeof data === 'string' ? data : JSON.stringify(data)})`;
  return { message: `${messageOf(error)}${said.slice(0, evidenceCharsMax)}`, details: { code, data } };
}
