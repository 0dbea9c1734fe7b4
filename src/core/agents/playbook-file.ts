// A playbook as written: YAML with the ordered steps of a skill. Everything that is wrong with it is told at once, each with the
// line it stands on. It is read from the main worktree, never from a slot, where an agent could rewrite it.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as z from 'zod';
import { problemOfCommandLine } from '../base/command-line.ts';
import { codeOf, UserError } from '../base/errors.ts';
import { expectationOf } from '../base/expectation.ts';
import { parseYamlFile } from '../base/yaml-file.ts';

const whenSchema = z.enum(['first', 'fix', 'conflict', 'always']);
const commandSchema = z
  .string()
  .max(2000)
  .superRefine((line, context) => {
    const message = problemOfCommandLine(line);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
const commandsSchema = z.union([z.literal(true), z.array(commandSchema).min(1).max(20)]);
const envSchema = z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string()).optional();

/** In which turns a step is taken, unless it says so itself, stands behind each kind. */
const stepSchemas = {
  /** always; the name, when there is one, must be that of the attempt's agent */
  agent: z.strictObject({ agent: z.union([z.literal(true), z.string().min(1)]), when: whenSchema.default('always') }),
  /** first */
  run: z.strictObject({ run: commandSchema, when: whenSchema.default('first'), env: envSchema }),
  /** first */
  copy: z.strictObject({
    copy: z.strictObject({ from: z.string().min(1), to: z.string().min(1) }),
    when: whenSchema.default('first'),
  }),
  /** always; `true` means the task's own commands */
  verify: z.strictObject({ verify: commandsSchema, when: whenSchema.default('always') }),
  /** always; `true` means the project's own formatters */
  format: z.strictObject({ format: commandsSchema, when: whenSchema.default('always') }),
} as const;

type StepKind = keyof typeof stepSchemas;
const stepKinds = Object.keys(stepSchemas) as readonly StepKind[];

const playbookSchema = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  skill: z.string().max(64).optional(),
  steps: z.array(z.record(z.string(), z.unknown())).min(1).max(100),
});

/** The same as one schema, from which editors learn the format. */
export const playbookFileSchema = playbookSchema.extend({
  steps: z
    .array(z.union(Object.values(stepSchemas)))
    .min(1)
    .max(100),
});

export type PlaybookStep = { [K in StepKind]: { kind: K } & z.infer<(typeof stepSchemas)[K]> }[StepKind];
export type StepWhen = z.infer<typeof whenSchema>;

export interface Playbook {
  name: string;
  skill?: string;
  steps: PlaybookStep[];
}

/** @throws UserError that lists every problem with its place. */
export async function readPlaybook(path: string): Promise<Playbook> {
  try {
    return parsePlaybook(await readFile(path, 'utf8'), path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new UserError(`The playbook ${path} does not exist.`, { cause: error });
  }
}

export function parsePlaybook(text: string, shownAs: string): Playbook {
  const file = parseYamlFile(text, shownAs);
  const parsed = playbookSchema.safeParse(file.values);
  const problems = parsed.success ? [] : describeIssues(parsed.error, { file, at: [] });
  const steps = (parsed.success ? parsed.data.steps : []).map((step, index) => {
    const read = readStep(step);
    if (read.kind === 'step') return read.step;
    const place = file.placeOf(['steps', index]);
    problems.push(
      ...(typeof read.problem === 'string'
        ? [`${read.problem} (${place})`]
        : describeIssues(read.problem, { file, at: ['steps', index] })),
    );
    return undefined;
  });
  if (!parsed.success || problems.length > 0) throw new UserError(problems.join('\n'), { hint: 'Mend the playbook.' });
  const { name = basename(shownAs).replace(/\.ya?ml$/, ''), skill } = parsed.data;
  return { name, ...(skill === undefined ? {} : { skill }), steps: steps.filter((step) => step !== undefined) };
}

type StepRead = { kind: 'step'; step: PlaybookStep } | { kind: 'problem'; problem: string | z.ZodError };

function readStep(step: Record<string, unknown>): StepRead {
  const kinds = stepKinds.filter((kind) => kind in step);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    const problem = `Expected a step to have one of ${stepKinds.map((name) => `\`${name}\``).join(', ')}, got ${JSON.stringify(step)}`;
    return { kind: 'problem', problem };
  }
  const parsed = stepSchemas[kind].safeParse(step);
  // The schema was picked by the kind, so that what it gives is the step of that kind.
  return parsed.success
    ? { kind: 'step', step: { kind, ...parsed.data } as PlaybookStep }
    : { kind: 'problem', problem: parsed.error };
}

function describeIssues(
  error: z.ZodError,
  { file, at }: { file: ReturnType<typeof parseYamlFile>; at: readonly PropertyKey[] },
): string[] {
  return error.issues.map((issue) => {
    const full = [...at, ...issue.path];
    const said = issue.code === 'custom' ? issue.message : `expected ${expectationOf(issue)}`;
    return `\`${full.map(String).join('.')}\`: ${said} (${file.placeOf(full)})`;
  });
}
