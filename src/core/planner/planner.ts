// The front door: what was asked for (`readJob`), a plan for it (`planOffline`, `planWithModel`, `planWithAgent`), and the plan on
// disk (`preparePlan`, `writePlan`). Everything is read and checked before the first byte is written, and tasks.json, which makes the
// plan count, is published last; a plan that was cut short is simply planned again. Two planners of one spec are kept apart by
// the caller.
import { dirname } from 'node:path';
import type { ZodError } from 'zod';
import { ensureFolder, joinInside, publishFile, readTextIfExists } from '../base/files.ts';
import { UserError } from '../base/errors.ts';
import { specIdSchema } from '../model/ids.ts';
import { compareTasksets, findTasksetProblems, type TasksetDifference } from '../model/plan.ts';
import { tasksetSchema, type Taskset } from '../model/task.ts';
import { specFileNames, type SpecFileName } from './documents.ts';
import { followPlan } from './replan.ts';

export { planWithAgent, type AgentPlan, type AgentPlanOptions } from './agent/agent.ts';
export type { PlanningSlot, TurnEnd, WantedSlot } from './agent/ports.ts';
export { readJob, sentenceCharactersMax, type JobSpec } from './job.ts';
export { findModelKey } from './model/key.ts';
export { planWithModel, type ModelPlan, type ModelPlanOptions } from './model/model.ts';
export type { PlanningProgress, ProgressListener, StageName } from './model/progress.ts';
export { surveyRepository, type RepositorySurvey } from './layout.ts';
export { planOffline, type OfflineOptions, type OfflinePlan } from './offline.ts';

export type PlanToWrite = {
  mainWorktree: string;
  specId: string;
  /** The documents of the spec; those that are absent are left alone. */
  texts?: Partial<Record<SpecFileName, string>> | undefined;
  taskset: Taskset;
  /** The plan that the registry knows, for the case that the file is gone or older. */
  previous?: Taskset | undefined;
  /** Ids of tasks that a run has finished. */
  finished?: ReadonlySet<string> | undefined;
  /** Replace documents with other content, and a tasks.json that cannot be read. */
  overwrite?: boolean | undefined;
};

type Write = { path: string; place: string; content: string };

export type PreparedPlan = {
  /** With its version, finished tasks and unknown fields: what tasks.json will hold. */
  taskset: Taskset;
  difference: TasksetDifference;
  /** In the order of writing; tasks.json is the last. */
  writes: readonly Write[];
};

export type WrittenPlan = {
  taskset: Taskset;
  difference: TasksetDifference;
  /** Paths below the main worktree that were written, with slashes. */
  written: string[];
};

const textCharactersMax = 2_000_000;
const problemsShownMax = 50;

/** @throws UserError as `preparePlan` does; nothing is written then. */
export async function writePlan(plan: PlanToWrite): Promise<WrittenPlan> {
  const { taskset, difference, writes } = await preparePlan(plan);
  for (const { path } of writes) await ensureFolder(dirname(path));
  for (const { path, content } of writes) await publishFile(path, content);
  return { taskset, difference, written: writes.map(({ place }) => place) };
}

/**
 * Works out what `writePlan` would write; reads only.
 * @throws UserError listing every broken rule, or every document that holds what somebody else wrote.
 */
export async function preparePlan(plan: PlanToWrite): Promise<PreparedPlan> {
  const { specId, finished = new Set() } = plan;
  checkRules(specId, findInputProblems(plan));
  const place = `.kiro/tasks/${specId}/tasks.json`;
  const path = await joinInside(plan.mainWorktree, place);
  const standing = await readStanding(path, place, plan.overwrite === true);
  const previous = standing ?? plan.previous;
  const followed =
    previous === undefined ? { taskset: plan.taskset, problems: [] } : followPlan(plan.taskset, previous, finished);
  const taskset_version = Math.max(standing?.taskset_version ?? 0, plan.previous?.taskset_version ?? 0) + 1;
  const parsed = tasksetSchema.safeParse({ ...followed.taskset, taskset_version });
  const taskset = parsed.data ?? followed.taskset;
  checkRules(specId, [
    ...followed.problems,
    ...(parsed.success ? [] : describeIssues(parsed.error)),
    ...findTasksetProblems(taskset).map((problem) => problem.message),
  ]);
  return {
    taskset,
    difference: compareTasksets(previous?.tasks ?? [], taskset.tasks),
    writes: [...(await prepareTexts(plan)), { path, place, content: `${JSON.stringify(taskset, undefined, 2)}\n` }],
  };
}

