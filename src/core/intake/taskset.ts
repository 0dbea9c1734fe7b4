// From the common model to a Taskset: what can be carried out becomes a task; parents live on in the context of their
// children. The result is acyclic, knows every dependency that it names, and stays inside the bounds of the model.
import { UserError } from '../base/errors.ts';
import { dependenciesMax, tasksMax } from '../model/graph.ts';
import type { Task, Taskset } from '../model/task.ts';
import { tasksetSchema } from '../model/task.ts';
import { connectTasks } from './connect.ts';
import type { Extracts, SpecTexts } from './extracts.ts';
import { extractorOf } from './extracts.ts';
import { expectsFailure } from './bugfix.ts';
import type { ParsedTask, ParsedTaskFile, Problem } from './parsed.ts';

export type TasksetOptions = SpecTexts & {
  specId: string;
  /** Path of the task file, for each task's source. */
  file?: string | undefined;
  /** Whether optional tasks are to run too. */
  includeOptional: boolean;
};

export type ImportedTaskset = { taskset: Taskset; problems: Problem[] };

const titleCharactersMax = 500;
const descriptionCharactersMax = 20_000;
const contextCharactersMax = 8_000;
const parentCharactersMax = 1_500;

/** Throws a UserError when there are more tasks than a plan may have. */
export function toTaskset(parsed: ParsedTaskFile, options: TasksetOptions): ImportedTaskset {
  const { specId, file, includeOptional } = options;
  const units = parsed.tasks.filter((task) => task.isUnit);
  if (units.length > tasksMax) {
    throw new UserError(`${file ?? specId} holds ${units.length} tasks; a plan has at most ${tasksMax}.`, {
      hint: 'Split the file.',
    });
  }
  const status = (task: ParsedTask) => statusOf(task, includeOptional);
  const isPassedOver = (task: ParsedTask) => status(task) === 'skipped' || status(task) === 'cancelled';
  const { dependsOn, problems } = connectTasks(parsed, { isPassedOver });
  const extractFor = extractorOf(options);
  const byKey = new Map(parsed.tasks.map((task) => [task.key, task]));
  const tasks = units.map((task) => ({
    id: task.key,
    title: cut(task.title, titleCharactersMax),
    description: cut(task.body, descriptionCharactersMax),
    status: status(task),
    kind: task.isCheckpoint ? 'checkpoint' : 'work',
    dependencies: [...(dependsOn.get(task.key) ?? [])].slice(0, dependenciesMax),
    files: task.files,
    metadata: metadataOf(task, { extracts: extractFor(task), parents: parentsOf(task, byKey), file }),
  }));
  return {
    taskset: tasksetSchema.parse({ spec_id: specId, title: cut(parsed.title, titleCharactersMax) || specId, tasks }),
    problems: [...problems, ...units.flatMap((task) => tooManyDependencies(task, dependsOn.get(task.key)?.size ?? 0))],
  };
}

function tooManyDependencies({ key, source }: ParsedTask, count: number): Problem[] {
  if (count <= dependenciesMax) return [];
  const message = `Task ${key} waits for ${count} tasks; all but the first ${dependenciesMax} are left out.`;
  return [{ line: source.line, message }];
}

function statusOf(task: ParsedTask, includeOptional: boolean): Task['status'] {
  if (task.isCancelled) return 'cancelled';
  if (task.state === 'done') return 'done';
  if (task.isOptional && !includeOptional) return 'skipped';
  return task.state === 'running' ? 'in_progress' : 'pending';
}

/** From the top down. */
function parentsOf(task: ParsedTask, byKey: ReadonlyMap<string, ParsedTask>): ParsedTask[] {
  const parents: ParsedTask[] = [];
  for (let key = task.parentKey; key !== undefined; key = byKey.get(key)?.parentKey) {
    const parent = byKey.get(key);
    if (parent !== undefined) parents.unshift(parent);
  }
  return parents;
}

type Surroundings = { extracts: Extracts; parents: readonly ParsedTask[]; file: string | undefined };

function metadataOf(task: ParsedTask, { extracts, parents, file }: Surroundings): Record<string, unknown> {
  const acceptance = [...task.acceptance, ...extracts.criteria].map((text) => cut(text, 2000)).slice(0, 100);
  const context = contextOf(parents, extracts);
  const known: Record<string, unknown> = {
    acceptance: someOf(acceptance),
    requirements: someOf(task.requirementRefs),
    boundary: someOf(task.boundary),
    context: context === '' ? undefined : context,
    source: file === undefined ? undefined : { file, line: task.source.line },
    optional: task.isOptional ? true : undefined,
    expect_failure: expectsFailure(task) ? true : undefined,
    display_id: task.displayId === task.key ? undefined : task.displayId,
    story: task.story,
    phase: task.phase,
    parents: someOf(parents.map((parent) => cut(`${parent.displayId ?? parent.key} ${parent.title}`, 200))),
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}

function someOf<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length === 0 ? undefined : items;
}

function contextOf(parents: readonly ParsedTask[], { requirements, design }: Extracts): string {
  const blocks = [
    ...parents.map(
      (parent) =>
        `## Part of ${parent.displayId ?? parent.key}: ${parent.title}\n\n${cut(parent.body, parentCharactersMax)}`,
    ),
    ...(requirements === '' ? [] : [`## Requirements\n\n${requirements}`]),
    ...(design === '' ? [] : [`## Design\n\n${design}`]),
  ];
  return cut(blocks.map((block) => block.trim()).join('\n\n'), contextCharactersMax);
}

function cut(text: string, charactersMax: number): string {
  return text.length <= charactersMax ? text : `${text.slice(0, charactersMax - 1)}…`;
}
