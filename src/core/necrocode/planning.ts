// From what was asked to a plan on disk that the registry knows: read the job, let a planner make a taskset, check it
// against the rules, write it, have it taken in. Nothing is half written: every check comes before the first write, and a planner
// that writes stage by stage says so in its own state file.
import { isAbsolute, relative, resolve } from 'node:path';
import { UserError } from '../base/errors.ts';
import type { Language } from '../base/text.ts';
import { readSpecFolder } from '../intake/intake.ts';
import type { TasksetDifference } from '../model/plan.ts';
import type { State } from '../model/state.ts';
import type { Task, Taskset } from '../model/task.ts';
import {
  planOffline,
  preparePlan,
  readJob,
  surveyRepository,
  writePlan,
  type JobSpec,
  type PlanToWrite,
  type ProgressListener,
} from '../planner/planner.ts';
import { submit } from './client.ts';
import type { Place } from './place.ts';
import { findKey, finishedTasksOf, noKeyNote, planByModel } from './planning-model.ts';
import { readPlan, readState } from './reading.ts';

export type PlannerName = 'auto' | 'spec' | 'offline' | 'openai' | 'agent';

export interface PlanWish {
  /** One sentence. */
  text?: string;
  /** A spec folder, a task file, or a text file that says what to build. */
  from?: string;
  /** Name of the spec; made from the job when absent. */
  spec?: string;
  planner?: PlannerName;
  dryRun?: boolean;
  /** Of the documents; the job's own language when absent. */
  language?: Language;
  includeOptional?: boolean;
  overwrite?: boolean;
  /** Told while a model plans. */
  onProgress?: ProgressListener;
  /** Ends a planning by a model; what is finished of it is taken up by the next. */
  signal?: AbortSignal;
}

export type UsedPlanner = 'spec' | 'offline' | 'openai';

export interface PlanOutcome {
  spec_id: string;
  planner: UsedPlanner;
  taskset: Taskset;
  difference: TasksetDifference;
  /** What was strange in the source but did not prevent the plan. */
  problems: { file: string; line: number; message: string }[];
  notes: string[];
  /** Paths below the main worktree; empty for a dry run. */
  written: string[];
}

interface Draft {
  plan: Omit<PlanOutcome, 'difference' | 'written'>;
  texts: PlanToWrite['texts'];
  /** What the planner has written by itself. */
  written: readonly string[];
  /** Called when the plan is on disk. */
  finish?: () => Promise<void>;
}

/** Throws a UserError that lists every problem of the plan; nothing is written then. */
export async function planJob(place: Place, wish: PlanWish): Promise<PlanOutcome> {
  const job = await readJob({
    ...(wish.text === undefined ? {} : { text: wish.text }),
    ...(wish.from === undefined ? {} : { from: wish.from }),
  });
  const state = await readState(place);
  const { plan, texts, written: before, finish } = await draftPlan(place, job, { wish, state });
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
  const { taskset, difference, written } = await writePlan(wanted);
  await finish?.();
  await submit(place, { kind: 'plan', spec_id: plan.spec_id, planner: plan.planner }, { startsController: false });
  return { ...plan, taskset, difference, written: [...before, ...written] };
}

type Circumstances = { wish: PlanWish; state: State };

async function draftPlan(place: Place, job: JobSpec, { wish, state }: Circumstances): Promise<Draft> {
  const { planner, note } = await choosePlanner(job, wish.planner ?? 'auto');
  if (planner === 'spec') {
    if (job.kind === 'sentence') throw new UserError('The planner "spec" reads a spec: name its folder with --from.');
    return draftFromSpec(place, job.path, wish);
  }
  if (job.kind === 'folder')
    throw new UserError(`The planner "${planner}" plans from a sentence, and ${job.path} is a folder.`);
  if (planner === 'openai') {
    const {
      spec_id,
      taskset,
      files: texts,
      notes,
      written,
      finish,
    } = await planByModel(place, job.text, { wish, state });
    return { plan: { spec_id, planner, taskset, problems: [], notes }, texts, written, finish };
  }
  const plan = planOffline(job.text, {
    ...(wish.spec === undefined ? {} : { specId: wish.spec }),
    ...(wish.language === undefined ? {} : { language: wish.language }),
    repository: await surveyRepository(place.mainWorktree),
  });
  const { spec_id, taskset, files: texts, language } = plan;
  const notes = [...(note === undefined ? [] : [note[language]]), ...plan.notes];
  return { plan: { spec_id, planner, taskset, problems: [], notes }, texts, written: [] };
}

async function draftFromSpec(place: Place, path: string, wish: PlanWish): Promise<Draft> {
  const { taskset: read, problems } = await readSpecFolder(path, {
    specId: wish.spec,
    includeOptional: wish.includeOptional,
  });
  const { spec_id } = read;
  const taskset = { ...read, tasks: read.tasks.map((task) => withRelativeSource(task, place)) };
  return { plan: { spec_id, planner: 'spec', taskset, problems, notes: [] }, texts: undefined, written: [] };
}

/** A plan may be tracked and read elsewhere: what lies in the repository is named from its top. */
function withRelativeSource(task: Task, { mainWorktree }: Place): Task {
  const { source } = task.metadata;
  if (source === undefined) return task;
  const file = relative(mainWorktree, resolve(source.file));
  if (file.startsWith('..') || isAbsolute(file)) return task;
  return { ...task, metadata: { ...task.metadata, source: { ...source, file: file.replaceAll('\\', '/') } } };
}

type Choice = { planner: UsedPlanner; note?: Record<Language, string> };

/** A folder is a spec; so is a file with boxes in it, or JSON; any other text says what to build, to a model if there is a key. */
async function choosePlanner(job: JobSpec, asked: PlannerName): Promise<Choice> {
  if (asked === 'agent') {
    throw new UserError(`The planner "${asked}" is not part of this version.`, {
      hint: 'Use --planner openai, --planner offline or --planner spec.',
    });
  }
  if (asked !== 'auto') return { planner: asked };
  if (job.kind === 'folder') return { planner: 'spec' };
  const isTaskList = job.kind === 'file' && (job.path.endsWith('.json') || /^\s*[-*+] `?\[[ xX~>/-]\]/m.test(job.text));
  if (isTaskList) return { planner: 'spec' };
  return (await findKey()) === undefined ? { planner: 'offline', note: noKeyNote } : { planner: 'openai' };
}
