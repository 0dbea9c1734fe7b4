// The planner that lets a coding agent write the spec, in three stages: requirements, design, tasks. The agent works in a slot of
// its own, and nothing but the three documents is taken out of it. Each is judged like anybody's spec and published as soon as it
// is sound, so that a planning that breaks off goes on where it was; tasks.md is returned, not written: it is published with
// tasks.json, which makes the plan count.
import type { Redactor } from '../../base/redact.ts';
import type { Usage } from '../../model/evidence.ts';
import type { Task, Taskset } from '../../model/task.ts';
import type { SpecTexts } from '../documents.ts';
import type { Language } from '../feature.ts';
import { jobTextCharactersMax, normaliseJobText } from '../job.ts';
import { surveyRepository, verifyCommandsOf } from '../layout.ts';
import { detectLanguage, nameSpec, titleOf } from '../name-spec.ts';
import { checkSpecId } from '../offline.ts';
import { phrases } from '../phrases.ts';
import { recogniseFeatures } from '../recognise.ts';
import { readCriteria } from '../model/criteria.ts';
import { carefully, fileOfStage, type ProgressListener, type StageName } from '../model/progress.ts';
import { readRepository, repositorySections } from '../model/repository.ts';
import { finishedWork, groupBehind, withVerify } from '../model/stages.ts';
import { openPlanning, type Planning } from '../model/unfinished.ts';
import { modelWords } from '../model/words.ts';
import type { PlanningSlot, WantedSlot } from './ports.ts';
import { placeOf, type PromptGround } from './prompts.ts';
import { judgeDesign, judgeRequirements, judgeTasks, type ReadPlan, type Verdict } from './rules.ts';
import { putFile, removeFolder } from './slot-files.ts';
import { agentWords } from './words.ts';
import { writeDocument, type Conversing, type StageWork } from './write-document.ts';

export interface AgentPlanOptions {
  mainWorktree: string;
  /** Its name, for people. */
  agent: string;
  /** Called when the first stage needs the agent. */
  openSlot: (wanted: WantedSlot) => Promise<PlanningSlot>;
  /** The name of the spec; made from the text when absent. */
  specId?: string | undefined;
  /** That of the text when absent. */
  language?: Language | undefined;
  /** Estimated tokens of material in one prompt. */
  contextTokensMax: number;
  /** How often each document may be sent back. */
  repairsMax: number;
  /** Tasks of a spec that runs have finished; they are neither planned again nor is their number given away. */
  finishedOf?: ((specId: string) => readonly Pick<Task, 'id' | 'title'>[]) | undefined;
  /** Reads documents as anybody's spec is read. */
  readBack: (texts: SpecTexts, specId: string) => ReadPlan;
  /** What it masks is neither told to the agent nor written. */
  redactor: Redactor;
  overwrite?: boolean | undefined;
  isDryRun?: boolean | undefined;
  onProgress?: ProgressListener | undefined;
  signal?: AbortSignal | undefined;
}

export interface AgentPlan {
  spec_id: string;
  title: string;
  language: Language;
  files: SpecTexts;
  taskset: Taskset;
  /** What is strange in tasks.md and was not mended. */
  problems: ReadPlan['problems'];
  notes: string[];
  /** Documents that are written already, as paths below the main worktree. */
  written: string[];
  /** To be called when tasks.json stands. */
  finish: () => Promise<void>;
}

/** @throws UserError, one sentence and a way out, for whatever the agent or its documents are at fault; Cancelled. */
export async function planWithAgent(text: string, options: AgentPlanOptions): Promise<AgentPlan> {
  const { mainWorktree, agent, readBack, overwrite = false, isDryRun = false } = options;
  const job = normaliseJobText(text, { charactersMax: jobTextCharactersMax, place: 'the job' });
  const language = options.language ?? detectLanguage(job);
  const specId =
    options.specId === undefined ? nameSpec(job, recogniseFeatures(job).named) : checkSpecId(options.specId);
  const planning = await openPlanning({ mainWorktree, specId, job: `${language}\n${job}`, overwrite, isDryRun });
  const verify = verifyCommandsOf(await surveyRepository(mainWorktree));
  const finished = options.finishedOf?.(specId) ?? [];
  const ground: PromptGround = {
    ...{ job, language, specId, tokensMax: options.contextTokensMax, repository: [] },
    ...{ finished: finishedWork({ finished }), firstGroup: groupBehind(finished) },
  };
  await using desk = openDesk(options, { ground, planning });

  const requirements = await desk.take('requirements', (found) => judgeRequirements(readCriteria(found)));
  const known = readCriteria(requirements);
  const design = await desk.take('design', (found) => judgeDesign(found, known));
  const documents = { 'requirements.md': requirements, 'design.md': design };
  const read = (found: string): ReadPlan => readBack({ ...documents, 'tasks.md': found }, specId);
  const tasks = await desk.take('tasks', (found) => judgeTasks(read(found), { known, finished }));
  const { taskset, problems } = read(tasks);
  await planning.claim('tasks.md', tasks);
  return {
    ...{ spec_id: specId, title: known.title ?? titleOf(job, specId), language, problems },
    taskset: withVerify(taskset, verify),
    files: { ...documents, 'tasks.md': tasks },
    notes: notesOf({ language, agent, planning, verify, ...desk.took() }),
    written: planning.written(),
    finish: planning.finish,
  };
}

