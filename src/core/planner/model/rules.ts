// What is wrong with an answer, in sentences that the model itself can mend it by. Shapes are checked before; here it is about
// numbers, references and the graph. An empty list means that the stage is finished.
import { findGraphProblems } from '../../model/graph.ts';
import { taskIdSchema } from '../../model/ids.ts';
import type { DesignAnswer, RequirementsAnswer, TaskAnswer, TasksAnswer } from './answers.ts';
import { knownReferences, type KnownRequirements } from './criteria.ts';
import { oneLine, titleLine } from './markdown.ts';

export const requirementsMax = 60;
export const criteriaMax = 30;
export const tasksMax = 200;
const problemsMax = 30;

export function findRequirementsProblems({ requirements }: RequirementsAnswer): string[] {
  const problems = checkCount('requirements', requirements.length, requirementsMax);
  for (const [index, { title, criteria }] of requirements.entries()) {
    const name = `requirement ${String(index + 1)}`;
    if (titleLine(title) === '') problems.push(`Expected ${name} to have a title.`);
    problems.push(...checkCount(`acceptance criteria of ${name}`, criteria.length, criteriaMax));
    for (const [at, criterion] of criteria.entries()) {
      if (/\bSHALL\b/.test(oneLine(criterion))) continue;
      problems.push(
        `Expected criterion ${String(index + 1)}.${String(at + 1)} to be an EARS sentence with SHALL, got "${oneLine(criterion).slice(0, 80)}".`,
      );
    }
  }
  return problems.slice(0, problemsMax);
}

export function findDesignProblems({ components }: DesignAnswer, known: KnownRequirements): string[] {
  const problems = components.length === 0 ? ['Expected at least one component, got none.'] : [];
  for (const { name, requirements, files } of components) {
    problems.push(...checkReferences(`Component "${titleLine(name)}"`, requirements, known));
    problems.push(...checkFiles(`Component "${titleLine(name)}"`, files));
  }
  return problems.slice(0, problemsMax);
}

export function findTasksProblems({ groups }: TasksAnswer, known: KnownRequirements): string[] {
  const tasks = groups.flatMap((group) => group.tasks);
  return [
    ...checkCount('tasks', tasks.length, tasksMax),
    ...groups
      .filter(({ tasks: own }) => own.length === 0)
      .map(({ title }) => `Group "${titleLine(title)}" has no task.`),
    ...tasks.flatMap((task) => checkTask(task, known)),
    ...findGraphProblems(tasks).map(({ message }) => message),
    ...findUncovered(tasks, known),
  ].slice(0, problemsMax);
}

function checkTask({ id, title, details, requirements, files }: TaskAnswer, known: KnownRequirements): string[] {
  const name = `Task ${id}`;
  const problems = [...checkReferences(name, requirements, known), ...checkFiles(name, files)];
  if (!taskIdSchema.safeParse(id).success) problems.push(`Expected task ids such as 2.1, got ${JSON.stringify(id)}.`);
  if (titleLine(title) === '') problems.push(`Expected ${name} to have a title.`);
  if (/^(?:final\s+)?checkpoint|^(?:最終)?チェックポイント/i.test(titleLine(title))) {
    problems.push(`${name} is a checkpoint; leave checkpoints out, they are added.`);
  }
  if (details.every((detail) => oneLine(detail) === '')) problems.push(`Expected ${name} to say what is to be done.`);
  return problems;
}

function findUncovered(tasks: readonly TaskAnswer[], { criteriaOf }: KnownRequirements): string[] {
  const met = new Set(tasks.flatMap(({ requirements }) => requirements.map((reference) => reference.split('.')[0])));
  return [...criteriaOf.keys()]
    .filter((requirement) => !met.has(requirement))
    .map((requirement) => `Requirement ${requirement} is met by no task.`);
}

export function checkReferences(name: string, references: readonly string[], known: KnownRequirements): string[] {
  const valid = knownReferences(known);
  return references
    .filter((reference) => !valid.has(reference))
    .map(
      (reference) => `${name} refers to requirement "${reference.slice(0, 40)}", which requirements.md does not have.`,
    );
}

export function checkFiles(name: string, files: readonly string[]): string[] {
  return files
    .filter(
      (file) =>
        file.trim() === '' || /^[/~]|^[A-Za-z]:|(?:^|\/)\.\.(?:\/|$)|[\s,`\\\p{Cc}]/u.test(file) || file.length > 300,
    )
    .map(
      (file) =>
        `${name} names ${JSON.stringify(file.slice(0, 80))}; expected a path or glob below the repository, without blanks.`,
    );
}

export function checkCount(what: string, count: number, max: number): string[] {
  if (count >= 1 && count <= max) return [];
  return [`Expected 1 to ${String(max)} ${what}, got ${String(count)}.`];
}
