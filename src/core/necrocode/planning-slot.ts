// The slot in which an agent plans, and the conversation with it: what the planner's port promises, made of a slot, an agent's
// session and a transcript. The agent gets what it would get in an attempt: the allow-listed environment, the limits of the
// settings, and an end to everything that it has started.
import { randomUUID } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { startAgent } from '../agents/agents.ts';
import { throwIfAborted } from '../base/abort.ts';
import { systemClock } from '../base/clock.ts';
import { UserError } from '../base/errors.ts';
import { ensureFolder } from '../base/files.ts';
import { openGit, type Git } from '../base/git.ts';
import { acquireKernelLock } from '../base/kernel-lock.ts';
import type { Redactor } from '../base/redact.ts';
import { createUndo } from '../base/undo.ts';
import type { Settings } from '../model/settings.ts';
import { protocolVersion, type AgentLaunch, type Assignment } from '../model/spirit.ts';
import { taskSchema } from '../model/task.ts';
import type { PlanningSlot, TurnEnd, WantedSlot } from '../planner/planner.ts';
import { AttemptFailed, attemptEnvironment, createBudget, spend, takeTurn } from '../runner/runner.ts';
import { excludeOwnFiles } from './own-files.ts';
import type { Place } from './place.ts';
import { takePlanningSlot, type PlanningPlace } from './planning-slots.ts';
import { openTranscript, transcriptsFolder } from './planning-transcript.ts';

export interface PlanningSlotOptions extends WantedSlot {
  settings: Settings;
  agent: AgentLaunch;
  redactor: Redactor;
  /** Nothing is kept in the repository, not even a transcript. */
  isDryRun: boolean;
}

/** @throws UserError when the spec is being planned already, or a slot cannot be had; Cancelled. */
export async function openPlanningSlot(place: Place, options: PlanningSlotOptions): Promise<PlanningSlot> {
  const { settings, specId, redactor, isDryRun, onText, signal } = options;
  const { mainWorktree } = place;
  throwIfAborted(signal);
  await using undo = createUndo();
  const folder = isDryRun ? undefined : await ensureFolder(transcriptsFolder(place, specId));
  if (folder !== undefined) {
    await excludeOwnFiles(place);
    undo.use(await keepOthersOut(folder, specId));
  }
  const desk = undo.use(await takePlanningSlot(place, { settings, holder: `the planning of ${specId}`, signal }));
  const transcript = undo.use(await openTranscript({ folder, mainWorktree, redactor, onText }));
  const { slot } = desk;
  const assignment = assignmentOf(place, desk, options);
  const budget = createBudget(settings.limits, systemClock);
  const contextPath = join(slot.path, '.kiro', 'current-task.md');
  const session = undo.use(
    await startAgent({
      ...{ assignment, env: attemptEnvironment(process.env, assignment, { contextPath, conflicts: [] }) },
      onOutput: (chunk, stream, about) => transcript.write(chunk, stream, about),
      onUsage: (usage) => spend(budget, usage),
      // Only a playbook has something to check, and none leads a planning.
      check: async () => undefined,
    }),
  );
  const git = openGit({ cwd: slot.path, gitDir: slot.git_dir, workTree: slot.path });
  const idle = {
    marker: assignment.payload.launch,
    lastOutputAt: transcript.lastAt,
    fingerprint: (watching: AbortSignal) => fingerprintOf(git, watching),
  };
  let round = 0;
  const held = undo.move();
  return {
    path: slot.path,
    async converse(prompt, turnSignal): Promise<TurnEnd> {
      round += 1;
      transcript.tell(prompt);
      const reason = round === 1 ? 'first' : 'fix';
      try {
        const end = await takeTurn(session, { round, reason, prompt, signal: turnSignal }, { budget, idle });
        return end.kind === 'ended' ? { kind: 'ended', denied: end.denied ?? [] } : end;
      } catch (error) {
        if (error instanceof AttemptFailed) return { kind: 'failed', failure: error.failure };
        throw error;
      }
    },
    spent: () => budget.usage,
    transcript: transcript.place,
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/** Until it is disposed, nobody else plans this spec. */
async function keepOthersOut(folder: string, specId: string): Promise<AsyncDisposable> {
  const lock = await acquireKernelLock(folder);
  if (lock !== undefined) return lock;
  throw new UserError(`Another process is planning ${specId}.`, {
    hint: 'Wait until it has ended, or plan under another name with --spec.',
    ja: {
      message: `${specId} は別のプロセスが計画中です。`,
      hint: '終わるまで待つか、--spec で別の名前を指定してください。',
    },
  });
}

/** An agent is spoken to as in an attempt, so it gets an assignment; there is nothing to verify or to commit. */
function assignmentOf(
  { artifactsDir }: Place,
  { slot, base, author }: PlanningPlace,
  { settings, agent, specId, language }: PlanningSlotOptions,
): Assignment {
  const folder = join(artifactsDir, specId, 'plan');
  return {
    ...{ protocol: protocolVersion, type: 'issue_assignment', agent_instance: 'planner' },
    ...{ spec_id: specId, issue_id: 'plan', task_id: 'plan', attempt: 1 },
    payload: {
      task: taskSchema.parse({ id: 'plan', title: `Plan ${specId}` }),
      ...{ dependencies: [], context: '', verify: [], format: [] },
      ...{ base, branch: 'HEAD', agent, limits: settings.limits, slot, author, language },
      ...{ artifacts_dir: folder, attempt_dir: folder, env_allow: settings.env_allow, launch: randomUUID() },
    },
  };
}

const filesLookedAtMax = 500;

/** Changes whenever a file of the slot has changed. */
async function fingerprintOf(git: Git, signal: AbortSignal): Promise<string> {
  const args = ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all'];
  const { stdout } = await git.write(args, { signal });
  const paths = stdout.split('\0').slice(0, filesLookedAtMax);
  const times = await Promise.all(
    paths.map(async (entry) => (await lstat(join(git.cwd, entry.slice(3))).catch(() => undefined))?.mtimeMs ?? 0),
  );
  return [stdout, ...times.map(String)].join('\0');
}
