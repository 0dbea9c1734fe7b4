// The planner that asks a language model, in three stages: requirements, design, tasks. Each document is written as soon as it is
// done and is the ground of the next, so that a planning that breaks off goes on where it was. tasks.md is returned, not written:
// it is published with tasks.json, which makes the plan count. The model's word is never taken: shapes, references and the graph
// are checked, and what `readBack` finds in the documents is the plan.
import type { Environment } from '../../base/environment.ts';
import { createRedactor, secretsOfEnvironment } from '../../base/redact.ts';
import type { Task, Taskset } from '../../model/task.ts';
import type { SpecTexts } from '../documents.ts';
import type { Language } from '../feature.ts';
import { jobTextCharactersMax, normaliseJobText } from '../job.ts';
import { surveyRepository, verifyCommandsOf } from '../layout.ts';
import { detectLanguage, nameSpec, titleOf } from '../name-spec.ts';
import { checkSpecId } from '../offline.ts';
import { phrases } from '../phrases.ts';
import { recogniseFeatures } from '../recognise.ts';
import type { Asking } from './ask.ts';
import { connectModel, defaultBaseUrl, type ModelEndpoint } from './connect.ts';
import { readCriteria } from './criteria.ts';
import { carefully, fileOfStage, type ProgressListener } from './progress.ts';
import { readRepository, repositorySections } from './repository.ts';
import { askDesign, askRequirements, askTasks, type StageGround } from './stages.ts';
import { openPlanning, type Planning } from './unfinished.ts';
import { createUsageMeter, type UsageMeter } from './usage.ts';
import { modelWords } from './words.ts';

export interface ModelPlanOptions {
  mainWorktree: string;
  endpoint: ModelEndpoint;
  /** The name of the spec; made from the text when absent. */
  specId?: string | undefined;
  /** That of the text when absent. */
  language?: Language | undefined;
  /** Estimated tokens of material in one question. */
  contextTokensMax: number;
  /** How often each stage may be sent back. */
  repairsMax: number;
  /** Tasks of a spec that runs have finished; they are neither planned again nor is their number given away. */
  finishedOf?: ((specId: string) => readonly Pick<Task, 'id' | 'title'>[]) | undefined;
  /** Reads documents as anybody's spec is read. */
  readBack: (texts: SpecTexts, specId: string) => Taskset;
  /** Its secrets are never sent. */
  env: Environment;
  overwrite?: boolean | undefined;
  isDryRun?: boolean | undefined;
  onProgress?: ProgressListener | undefined;
  signal?: AbortSignal | undefined;
}

export interface ModelPlan {
  spec_id: string;
  title: string;
  language: Language;
  files: SpecTexts;
  taskset: Taskset;
  notes: string[];
  /** Documents that are written already, as paths below the main worktree. */
  written: string[];
  /** To be called when tasks.json stands. */
  finish: () => Promise<void>;
}

/** @throws UserError, one sentence and a way out, for whatever the endpoint or its answers are at fault; Cancelled. */
export async function planWithModel(text: string, options: ModelPlanOptions): Promise<ModelPlan> {
  const { mainWorktree, endpoint, contextTokensMax, repairsMax, readBack, env, signal } = options;
  const job = normaliseJobText(text, { charactersMax: jobTextCharactersMax, place: 'the job' });
  const language = options.language ?? detectLanguage(job);
  const specId =
    options.specId === undefined ? nameSpec(job, recogniseFeatures(job).named) : checkSpecId(options.specId);
  const { overwrite = false, isDryRun = false } = options;
  const planning = await openPlanning({ mainWorktree, specId, job: `${language}\n${job}`, overwrite, isDryRun });
  const redactor = createRedactor({ secrets: [endpoint.key, ...secretsOfEnvironment(env)] });
  const [meter, repairs, tell] = [createUsageMeter(), { count: 0 }, carefully(options.onProgress)];
  const asking: Asking = {
    ...{ wire: await connectModel(endpoint, redactor), repairsMax, meter, tell },
    onRepair: () => (repairs.count += 1),
    signal: signal ?? new AbortController().signal,
  };
  const ground: StageGround = {
    ...{ job, language, specId, tokensMax: contextTokensMax, readBack, model: endpoint.model },
    finished: options.finishedOf?.(specId) ?? [],
    repository: repositorySections(await readRepository(mainWorktree, signal)),
    verify: verifyCommandsOf(await surveyRepository(mainWorktree)),
  };
  const finish = async (stage: 'requirements' | 'design', ask: () => Promise<string>): Promise<string> => {
    const file = fileOfStage[stage];
    const standing = planning.taken[file];
    const text = standing ?? (await ask());
    if (standing === undefined) await planning.keep(file, text);
    tell({ kind: standing === undefined ? 'finished' : 'taken_up', stage });
    return text;
  };
  const requirements = await finish('requirements', () => askRequirements(ground, asking));
  const title = readCriteria(requirements).title ?? titleOf(job, specId);
  const design = await finish('design', () => askDesign({ ...ground, title, requirements }, asking));
  const tasks = planning.taken['tasks.md'];
  const plan = await askTasks({ ...ground, title, requirements, design, tasks }, asking);
  await planning.claim('tasks.md', plan.text);
  tell({ kind: tasks === undefined ? 'finished' : 'taken_up', stage: 'tasks' });
  return {
    ...{ spec_id: specId, title, language, taskset: plan.taskset },
    files: { 'requirements.md': requirements, 'design.md': design, 'tasks.md': plan.text },
    notes: notesOf({ language, endpoint, meter, repairs: repairs.count, planning, verify: ground.verify }),
    written: planning.written(),
    finish: planning.finish,
  };
}

interface Notes {
  language: Language;
  endpoint: ModelEndpoint;
  meter: UsageMeter;
  repairs: number;
  planning: Planning;
  verify: readonly string[];
}

function notesOf({ language, endpoint, meter, repairs, planning, verify }: Notes): string[] {
  const say = modelWords[language];
  const { tokensIn, tokensOut, costUsd } = meter.total();
  const shown = (count: number | undefined): string => (count === undefined ? 'n/a' : String(count));
  const host = new URL(endpoint.baseUrl ?? defaultBaseUrl).host;
  const cost = costUsd === undefined || meter.calls() === 0 ? 'n/a' : `$${costUsd.toFixed(4)}`;
  const took = {
    model: endpoint.model,
    host,
    calls: meter.calls(),
    tokensIn: shown(tokensIn),
    tokensOut: shown(tokensOut),
    cost,
  };
  const takenUp = Object.keys(planning.taken);
  return [
    say.writtenByModel(endpoint.model),
    say.took(took),
    say.told(host),
    ...(repairs === 0 ? [] : [say.repaired(repairs)]),
    ...(takenUp.length === 0 ? [] : [say.takenUp(takenUp.join(', '))]),
    ...(verify.length === 0 ? [phrases[language].testedByNothing] : []),
  ];
}
