// What is wrong with a document that an agent has written, in sentences that it can mend it by. What makes a plan unusable has to be
// mended; what only looks strange goes back as well, but does not stand in the way in the end. An empty verdict means that the
// stage is finished.
import { findTasksetProblems } from '../../model/plan.ts';
import { foldId } from '../../model/ids.ts';
import type { Taskset } from '../../model/task.ts';
import type { KnownRequirements } from '../model/criteria.ts';
import { checkCount, checkFiles, checkReferences, criteriaMax, requirementsMax, tasksMax } from '../model/rules.ts';

export interface Verdict {
  /** With these the document cannot be used. */
  broken: readonly string[];
  strange: readonly string[];
}

/** A spec's documents as anybody's are read. */
export interface ReadPlan {
  taskset: Taskset;
  /** What was strange in tasks.md. */
  problems: readonly { line: number; message: string }[];
  /** Whether it says what depends on what. */
  hasGraph: boolean;
}

const problemsMax = 30;

export function judgeRequirements({ criteriaOf, textOf }: KnownRequirements): Verdict {
  const broken = checkCount('requirements', criteriaOf.size, requirementsMax);
  for (const [requirement, criteria] of criteriaOf) {
    broken.push(
      ...checkCount(`numbered acceptance criteria of requirement ${requirement}`, criteria.length, criteriaMax),
    );
    for (const reference of criteria) {
      const text = textOf.get(reference) ?? '';
      if (/\bSHALL\b/.test(text)) continue;
      broken.push(
        `Expected criterion ${reference} to be an EARS sentence with SHALL, got ${JSON.stringify(text.slice(0, 80))}.`,
      );
    }
  }
  return { broken: broken.slice(0, problemsMax), strange: [] };
}

const referencesPattern = /(?:Requirements?|要件)\s*[:：]?\s*(\d+(?:\.\d+)?(?:\s*[,、，]\s*\d+(?:\.\d+)?)*)/g;
const sectionsMin = 2;

export function judgeDesign(text: string, known: KnownRequirements): Verdict {
  const sections = text.match(/^##\s+\S/gm)?.length ?? 0;
  const references = [...text.matchAll(referencesPattern)].flatMap(([, list = '']) => list.split(/\s*[,、，]\s*/));
  const broken = [
    ...(sections >= sectionsMin ? [] : ['Expected the sections of the form, each under a heading of level 2.']),
    ...checkReferences('The design', [...new Set(references)], known),
  ];
  return { broken: broken.slice(0, problemsMax), strange: [] };
}

export function judgeTasks(
  { taskset, problems, hasGraph }: ReadPlan,
  { known, finished }: { known: KnownRequirements; finished: readonly { id: string; title: string }[] },
): Verdict {
  const work = taskset.tasks.filter(({ kind }) => kind === 'work');
  const taken = new Map(finished.map((task) => [foldId(task.id), task]));
  const broken = [
    ...checkCount('tasks', work.length, tasksMax),
    ...(hasGraph || work.length < 2
      ? []
      : ['Expected the section "Task Dependency Graph" with its JSON block at the end.']),
    ...taskset.tasks.flatMap((task) => {
      const old = taken.get(foldId(task.id));
      if (old === undefined || old.title === task.title) return [];
      return [`Task ${task.id} is finished as "${old.title}"; give new work a number of its own.`];
    }),
    ...work.flatMap((task) => checkTask(task, known)),
    ...findTasksetProblems(taskset).map(({ message }) => message),
  ];
  const strange = [
    ...findUncovered(work, known),
    ...problems.map(({ line, message }) => `Line ${String(line)}: ${message}`),
  ];
  return { broken: broken.slice(0, problemsMax), strange: strange.slice(0, problemsMax) };
}

const numberPattern = /^\d+(?:\.\d+)?$/;

function checkTask({ id, status, description, files, metadata }: Taskset['tasks'][number], known: KnownRequirements) {
  const name = `Task ${id}`;
  const { requirements = [] } = metadata;
  const problems = [
    ...checkReferences(
      name,
      requirements.filter((reference) => numberPattern.test(reference)),
      known,
    ),
    ...checkFiles(name, files),
  ];
  if (status !== 'pending') problems.push(`Expected the box of ${name} to be empty: \`- [ ]\`, without a star.`);
  if (description.trim() === '') problems.push(`Expected ${name} to say what is to be done, in bullets below it.`);
  return problems;
}

function findUncovered(work: Taskset['tasks'], { criteriaOf }: KnownRequirements): string[] {
  const references = work.flatMap(({ metadata }) => metadata.requirements ?? []);
  // A word in place of numbers, such as `All`, may mean any of them.
  if (references.some((reference) => !numberPattern.test(reference))) return [];
  const met = new Set(references.map((reference) => reference.split('.')[0] ?? ''));
  return [...criteriaOf.keys()]
    .filter((requirement) => !met.has(requirement))
    .map((requirement) => `Requirement ${requirement} is met by no task.`);
}
