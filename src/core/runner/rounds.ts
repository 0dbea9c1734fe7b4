// The rounds of an agent's attempt: the agent works, and what it has done is proven. What is found goes back to the same agent, at
// most as often as the limits say. A person may take the attempt over at any moment; then the agent's part ends here.
import { anySignal } from '../base/abort.ts';
import type { Failure } from '../model/failure.ts';
import { AttemptFailed, boundFailure } from './attempt-failed.ts';
import type { Attempt } from './attempt.ts';
import { promptOf } from './current-task.ts';
import type { LaidWork } from './current-task.ts';
import type { AgentOutcome, AgentSession, TurnReason } from './ports.ts';
import { proveWork } from './prove.ts';
import type { Proof } from './prove.ts';
import type { StagedTree, Staging } from './staging.ts';
import { takeTurn } from './take-turn.ts';
import type { Budget } from './take-turn.ts';

export interface Rounds {
  session: AgentSession;
  staging: Staging;
  budget: Budget;
  env: Readonly<Record<string, string>>;
  laid: LaidWork;
  /** Of the first round; later ones mend. */
  reason: TurnReason;
  /** Fires when a person takes the attempt over. */
  takenOver: AbortSignal;
}

/** `taken_over`: what the agent has started may still live; the next check has the number `round`. */
export type RoundsEnd = { kind: 'proven'; staged: StagedTree } | { kind: 'taken_over'; round: number };

/** @throws AttemptFailed with the last refusal when no round is left. */
export async function workUntilProven(attempt: Attempt, rounds: Rounds): Promise<RoundsEnd> {
  const { fix_rounds_max } = attempt.assignment.payload.limits;
  let evidence = '';
  for (let round = 1; ; round += 1) {
    const outcome = await letAgentWork(attempt, rounds, { round, evidence });
    if (outcome.kind === 'taken_over') return { kind: 'taken_over', round };
    const proof = await proveRound(attempt, rounds, { round, outcome });
    if (proof.kind === 'proven') return proof;
    if (rounds.takenOver.aborted) return { kind: 'taken_over', round: round + 1 };
    if (round > fix_rounds_max) throw new AttemptFailed(proof.failure);
    evidence = evidenceOf(proof.failure);
  }
}

async function letAgentWork(
  attempt: Attempt,
  rounds: Rounds,
  asked: { round: number; evidence: string },
): Promise<AgentOutcome | { kind: 'taken_over' }> {
  const { takenOver } = rounds;
  // Whatever else ends the turn at the same moment, the person's word counts.
  const isTaken = (): boolean => takenOver.aborted && !attempt.signal.aborted;
  if (isTaken()) return { kind: 'taken_over' };
  try {
    const outcome = await takeAgentTurn(attempt, rounds, asked);
    return isTaken() ? { kind: 'taken_over' } : outcome;
  } catch (error) {
    if (isTaken()) return { kind: 'taken_over' };
    throw error;
  }
}

async function takeAgentTurn(
  { assignment, log, output, redactor, signal }: Attempt,
  { session, staging, budget, laid, reason: firstReason, takenOver }: Rounds,
  { round, evidence }: { round: number; evidence: string },
): Promise<AgentOutcome> {
  const reason = round === 1 ? firstReason : 'fix';
  const prompt = redactor.redact(promptOf(assignment, { round, reason, evidence, laid }));
  log.report({ type: 'step_started', step: 'implement', round });
  return takeTurn(
    session,
    { round, reason, prompt, signal: anySignal(signal, takenOver) },
    {
      budget,
      idle: {
        marker: assignment.payload.launch,
        lastOutputAt: () => output.lastAt(),
        fingerprint: (watching) => staging.fingerprint(watching),
      },
    },
  );
}

async function proveRound(
  attempt: Attempt,
  { staging, env }: Rounds,
  { round, outcome }: { round: number; outcome: AgentOutcome },
): Promise<Proof> {
  if (outcome.kind === 'ended') return proveWork(attempt, { round, staging, env, denied: outcome.denied ?? [] });
  if (outcome.failure.kind !== 'verify_failed') throw new AttemptFailed(outcome.failure);
  return { kind: 'refused', failure: outcome.failure };
}

function evidenceOf(failure: Failure): string {
  const { message, evidence = '' } = boundFailure(failure);
  return `${message}\n\n${evidence}`;
}
