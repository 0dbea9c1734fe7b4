// The planner that needs no network, no account and no model: it recognises features by their words and puts their usual
// requirements and tasks together. Pure: the same text, settings and repository always give the same plan. It never claims to
// have understood the text, and says so in the documents and in its notes.
import { UserError } from '../base/errors.ts';
import { specIdSchema } from '../model/ids.ts';
import { tasksetSchema, type Taskset } from '../model/task.ts';
import { assembleOutline, type Chapter, type Outline, type PlannedTask } from './assemble.ts';
import { quoteText, requirementBlocks, writeDocuments, type Manuscript, type SpecTexts } from './documents.ts';
import type { Feature, Language } from './feature.ts';
import { jobTextCharactersMax, normaliseJobText } from './job.ts';
import { isBare, layoutOf, verifyCommandsOf, type RepositorySurvey } from './layout.ts';
import { detectLanguage, nameSpec, titleOf } from './name-spec.ts';
import { phrases } from './phrases.ts';
import { recogniseFeatures, type Recognised } from './recognise.ts';

export type OfflineOptions = {
  /** The name of the spec; made from the text when absent. */
  specId?: string | undefined;
  /** That of the text when absent. */
  language?: Language | undefined;
  /** A new, empty project when absent. */
  repository?: RepositorySurvey | undefined;
};

export type OfflinePlan = {
  spec_id: string;
  title: string;
  language: Language;
  files: SpecTexts;
  taskset: Taskset;
  /** What a reader should know about how the plan came to be. */
  notes: string[];
};

const contextJobCharactersMax = 2000;
const contextCharactersMax = 8000;

/** @throws UserError when the text is no text, or the name no name. */
export function planOffline(sentence: string, { specId, language, repository }: OfflineOptions = {}): OfflinePlan {
  const job = normaliseJobText(sentence, { charactersMax: jobTextCharactersMax, place: 'the job' });
  const recognised = recogniseFeatures(job);
  const spec_id = specId === undefined ? nameSpec(job, recognised.named) : checkSpecId(specId);
  const manuscript: Manuscript = {
    title: titleOf(job, spec_id),
    job,
    language: language ?? detectLanguage(job),
    outline: assembleOutline(recognised.all, { isBare: isBare(repository), layout: layoutOf(repository) }),
    verify: verifyCommandsOf(repository),
  };
  const files = writeDocuments(manuscript);
  return {
    spec_id,
    title: manuscript.title,
    language: manuscript.language,
    files,
    taskset: toTaskset(spec_id, manuscript, files['tasks.md']),
    notes: notesOf(manuscript, recognised, repository),
  };
}

export function checkSpecId(specId: string): string {
  const parsed = specIdSchema.safeParse(specId);
  if (parsed.success) return parsed.data;
  throw new UserError(`Expected ${parsed.error.issues[0]?.message ?? 'a spec name'}, got ${JSON.stringify(specId)}.`, {
    ja: { message: `仕様の名前として使えません: ${JSON.stringify(specId)}` },
  });
}

function toTaskset(spec_id: string, manuscript: Manuscript, tasksText: string): Taskset {
  const { title, language, outline, verify } = manuscript;
  const sourceOf = sourceFinder(spec_id, tasksText);
  const proof = verify.length === 0 ? {} : { verify: [...verify] };
  const tasks = outline.chapters.flatMap((chapter) =>
    chapter.tasks.map((planned) => ({
      id: planned.id,
      title: planned.task.title[language],
      description: describeTask(planned, manuscript),
      dependencies: planned.dependencies,
      required_skill: planned.task.skill,
      files: planned.files,
      ...proof,
      metadata: {
        acceptance: acceptanceOf(chapter, planned, language),
        requirements: planned.requirements,
        context: contextOf(chapter, manuscript),
        estimate_minutes: planned.task.minutes,
        ...sourceOf(planned.id),
      },
    })),
  );
  return tasksetSchema.parse({
    spec_id,
    title,
    tasks: [...tasks, { ...checkpointOf(outline, language, sourceOf), ...proof }],
  });
}

/** `2.1 WHEN …`: each criterion behind its number. */
function acceptanceOf({ number, feature }: Chapter, { task }: PlannedTask, language: Language): string[] {
  return task.meets.flatMap((criterion) => {
    const words = feature.criteria[criterion - 1];
    return words === undefined ? [] : [`${String(number)}.${String(criterion)} ${words[language]}`];
  });
}

function checkpointOf({ checkpoint }: Outline, language: Language, sourceOf: (id: string) => object): object {
  return {
    ...checkpoint,
    title: phrases[language].checkpoint,
    description: phrases[language].checkpointText,
    kind: 'checkpoint',
    metadata: sourceOf(checkpoint.id),
  };
}

/** Finds the line of a task's box in the text that was just written. */
function sourceFinder(spec_id: string, tasksText: string): (id: string) => object {
  const file = `.kiro/specs/${spec_id}/tasks.md`;
  const lines = new Map<string, number>();
  for (const [index, line] of tasksText.split('\n').entries()) {
    const id = /^ *- \[ \] (\d+(?:\.\d+)?)\.? /.exec(line)?.[1];
    if (id !== undefined && !lines.has(id)) lines.set(id, index + 1);
  }
  return (id) => {
    const line = lines.get(id);
    return line === undefined ? {} : { source: { file, line } };
  };
}

function describeTask({ task }: PlannedTask, { language, outline }: Manuscript): string {
  if (task.skill !== 'database') return task.work[language];
  const records = outline.chapters.flatMap(({ feature }) => feature.records);
  return records.length === 0
    ? task.work[language]
    : `${task.work[language]} ${phrases[language].recordsText(records.join(', '))}`;
}

/** The job and the requirement, ready to be put before an agent. */
function contextOf(chapter: Chapter, { job, language }: Manuscript): string {
  const say = phrases[language];
  const cut = job.length > contextJobCharactersMax ? [say.jobCut] : [];
  const blocks = [say.job, quoteText(job, contextJobCharactersMax), ...cut, ...requirementBlocks(chapter, language)];
  return blocks.join('\n\n').slice(0, contextCharactersMax).toWellFormed();
}

function notesOf(
  manuscript: Manuscript,
  { named, all }: Recognised,
  repository: RepositorySurvey | undefined,
): string[] {
  const { language, verify } = manuscript;
  const say = phrases[language];
  const list = (features: readonly Feature[]): string => features.map((feature) => feature.title[language]).join(', ');
  const needed = all.filter((feature) => !named.includes(feature));
  return [
    say.madeFromTemplates,
    named.length === 0 ? say.nothingRecognised : say.recognised(list(named)),
    ...(needed.length === 0 ? [] : [say.needed(list(needed))]),
    ...(named.length > 0 && isBare(repository) ? [say.newProject] : []),
    ...(verify.length === 0 ? [say.testedByNothing] : []),
  ];
}
