// Takes a test slot, verifies the working tree, and reports what came of it. Without any command the check is still reported,
// as one that nothing speaks against. A check in the middle of the agent's turn is reported too, but it proves no tree: what
// would be committed is not known yet.
import { takeTurnOf } from '../base/throttle.ts';
import type { Failure } from '../model/failure.ts';
import type { Attempt } from './attempt.ts';
import { isFailureExpected } from './attempt.ts';
import type { Check } from './ports.ts';
import { evidenceOf, runVerification, summaryOf } from './verify.ts';
import type { VerifyOptions } from './verify.ts';

export interface CheckOptions {
  round: number;
  tree: string;
  env: Readonly<Record<string, string>>;
}

/** Undefined when the tree is proven. */
export async function checkTree(attempt: Attempt, { round, tree, env }: CheckOptions): Promise<Failure | undefined> {
  const { assignment, log, signal } = attempt;
  const { verify, limits } = assignment.payload;
  await using _testSlot = await takeTestSlot(attempt, { signal, waitMs: limits.verify_ms });
  log.report({ type: 'step_started', step: 'verify', round });
  return await verifyAndReport(attempt, { commands: verify, round, tree, env, signal, ...expectationOf(attempt) });
}

/** Undefined when all that was wanted has succeeded. */
export async function checkInTurn(
  attempt: Attempt,
  { commands, env, ...check }: Check & { env: Readonly<Record<string, string>> },
): Promise<Failure | undefined> {
  const { verify, limits } = attempt.assignment.payload;
  const wanted = commands === true ? { commands: verify, ...expectationOf(attempt) } : { commands };
  if (wanted.commands.length === 0) return undefined;
  // Whoever waits is silent, and too long a silence would end the turn.
  const waitMs = Math.min(limits.verify_ms, limits.idle_ms / 2);
  await using _testSlot = await takeTestSlot(attempt, { signal: check.signal, waitMs });
  return await verifyAndReport(attempt, {
    ...{ isFailureExpected: false, ...wanted, ...check },
    env: { ...env, NECROCODE_ROUND: String(check.round) },
  });
}

async function takeTestSlot(
  { assignment }: Attempt,
  options: { signal: AbortSignal; waitMs: number },
): Promise<AsyncDisposable | undefined> {
  const { test_slots } = assignment.payload;
  return test_slots === undefined ? undefined : takeTurnOf(test_slots, options);
}

function expectationOf({ assignment }: Attempt): { isFailureExpected: boolean } {
  return { isFailureExpected: assignment.payload.verify.length > 0 && isFailureExpected(assignment) };
}

type Wanted = Pick<VerifyOptions, 'commands' | 'round' | 'tree' | 'fill' | 'env' | 'isFailureExpected' | 'signal'>;

async function verifyAndReport(attempt: Attempt, wanted: Wanted): Promise<Failure | undefined> {
  const { assignment, log, output, redactor } = attempt;
  const { slot, limits, launch } = assignment.payload;
  const verification = await runVerification({
    ...{ ...wanted, redactor },
    cwd: slot.path,
    // The agent waits with its conversation for what the check finds, or a person at their terminal: neither is the check's to end.
    marker: `${launch}:check`,
    timeoutMs: limits.verify_ms,
    onOutput: (chunk, stream) => output.write(chunk, `verify ${stream}`),
  });
  log.report({ type: 'verification', verification });
  attempt.record.verifications.push(verification);
  if (verification.ok) return undefined;
  return {
    kind: 'verify_failed',
    message: summaryOf(verification, wanted),
    evidence: evidenceOf(verification, wanted),
  };
}