function findInputProblems({ specId, taskset, texts }: PlanToWrite): string[] {
  const name = specIdSchema.safeParse(specId);
  const parsed = tasksetSchema.safeParse(taskset);
  const problems = name.success ? [] : [`Expected ${name.error.issues[0]?.message ?? 'a spec name'}, got "${specId}".`];
  if (!parsed.success) problems.push(...describeIssues(parsed.error));
  if (taskset.spec_id !== specId) problems.push(`Expected a plan of "${specId}", got one of "${taskset.spec_id}".`);
  if (taskset.tasks.length === 0) problems.push('Expected at least one task, got none.');
  for (const file of specFileNames) {
    const length = texts?.[file]?.length ?? 0;
    if (length > textCharactersMax) {
      problems.push(`Expected ${file} to hold at most ${String(textCharactersMax)} characters, got ${String(length)}.`);
    }
  }
  return problems;
}

function checkRules(specId: string, problems: readonly string[]): void {
  if (problems.length === 0) return;
  const shown = problems.slice(0, problemsShownMax).map((problem) => `\n- ${problem}`);
  const more = problems.length > problemsShownMax ? `\n- and ${String(problems.length - problemsShownMax)} more` : '';
  throw new UserError(`The plan of ${specId} cannot be used:${shown.join('')}${more}`, {
    hint: 'Nothing was written. Mend the plan and try again.',
    ja: {
      message: `${specId} の計画は使えません:${shown.join('')}${more}`,
      hint: '何も書き込んでいません。計画を直してから、もう一度実行してください。',
    },
  });
}

async function readStanding(path: string, place: string, overwrite: boolean): Promise<Taskset | undefined> {
  const text = await readTextIfExists(path);
  if (text === undefined) return undefined;
  try {
    const parsed = tasksetSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    throw new SyntaxError(describeIssues(parsed.error).slice(0, problemsShownMax).join('\n- '));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    if (overwrite) return undefined;
    throw new UserError(`${place} is no valid plan:\n- ${error.message}`, {
      hint: 'Mend the file, or move it away and plan again.',
      ja: {
        message: `${place} は正しい計画ではありません:\n- ${error.message}`,
        hint: 'ファイルを直すか、別の場所に移してから計画し直してください。',
      },
      cause: error,
    });
  }
}

/** `tasks[3].dependencies[0]: …`, one for each problem. */
function describeIssues(error: ZodError): string[] {
  return error.issues.map(({ path, message }) => {
    const place = path.map((key) => (typeof key === 'number' ? `[${String(key)}]` : `.${String(key)}`)).join('');
    return place === '' ? message : `${place.replace(/^\./, '')}: ${message}`;
  });
}

/** The documents that must be written. One that differs in ticked boxes only is left as it is. */
async function prepareTexts({ mainWorktree, specId, texts = {}, overwrite = false }: PlanToWrite): Promise<Write[]> {
  const writes: Write[] = [];
  const refused: string[] = [];
  for (const file of specFileNames) {
    const content = texts[file];
    if (content === undefined) continue;
    const place = `.kiro/specs/${specId}/${file}`;
    const path = await joinInside(mainWorktree, place);
    const standing = await readTextIfExists(path);
    if (standing !== undefined && withoutTicks(standing) === withoutTicks(content)) continue;
    if (standing !== undefined && !overwrite) refused.push(place);
    writes.push({ path, place, content });
  }
  if (refused.length > 0) {
    throw new UserError(`These files exist with other content and are not replaced: ${refused.join(', ')}.`, {
      hint: 'Plan under another name with --spec, plan from these files with --from, or move them away.',
      ja: {
        message: `内容の異なるファイルがすでにあり、置き換えません: ${refused.join(', ')}`,
        hint: '--spec で別の名前にするか、--from でこれらのファイルから計画するか、別の場所に移してください。',
      },
    });
  }
  return writes;
}

function withoutTicks(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(/^(\s*- \[)[ xX~-](?=\])/gm, '$1 ');
}
