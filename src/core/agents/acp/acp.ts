// The driver for agents that speak the Agent Client Protocol. The agent's process is started by the first turn and lives through
// all of them, so that a later round goes on in the same conversation; one that died in between is started anew. A turn that
// breaks off ends the process too.
import { throwIfAborted, withDeadline } from '../../base/abort.ts';
import { failed, unavailable } from '../driver.ts';
import type { AgentContext, AgentOutcome, AgentSession, AgentTurn } from '../driver.ts';
import { writeKiroProfile } from '../kiro-profile.ts';
import { createRecorder } from '../recorder.ts';
import type { Recorder } from '../recorder.ts';
import { openConversation } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import { failureOfError } from './failures.ts';

export async function startAcp(context: AgentContext): Promise<AgentSession> {
  const { name, argv } = context.assignment.payload.agent;
  if (argv.length === 0) return unavailable(`The agent "${name}" names no program to run.`);
  const recorder = createRecorder(context);
  let open: Conversation | undefined;
  const end = async (): Promise<void> => {
    const ending = open;
    open = undefined;
    await ending?.[Symbol.asyncDispose]();
  };
  const converse = async (signal: AbortSignal): Promise<Conversation> => {
    if (open?.isOpen() === true) return open;
    await end();
    await writeKiroProfile(context.assignment.payload, 'asks');
    return (open = await openConversation({ context, recorder, signal, now: Date.now }));
  };
  return {
    async run(turn) {
      try {
        return await takeTurn(turn, { name, recorder, converse });
      } catch (error) {
        await end();
        throwIfAborted(turn.signal);
        return { kind: 'failed', failure: failureOfError(name, error, Date.now()) };
      }
    },
    [Symbol.asyncDispose]: end,
  };
}

async function takeTurn(
  turn: AgentTurn,
  {
    name,
    recorder,
    converse,
  }: {
    name: string;
    recorder: Recorder;
    converse: (signal: AbortSignal) => Promise<Conversation>;
  },
): Promise<AgentOutcome> {
  const record = recorder.begin();
  const deadline = { ms: turn.timeoutMs, what: 'its turn', signal: turn.signal };
  const stopReason = await withDeadline(deadline, async (signal) =>
    (await converse(signal)).prompt(turn.prompt, signal),
  );
  return outcomeOf(name, stopReason, record.denied);
}

/** A turn that met a limit of the agent's own has ended like any other: the check tells what it is worth. */
function outcomeOf(name: string, stopReason: string | undefined, denied: readonly string[]): AgentOutcome {
  switch (stopReason) {
    case 'refusal':
      return failed('agent_error', `The agent "${name}" refused to go on.`);
    case 'cancelled':
      return failed('agent_error', `The agent "${name}" called its own turn off.`);
    default:
      return { kind: 'ended', ...(denied.length === 0 ? {} : { denied }) };
  }
}
