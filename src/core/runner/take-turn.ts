// One turn of the agent within its limits. Every way in which a turn can end stands here: it ends by itself, it is hung, its time
// or its budget is used up, or the attempt is called off.
import type { Clock } from '../base/clock.ts';
import { anySignal } from '../base/abort.ts';
import { Cancelled } from '../base/errors.ts';
import type { Usage } from '../model/evidence.ts';
import type { Failure } from '../model/failure.ts';
import type { Limits } from '../model/spirit.ts';
import { AttemptFailed } from './attempt-failed.ts';
import type { AgentOutcome, AgentSession, AgentTurn } from './ports.ts';
import { watchIdle } from './watch-idle.ts';
import type { IdleWatch } from './watch-idle.ts';

export interface Budget {
  limits: Limits;
  clock: Clock;
  /** Milliseconds that the agent's turns have taken so far. */
  usedMs: number;
  usage: Usage;
  /** Ends the turn that is being taken. */
  stop?: (failure: Failure) => void;
}

/** How much later than the limits the driver's own timeout comes. */
const netMs = 30_000;

export function createBudget(limits: Limits, clock: Clock): Budget {
  return { limits, clock, usedMs: 0, usage: {} };
}

/** Adds what the agent says it has used; beyond the limit the turn ends. */
export function spend(budget: Budget, usage: Usage): void {
  for (const field of ['input_tokens', 'output_tokens', 'cost_usd', 'credits'] as const) {
    const more = usage[field];
    if (more !== undefined) budget.usage[field] = (budget.usage[field] ?? 0) + more;
  }
  const { cost_usd_max = Infinity, tokens_max = Infinity } = budget.limits;
  const { cost_usd = 0, input_tokens = 0, output_tokens = 0 } = budget.usage;
  if (cost_usd > cost_usd_max) budget.stop?.(overBudget(`${String(cost_usd_max)} USD`));
  else if (input_tokens + output_tokens > tokens_max) budget.stop?.(overBudget(`${String(tokens_max)} tokens`));
}

/** @throws AttemptFailed when a limit ended the turn, Cancelled when the attempt was called off. */
export async function takeTurn(
  session: AgentSession,
  turn: Omit<AgentTurn, 'timeoutMs'>,
  { budget, idle }: { budget: Budget; idle: Omit<IdleWatch, 'idleMs' | 'now' | 'onIdle'> },
): Promise<AgentOutcome> {
  const { limits, clock } = budget;
  const ended = new AbortController();
  let limitReached: Failure | undefined;
  const stop = (failure: Failure): void => {
    limitReached ??= failure;
    ended.abort(new Cancelled(failure.message));
  };
  const startedAt = clock.monotonic();
  const leftMs = Math.max(1, limits.wall_clock_ms - budget.usedMs);
  const timer = setTimeout(() => stop(tookTooLong(limits)), leftMs);
  budget.stop = stop;
  try {
    await using _idle = watchIdle({
      ...idle,
      idleMs: limits.idle_ms,
      now: () => clock.monotonic(),
      onIdle: () => stop(isHung(limits)),
    });
    // The limits come first; the driver's own timeout is the net below them.
    return await session.run({ ...turn, timeoutMs: leftMs + netMs, signal: anySignal(turn.signal, ended.signal) });
  } catch (error) {
    if (limitReached !== undefined && !turn.signal.aborted) throw new AttemptFailed(limitReached, { cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
    delete budget.stop;
    budget.usedMs += clock.monotonic() - startedAt;
  }
}

function tookTooLong({ wall_clock_ms }: Limits): Failure {
  return { kind: 'agent_timeout', message: `The agent worked longer than ${seconds(wall_clock_ms)} and was stopped.` };
}

function isHung({ idle_ms }: Limits): Failure {
  const message = `The agent printed nothing about its work, used no processor time and changed no file for ${seconds(idle_ms)}, and was stopped.`;
  return { kind: 'agent_timeout', message };
}

/** Another attempt would spend as much again, so that a person has to say how to go on. */
function overBudget(limit: string): Failure {
  return { kind: 'policy_violation', message: `The agent used more than its budget of ${limit} and was stopped.` };
}

function seconds(ms: number): string {
  return `${String(Math.round(ms / 100) / 10)} s`;
}