interface Took {
  turns: number;
  repairs: number;
  usage: Usage;
  transcript: string | undefined;
}

interface Desk extends AsyncDisposable {
  /** The document of a stage: the one that an earlier planning has left, else the agent's. */
  take: (stage: StageName, judge: (text: string) => Verdict) => Promise<string>;
  took: () => Took;
}

/** Where the agent sits. It is called only when a document is missing, and disposing throws away where it has worked. */
function openDesk(options: AgentPlanOptions, { ground, planning }: { ground: PromptGround; planning: Planning }): Desk {
  const { mainWorktree, agent, repairsMax, redactor, signal = new AbortController().signal } = options;
  const { specId } = ground;
  const tell = carefully(options.onProgress);
  const counts = { turns: 0, repairs: 0 };
  let stageNow: StageName = 'requirements';
  let slot: PlanningSlot | undefined;

  const open = async (): Promise<PlanningSlot> => {
    const onText = (line: string): void => tell({ kind: 'working', stage: stageNow, text: line });
    slot = await options.openSlot({ specId, language: ground.language, onText, signal });
    const folder = `.kiro/specs/${specId}`;
    await removeFolder(slot.path, folder);
    for (const [file, text] of Object.entries(planning.taken)) await putFile(slot.path, `${folder}/${file}`, text);
    return slot;
  };
  const write = async ({ stage, judge }: Pick<StageWork, 'stage' | 'judge'>): Promise<string> => {
    const isFirst = slot === undefined;
    const repository = isFirst ? repositorySections(await readRepository(mainWorktree, signal)) : [];
    const conversing: Conversing = {
      ...{ agent, slot: slot ?? (await open()), repairsMax, redact: redactor.redact, tell, signal },
      onTurn: () => (counts.turns += 1),
      onRepair: () => (counts.repairs += 1),
    };
    const text = await writeDocument({ stage, ground: { ...ground, repository }, judge }, conversing);
    // The next stage is to read what was judged.
    await putFile(conversing.slot.path, placeOf(specId, stage), text);
    return text;
  };

  return {
    async take(stage, judge) {
      stageNow = stage;
      const file = fileOfStage[stage];
      const standing = planning.taken[file];
      const text = standing ?? (await write({ stage, judge }));
      if (standing === undefined && stage !== 'tasks') await planning.keep(file, text);
      tell({ kind: standing === undefined ? 'finished' : 'taken_up', stage });
      return text;
    },
    took: () => ({ ...counts, usage: slot?.spent() ?? {}, transcript: slot?.transcript }),
    [Symbol.asyncDispose]: async () => slot?.[Symbol.asyncDispose](),
  };
}

interface Notes extends Took {
  language: Language;
  agent: string;
  planning: Planning;
  verify: readonly string[];
}

function notesOf({ language, agent, planning, verify, turns, repairs, usage, transcript }: Notes): string[] {
  const say = agentWords[language];
  const takenUp = Object.keys(planning.taken);
  const [tokensIn, tokensOut] = [usage.input_tokens, usage.output_tokens].map((count) =>
    count === undefined ? 'n/a' : String(count),
  );
  return [
    say.writtenByAgent(agent),
    say.took({ agent, turns, tokensIn: tokensIn ?? 'n/a', tokensOut: tokensOut ?? 'n/a', cost: costOf(usage) }),
    ...(repairs === 0 ? [] : [say.repaired(repairs)]),
    ...(takenUp.length === 0 ? [] : [modelWords[language].takenUp(takenUp.join(', '))]),
    ...(verify.length === 0 ? [phrases[language].testedByNothing] : []),
    ...(transcript === undefined ? [] : [say.transcript(transcript)]),
  ];
}

/** Agents count in money or in credits of their own, and some in nothing that they tell. */
function costOf({ cost_usd, credits }: Usage): string {
  const parts = [
    ...(cost_usd === undefined ? [] : [`$${cost_usd.toFixed(4)}`]),
    ...(credits === undefined ? [] : [`${String(Math.round(credits * 1000) / 1000)} credits`]),
  ];
  return parts.length === 0 ? 'n/a' : parts.join(', ');
}
