// The driver for agents that speak the Agent Client Protocol. The agent's process is started by the first turn and lives through
// all of them, so that a later round goes on in the same conversation; one that died in between is started anew. A turn that
// breaks off ends the process too.
import { throwIfAborted, withDeadline } from '../../base/abort.ts';
import { retry } from '../../base/retry.ts';
import { AgentFailed } from '../agent-failed.ts';
import { failed, unavailable } from '../driver.ts';
import type { AgentContext, AgentOutcome, AgentSession, AgentTurn } from '../driver.ts';
import { prepareKiro } from '../kiro-profile.ts';
import { createRecorder } from '../recorder.ts';
import type { Recorder } from '../recorder.ts';
import { openConversation } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import { failureOfError } from './failures.ts';

/**
 * Agents that start at the same moment trip over what each makes at its first start, such as a database. Nothing of the work has
 * begun by then, so that the start may be repeated.
 */
const starts = { attemptsMax: 3, baseMs: 2000, maxMs: 4000, isRetryable: hasEndedByItself };

export async function startAcp(context: AgentContext): Promise<AgentSession> {
  const { name, argv } = context.assignment.payload.agent;
  if (argv.length === 0) return unavailable(`The agent "${name}" names no program to run.`);
  const recorder = createRecorder(context);
  let open: Conversation | undefined;
  let earlier = context.goesOn;
  const end = async (): Promise<void> => {
    const ending = open;
    open = undefined;
    await ending?.[Symbol.asyncDispose]();
  };
  const converse = async (signal: AbortSignal): Promise<Conversation> => {
    if (open?.isOpen() === true) return open;
    await end();
    const env = { ...context.env, ...(await prepareKiro(context.assignment.payload, 'asks')) };
    const start = () => openConversation({ context: { ...context, env }, recorder, earlier, signal, now: Date.now });
    open = await retry(start, { ...starts, signal });
    earlier = undefined;
    return open;
  };
  return {
    async run(turn) {
      try {
        return await takeTurn(turn, { name, recorder, converse });
      } catch (error) {
        await end();
        throwIfAborted(turn.signal);
        return { kind: 'failed', failure: failureOfError(name, error, Date.now()) };
      } finally {
        recorder.settle();
      }
    },
    sessionId: () => recorder.sessionId(),
    counted: () => recorder.counted(),
    [Symbol.asyncDispose]: end,
  };
}

function hasEndedByItself(error: unknown): boolean {
  return error instanceof AgentFailed && error.failure.kind === 'agent_error';
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
