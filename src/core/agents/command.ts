// The driver for any program: it works in the slot, gets the prompt on standard input and the attempt in its environment, and
// has ended its turn when it exits. Each turn is a new process; whatever one leaves running is ended with it, also a daemon.
import { CommandError } from '../base/errors.ts';
import { exec } from '../base/exec.ts';
import { killTree } from '../base/process-tree.ts';
import { agentGraceMs, failed, unavailable } from './driver.ts';
import type { AgentContext, AgentOutcome, AgentSession, AgentTurn } from './driver.ts';

const keptOutputBytes = 16 * 1024;

export async function startCommand(context: AgentContext): Promise<AgentSession> {
  const { agent, launch } = context.assignment.payload;
  const [program, ...args] = agent.argv;
  if (program === undefined) return unavailable(`The agent "${agent.name}" names no program to run.`);
  const end = async (): Promise<void> => {
    await killTree({ marker: launch }, { graceMs: agentGraceMs });
  };
  return {
    run: async (turn) => {
      try {
        return await runProgram(context, { program, args, turn });
      } finally {
        await end();
      }
    },
    [Symbol.asyncDispose]: end,
  };
}

async function runProgram(
  { assignment, env, onOutput }: AgentContext,
  { program, args, turn }: { program: string; args: readonly string[]; turn: AgentTurn },
): Promise<AgentOutcome> {
  const { agent, launch, slot } = assignment.payload;
  try {
    await exec(program, args, {
      cwd: slot.path,
      env: { ...env, ...agent.env, NECROCODE_ROUND: String(turn.round) },
      input: turn.prompt,
      marker: launch,
      signal: turn.signal,
      timeoutMs: turn.timeoutMs,
      graceMs: agentGraceMs,
      outputBytesMax: keptOutputBytes,
      onOutput,
    });
    return { kind: 'ended' };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return refusalOf(agent.name, error);
  }
}

function refusalOf(name: string, error: CommandError): AgentOutcome {
  if (error.isTimedOut) return failed('agent_timeout', `The agent "${name}" took too long and was stopped.`);
  // A program that is not there will not be there next time either.
  const isMissing = error.exitCode === undefined && error.signal === undefined;
  if (isMissing) return failed('permission_denied', `The agent "${name}" could not be started: ${error.lastOutput}`);
  const how = error.signal === undefined ? `with status ${String(error.exitCode)}` : `by ${error.signal}`;
  return failed('agent_error', `The agent "${name}" ended ${how}.`, error.lastOutput);
}
