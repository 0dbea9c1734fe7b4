// From what was asked to a plan on disk that the registry knows: read the job, let a planner make a taskset, check it
// against the rules, write it, have it taken in. Nothing is half written: every check comes before the first write, and a planner
// that writes stage by stage says so in its own state file.
import { throwIfAborted } from '../base/abort.ts';
import type { Language } from '../base/text.ts';
import type { TasksetDifference } from '../model/plan.ts';
import type { PlannedIssue, Taskset } from '../model/task.ts';
import {
  preparePlan,
  readJob,
  writePlan,
  type JobSpec,
  type PlanToWrite,
  type PlanningProgress,
} from '../planner/planner.ts';
import { submit } from './client.ts';
import type { Place } from './place.ts';
import type { PlannerName, UsedPlanner } from './planning-choice.ts';
import { draftPlan } from './planning-draft.ts';
import { isIssueReference, readIssueJob } from './issue.ts';
import { finishedTasksOf } from './planning-model.ts';
import { readPlan, readState } from './reading.ts';

export type { StageName } from '../planner/planner.ts';
export type { PlannerName, UsedPlanner } from './planning-choice.ts';

/** Told before and while a model or an agent plans. */
export type PlanProgress =
  | PlanningProgress
  /** `who` is the model or the agent; `why` is said when nobody asked for it by name. */
  | { kind: 'chosen'; planner: 'openai' | 'agent'; who: string; why?: Record<Language, string> };

export interface PlanWish {
  /** One sentence. */
  text?: string;
  /** A spec folder, a task file, a text file that says what to build, or an issue on GitHub: `#12`, `12` or its address. */
  from?: string;
  /** Name of the spec; made from the job when absent. */
  spec?: string;
  planner?: PlannerName;
  /** Name of the agent that plans; as the settings say when absent. */
  agent?: string;
  dryRun?: boolean;
  /** The user's key of a language model, where the caller keeps it; else it is looked for. Goes nowhere but to the wire. */
  modelKey?: string;
  /** Of the documents; the job's own language when absent. */
  language?: Language;
  includeOptional?: boolean;
  overwrite?: boolean;
  /** Told while a model or an agent plans; whatever it throws is passed over. */
  onProgress?: (progress: PlanProgress) => void;
  /** Ends a planning by a model or an agent; what is finished of it is taken up by the next. */
  signal?: AbortSignal;
}

export interface PlanOutcome {
  spec_id: string;
  planner: UsedPlanner;
  /** The agent that has planned, by its name. */
  agent?: string;
  taskset: Taskset;
  difference: TasksetDifference;
  /** What was strange in the source but did not prevent the plan. */
  problems: { file: string; line: number; message: string }[];
  notes: string[];
  /** Paths below the main worktree; empty for a dry run. */
  written: string[];
}

/** Throws a UserError that lists every problem of the plan; nothing is written then. */
export async function planJob(place: Place, wish: PlanWish): Promise<PlanOutcome> {
  const { job, issue } = await readWished(place, wish);
  const draft = await draftPlan(place, job, { wish, state: await readState(place) });
  const { texts, written: before, finish } = draft;
  const plan = issue === undefined ? draft.plan : { ...draft.plan, taskset: { ...draft.plan.taskset, issue } };
  // A planning may take long, and runs go on meanwhile.
  const state = await readState(place);
  const wanted: PlanToWrite = {
    mainWorktree: place.mainWorktree,
    specId: plan.spec_id,
    texts,
    taskset: plan.taskset,
    previous: state.specs.has(plan.spec_id) ? await readPlan(place, plan.spec_id) : undefined,
    finished: new Set(finishedTasksOf(state, plan.spec_id).map(({ id }) => id)),
    overwrite: wish.overwrite === true,
  };
  if (wish.dryRun === true) {
    const { taskset, difference } = await preparePlan(wanted);
    return { ...plan, taskset, difference, written: [] };
  }
  throwIfAborted(wish.signal);
  const { taskset, difference, written } = await writePlan(wanted);
  const asked = { kind: 'plan', spec_id: plan.spec_id, planner: plan.planner } as const;
  await submit(place, asked, {
    startsController: false,
    ...(wish.signal === undefined ? {} : { signal: wish.signal }),
  });
  // Until the registry has the plan, the same command goes on from what stands there.
  await finish?.();
  return { ...plan, taskset, difference, written: [...before, ...written] };
}

/** @throws UserError when what is named cannot be read. */
async function readWished(
  place: Place,
  { text, from, signal }: PlanWish,
): Promise<{ job: JobSpec; issue?: PlannedIssue }> {
  if (text !== undefined || from === undefined || !isIssueReference(from))
    return { job: await readJob({ text, from, root: place.mainWorktree }) };
  const named = await readIssueJob(place, from, signal);
  return { job: await readJob({ text: named.text }), issue: named.issue };
}
