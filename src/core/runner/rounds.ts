// The rounds of an attempt: the agent works, its change is formatted, staged and looked through, and the tree that would be
// committed is verified. What is found goes back to the same agent, at most as often as the limits say.
import { exec } from '../base/exec.ts';
import { parseCommandLine } from '../base/command-line.ts';
import { CommandError, UserError } from '../base/errors.ts';
import type { Failure } from '../model/failure.ts';
import { AttemptFailed, boundFailure } from './attempt-failed.ts';
import type { Attempt } from './attempt.ts';
import { checkTree } from './check-tree.ts';
import { promptOf } from './current-task.ts';
import type { LaidWork } from './current-task.ts';
import { filesWithMarkers, leavesTree } from './policy.ts';
import type { AgentSession, TurnReason } from './ports.ts';
import { readBlob } from './staging.ts';
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
}

type RoundEnd = { kind: 'proven'; staged: StagedTree } | { kind: 'refused'; failure: Failure };

const patchBytesMax = 10 * 1024 * 1024;

/** The tree that was proven. @throws AttemptFailed with the last refusal when no round is left. */
export async function workUntilProven(attempt: Attempt, rounds: Rounds): Promise<StagedTree> {
  const { fix_rounds_max } = attempt.assignment.payload.limits;
  let evidence = '';
  for (let round = 1; ; round += 1) {
    const end = await takeRound(attempt, rounds, { round, evidence });
    if (end.kind === 'proven') return end.staged;
    if (round > fix_rounds_max) throw new AttemptFailed(end.failure);
    const { message, evidence: found = '' } = boundFailure(end.failure);
    evidence = `${message}\n\n${found}`;
  }
}

async function takeRound(
  attempt: Attempt,
  rounds: Rounds,
  { round, evidence }: { round: number; evidence: string },
): Promise<RoundEnd> {
  const outcome = await letAgentWork(attempt, rounds, { round, evidence });
  if (outcome.kind === 'failed') {
    if (outcome.failure.kind !== 'verify_failed') throw new AttemptFailed(outcome.failure);
    return { kind: 'refused', failure: outcome.failure };
  }
  await format(attempt, { round, env: rounds.env });
  const staged = await rounds.staging.stage();
  if (staged.changes.length === 0) {
    throw new AttemptFailed(nothingDone(outcome.denied ?? []));
  }
  const failure =
    (await findViolation(attempt, staged)) ?? (await checkTree(attempt, { round, tree: staged.tree, env: rounds.env }));
  return failure === undefined ? { kind: 'proven', staged } : { kind: 'refused', failure };
}

/** An agent that was refused what it wanted, and then did nothing, would only be refused again. */
function nothingDone(denied: readonly string[]): Failure {
  if (denied.length === 0) return { kind: 'no_changes', message: 'The agent ended without a change to commit.' };
  const evidence = denied.join('\n').slice(0, 20_000);
  return {
    kind: 'permission_denied',
    message: `The agent was refused what it wanted: ${denied[0] ?? ''}`.slice(0, 1000),
    evidence,
  };
}

async function letAgentWork(
  { assignment, log, output, redactor, signal }: Attempt,
  { session, staging, budget, laid, reason: firstReason }: Rounds,
  { round, evidence }: { round: number; evidence: string },
) {
  const reason = round === 1 ? firstReason : 'fix';
  const prompt = redactor.redact(promptOf(assignment, { round, reason, evidence, laid }));
  log.report({ type: 'step_started', step: 'implement', round });
  return takeTurn(
    session,
    { round, reason, prompt, signal },
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

/** A formatter that fails is only noted: the verification says whether the work is right. */
async function format(
  { assignment, log, output, signal }: Attempt,
  { round, env }: { round: number; env: Readonly<Record<string, string>> },
): Promise<void> {
  const { format: lines, slot, limits, launch } = assignment.payload;
  if (lines.length === 0) return;
  log.report({ type: 'step_started', step: 'format', round });
  for (const line of lines) {
    try {
      for (const step of parseCommandLine(line)) {
        const [program, ...args] = step.argv;
        await exec(program, args, {
          ...{ cwd: slot.path, env: { ...env, ...step.env }, signal, marker: launch, timeoutMs: limits.verify_ms },
          onOutput: (chunk, stream) => output.write(chunk, `format ${stream}`),
          outputBytesMax: 64 * 1024,
        });
      }
    } catch (error) {
      if (!(error instanceof CommandError || error instanceof UserError)) throw error;
      output.write(`The formatter failed: ${error.message}\n`, 'format stderr');
    }
  }
}

/** Looks through what would be committed. The patch is kept as evidence, whatever comes of it. */
async function findViolation(
  { assignment, git, record, signal }: Attempt,
  staged: StagedTree,
): Promise<Failure | undefined> {
  const args = ['diff-tree', '-p', '-r', '-M', '--full-index', '--no-color', assignment.payload.base, staged.tree];
  const { stdout: patch } = await git.write(args, { signal, outputBytesMax: patchBytesMax });
  record.patch = patch;
  for (const { path, newMode, newSha } of staged.changes) {
    if (newMode !== '120000') continue;
    const target = await readBlob(git, newSha);
    if (!leavesTree(path, target)) continue;
    const message = `The symbolic link ${path} points out of the working tree, to ${target}.`;
    return { kind: 'policy_violation', message };
  }
  const unresolved = filesWithMarkers(patch);
  if (unresolved.length === 0) return undefined;
  const message = `Conflict markers are left in ${unresolved.slice(0, 20).join(', ')}.`;
  return { kind: 'conflict', message, evidence: unresolved.join('\n') };
}
