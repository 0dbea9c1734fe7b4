// Takes a test slot, verifies the working tree, and reports what came of it. Without any command the check is still reported,
// as one that nothing speaks against.
import { takeTurnOf } from '../base/throttle.ts';
import type { Failure } from '../model/failure.ts';
import type { Attempt } from './attempt.ts';
import { isFailureExpected } from './attempt.ts';
import { evidenceOf, runVerification, summaryOf } from './verify.ts';

export interface CheckOptions {
  round: number;
  tree: string;
  env: Readonly<Record<string, string>>;
}

/** Undefined when the tree is proven. */
export async function checkTree(attempt: Attempt, { round, tree, env }: CheckOptions): Promise<Failure | undefined> {
  const { assignment, log, output, redactor, signal } = attempt;
  const { slot, verify, limits, launch, test_slots } = assignment.payload;
  const expectation = { isFailureExpected: verify.length > 0 && isFailureExpected(assignment) };
  await using _testSlot =
    test_slots === undefined ? undefined : await takeTurnOf(test_slots, { signal, waitMs: limits.verify_ms });
  log.report({ type: 'step_started', step: 'verify', round });
  const verification = await runVerification({
    ...{ commands: verify, round, tree, env, redactor, signal, ...expectation },
    cwd: slot.path,
    marker: launch,
    timeoutMs: limits.verify_ms,
    onOutput: (chunk, stream) => output.write(chunk, `verify ${stream}`),
  });
  log.report({ type: 'verification', verification });
  attempt.record.verifications.push(verification);
  if (verification.ok) return undefined;
  return {
    kind: 'verify_failed',
    message: summaryOf(verification, expectation),
    evidence: evidenceOf(verification, expectation),
  };
}
