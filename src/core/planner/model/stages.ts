// The three stages: what each is told, by which rules its answer is judged, and the document that it becomes. A stage only gives
// text; writing it is the caller's.
import type { Task, Taskset } from '../../model/task.ts';
import { tasksetSchema } from '../../model/task.ts';
import type { SpecTexts } from '../documents.ts';
import type { Language } from '../feature.ts';
import { titleOf } from '../name-spec.ts';
import { designAnswerSchema, requirementsAnswerSchema, tasksAnswerSchema, type TasksAnswer } from './answers.ts';
import { askUntilSound, type Asking } from './ask.ts';
import type { Section } from './budget.ts';
import { readCriteria } from './criteria.ts';
import { oneLine, titleLine } from './markdown.ts';
import { describeMaterial, instructionsOf } from './prompts.ts';
import { findDesignProblems, findRequirementsProblems, findTasksProblems } from './rules.ts';
import { writeDesign } from './write-design.ts';
import { writeRequirements } from './write-requirements.ts';
import { arrangeTasks, writeTasks, type Arrangement } from './write-tasks.ts';

export interface StageGround {
  job: string;
  language: Language;
  specId: string;
  model: string;
  repository: readonly Section[];
  tokensMax: number;
  finished: readonly Pick<Task, 'id' | 'title'>[];
  /** Commands that prove a task. */
  verify: readonly string[];
  readBack: (texts: SpecTexts, specId: string) => Taskset;
}

export type DesignGround = StageGround & { title: string; requirements: string };
/** `tasks` is the document that an earlier planning has left. */
export type TasksGround = DesignGround & { design: string; tasks: string | undefined };

export async function askRequirements(ground: StageGround, asking: Asking): Promise<string> {
  const { job, language, specId, repository, tokensMax } = ground;
  const answer = await askUntilSound(
    {
      ...{ stage: 'requirements', schema: requirementsAnswerSchema, findProblems: findRequirementsProblems },
      instructions: instructionsOf('requirements', language),
      material: describeMaterial({ job, documents: finishedWork(ground), repository, tokensMax }),
    },
    asking,
  );
  const title = titleLine(answer.title) || titleOf(job, specId);
  return writeRequirements({ answer, title, job, language });
}

export async function askDesign(ground: DesignGround, asking: Asking): Promise<string> {
  const { job, language, repository, tokensMax, title, model, requirements } = ground;
  const known = readCriteria(requirements);
  const documents = [{ title: 'requirements', text: requirements }, ...finishedWork(ground)];
  const answer = await askUntilSound(
    {
      ...{ stage: 'design', schema: designAnswerSchema },
      instructions: instructionsOf('design', language),
      material: describeMaterial({ job, documents, repository, tokensMax }),
      findProblems: (found) => findDesignProblems(found, known),
    },
    asking,
  );
  return writeDesign({ answer, title, model, language });
}

export async function askTasks(ground: TasksGround, asking: Asking): Promise<{ text: string; taskset: Taskset }> {
  const { job, language, specId, repository, tokensMax, title, model, requirements, design, readBack, verify } = ground;
  const read = (text: string): Taskset =>
    readBack({ 'requirements.md': requirements, 'design.md': design, 'tasks.md': text }, specId);
  if (ground.tasks !== undefined) return { text: ground.tasks, taskset: withVerify(read(ground.tasks), verify) };
  const known = readCriteria(requirements);
  const arrange = (answer: TasksAnswer): Arrangement => arrangeTasks(answer, groupBehind(ground.finished));
  const write = (arrangement: Arrangement): string => writeTasks({ arrangement, title, model, language });
  const documents = [
    { title: 'requirements', text: requirements },
    { title: 'design', text: design },
    ...finishedWork(ground),
  ];
  const answer = await askUntilSound(
    {
      ...{ stage: 'tasks', schema: tasksAnswerSchema },
      instructions: instructionsOf('tasks', language),
      material: describeMaterial({ job, documents, repository, tokensMax }),
      findProblems: (found) => {
        const problems = findTasksProblems(found, known);
        if (problems.length > 0) return problems;
        const arrangement = arrange(found);
        return findMisreadings(arrangement, read(write(arrangement)));
      },
    },
    asking,
  );
  const arrangement = arrange(answer);
  const text = write(arrangement);
  return { text, taskset: withVerify(enrich(read(text), arrangement), verify) };
}

/** What is finished already, as material for who plans; nothing when there is nothing. */
export function finishedWork({ finished }: Pick<StageGround, 'finished'>): { title: string; text: string }[] {
  if (finished.length === 0) return [];
  const list = finished.map(({ id, title }) => `${id} ${oneLine(title)}`).join('\n');
  return [{ title: 'work_already_done', text: `These tasks are finished; do not plan them again.\n${list}` }];
}

/** The first number of a group that no finished task has. */
export function groupBehind(finished: readonly Pick<Task, 'id'>[]): number {
  return 1 + Math.max(0, ...finished.map(({ id }) => Number(/^\d{1,6}/.exec(id)?.[0] ?? 0)));
}

/** Words of the model may look like syntax. What a reader would find otherwise than it was meant goes back to the model. */
function findMisreadings({ chapters, checkpoint }: Arrangement, { tasks }: Taskset): string[] {
  const meant = [...chapters.flatMap((chapter) => chapter.tasks), checkpoint];
  const found = new Map(tasks.map((task) => [task.id, task]));
  const problems = meant
    .filter(
      ({ id, dependencies }) =>
        !isSameSet(found.get(id)?.dependencies, dependencies) || found.get(id)?.status !== 'pending',
    )
    .map(
      ({ id }) =>
        `The texts of task ${id} read like Markdown syntax or references to other tasks; use plain sentences.`,
    );
  return problems.length > 0 || tasks.length === meant.length
    ? problems
    : ['Use plain sentences without Markdown in titles and details.'];
}

function isSameSet(one: readonly string[] | undefined, other: readonly string[]): boolean {
  return one?.length === other.length && other.every((item) => one.includes(item));
}

/** Adds what tasks.md has no place for. */
function enrich(taskset: Taskset, { chapters }: Arrangement): Taskset {
  const arranged = new Map(chapters.flatMap(({ tasks }) => tasks).map((task) => [task.id, task]));
  const minutesMax = 10_000;
  const tasks = taskset.tasks.map((task) => {
    const known = arranged.get(task.id);
    if (known === undefined) return task;
    const { skill, estimateMinutes: minutes, files, title } = known;
    const estimate = minutes === null || !(minutes > 0) ? {} : { estimate_minutes: Math.min(minutes, minutesMax) };
    const metadata = { ...task.metadata, ...estimate };
    return { ...task, title, files, metadata, ...(skill === null ? {} : { required_skill: skill }) };
  });
  return tasksetSchema.parse({ ...taskset, tasks });
}

export function withVerify(taskset: Taskset, verify: readonly string[]): Taskset {
  if (verify.length === 0) return taskset;
  return { ...taskset, tasks: taskset.tasks.map((task) => ({ ...task, verify: [...verify] })) };
}
