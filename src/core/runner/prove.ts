// What stands between "it is done" and a commit, whoever has said so: the change is formatted, staged and looked through, and the
// tree that would be committed is verified.
import { exec } from '../base/exec.ts';
import { parseCommandLine } from '../base/command-line.ts';
import { CommandError, UserError } from '../base/errors.ts';
import type { Failure } from '../model/failure.ts';
import { AttemptFailed } from './attempt-failed.ts';
import type { Attempt } from './attempt.ts';
import { checkTree } from './check-tree.ts';
import { filesWithMarkers, leavesTree } from './policy.ts';
import { readBlob } from './staging.ts';
import type { StagedTree, Staging } from './staging.ts';

export interface Proving {
  round: number;
  staging: Staging;
  env: Readonly<Record<string, string>>;
  /** What the agent wanted and was refused. */
  denied?: readonly string[];
}

export type Proof = { kind: 'proven'; staged: StagedTree } | { kind: 'refused'; failure: Failure };

const patchBytesMax = 10 * 1024 * 1024;

/** @throws AttemptFailed when there is nothing to prove. */
export async function proveWork(attempt: Attempt, { round, staging, env, denied = [] }: Proving): Promise<Proof> {
  await format(attempt, { round, env });
  const staged = await staging.stage();
  if (staged.changes.length === 0) throw new AttemptFailed(nothingDone(denied));
  const failure =
    (await findViolation(attempt, staged)) ?? (await checkTree(attempt, { round, tree: staged.tree, env }));
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
          ...{ cwd: slot.path, env: { ...env, ...step.env }, signal, timeoutMs: limits.verify_ms },
          // Should it have to be ended, the agent is not ended with it.
          marker: `${launch}:format`,
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
