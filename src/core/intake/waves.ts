// Reads the Task Dependency Graph: the first fence that holds a JSON object with `waves`. Six shapes of a wave occur in real
// files; all end as `Wave`. A graph that cannot be read is reported and ignored: document order then does its work.
import * as z from 'zod';
import type { Fence } from './lines.ts';
import type { ParsedTask, Problem, Wave } from './parsed.ts';

const idSchema = z.union([z.string(), z.number()]).transform((id) => normaliseId(String(id)));
const idsSchema = z.array(idSchema);
const dependsSchema = z.union([idsSchema, z.record(z.string(), idsSchema)]).nullish();
const waveSchema = z.union([
  idsSchema.transform((tasks) => ({ tasks, dependsOn: undefined, depends_on: undefined })),
  z.looseObject({ tasks: idsSchema, dependsOn: dependsSchema, depends_on: dependsSchema }),
]);
const graphSchema = z.looseObject({ waves: z.array(waveSchema) });

/** `Task 1.2.` and `1.2` name the same task. */
export function normaliseId(text: string): string {
  return text
    .trim()
    .replace(/^(?:task|タスク)\s+(?=\d)/i, '')
    .replace(/[.*:]+$/, '')
    .toLowerCase();
}

export type ReadWaves = { waves: Wave[] | undefined; line: number; problems: Problem[] };

export function readWaves(fences: readonly Fence[]): ReadWaves {
  const problems: Problem[] = [];
  for (const fence of fences) {
    if (!fence.text.includes('"waves"')) continue;
    const graph = graphSchema.safeParse(parseJson(fence.text));
    if (graph.success) return { waves: graph.data.waves.map(asWave), line: fence.line, problems };
    problems.push({
      line: fence.line,
      message: `The task graph cannot be read and is ignored: ${explain(graph.error)}`,
    });
  }
  return { waves: undefined, line: 1, problems };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function explain(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined || issue.path.length === 0
    ? 'it is no JSON object with `waves`.'
    : `${issue.path.join('.')}: ${issue.message}.`;
}

function asWave({ tasks, dependsOn, depends_on }: z.infer<typeof waveSchema>): Wave {
  const stated = dependsOn ?? depends_on ?? undefined;
  if (stated === undefined || Array.isArray(stated)) return { tasks, dependsOn: stated, dependsOnOf: new Map() };
  const byTask = Object.entries(stated).map(([id, ids]) => [normaliseId(id), ids] as const);
  return { tasks, dependsOn: undefined, dependsOnOf: new Map(byTask) };
}

/** Keys of the parents that some wave lists beside at least one of their own descendants: these run first, as tasks of their own. */
export function parentsWithOwnTurn(tasks: readonly ParsedTask[], waves: readonly Wave[]): Set<string> {
  const listed = new Set(waves.flatMap((wave) => wave.tasks));
  const byKey = new Map(tasks.map((task) => [task.key, task]));
  const isListed = (task: ParsedTask) => task.displayId !== undefined && listed.has(normaliseId(task.displayId));
  const parents = new Set<string>();
  for (const task of tasks) {
    if (!isListed(task)) continue;
    for (let key = task.parentKey; key !== undefined; key = byKey.get(key)?.parentKey) {
      const parent = byKey.get(key);
      if (parent !== undefined && isListed(parent)) parents.add(key);
    }
  }
  return parents;
}
