// One stage: asks, checks shape and rules, and sends what is wrong back, at most so many times. Only the first message, the last
// answer and its problems are kept, so that repairs do not make the conversation grow.
import { z, type ZodError, type ZodType } from 'zod';
import { UserError } from '../../base/errors.ts';
import { plainText } from '../../base/text.ts';
import type { ProgressListener, StageName } from './progress.ts';
import { askToRepair } from './prompts.ts';
import type { UsageMeter } from './usage.ts';
import type { Turn, Wire } from './wire.ts';

export interface StageQuestion<Answer> {
  stage: StageName;
  schema: ZodType<Answer>;
  instructions: string;
  material: string;
  /** The rules beyond the shape. */
  findProblems: (answer: Answer) => string[];
}

export interface Asking {
  wire: Wire;
  repairsMax: number;
  meter: UsageMeter;
  /** Counts repairs over all stages. */
  onRepair: () => void;
  tell: ProgressListener;
  signal: AbortSignal;
}

const problemsShownMax = 5;

/** @throws UserError with the rules that are still broken after the last repair. */
export async function askUntilSound<Answer>(question: StageQuestion<Answer>, asking: Asking): Promise<Answer> {
  const { stage, schema, instructions, material } = question;
  const { wire, repairsMax, meter, onRepair, tell, signal } = asking;
  const first: Turn = { role: 'user', text: material };
  let turns: Turn[] = [first];
  tell({ kind: 'asked', stage });
  for (let round = 1; ; round += 1) {
    const onText = (characters: number) => tell({ kind: 'writing', stage, characters });
    const { text, usage } = await wire({ name: `${stage}_answer`, schema, instructions, turns, onText, signal });
    meter.add(usage);
    const judged = judge(text, question);
    if (judged.kind === 'sound') return judged.answer;
    if (round > repairsMax) throw unsound(stage, judged.problems, repairsMax);
    onRepair();
    tell({ kind: 'repairing', stage, round, problems: judged.problems });
    turns = [
      first,
      { role: 'assistant', text: text === '' ? '(nothing)' : text },
      { role: 'user', text: askToRepair(judged.problems) },
    ];
  }
}

type Judged<Answer> = { kind: 'sound'; answer: Answer } | { kind: 'unsound'; problems: string[] };

function judge<Answer>(text: string, { schema, findProblems }: StageQuestion<Answer>): Judged<Answer> {
  const read = readJson(text);
  if (read === undefined) return { kind: 'unsound', problems: ['Expected one JSON object, got something else.'] };
  const parsed = schema.safeParse(read.value);
  if (!parsed.success) return { kind: 'unsound', problems: describeShape(parsed.error) };
  const problems = findProblems(parsed.data);
  return problems.length === 0 ? { kind: 'sound', answer: parsed.data } : { kind: 'unsound', problems };
}

/** Servers without structured output like to put the object into a fence. */
function readJson(text: string): { value: unknown } | undefined {
  const bare = /^\s*```(?:json)?\s*\n([^]*?)\n\s*```\s*$/.exec(text)?.[1] ?? text;
  try {
    return { value: JSON.parse(bare) };
  } catch {
    return undefined;
  }
}

function describeShape(error: ZodError): string[] {
  const issuesMax = 20;
  return error.issues
    .slice(0, issuesMax)
    .map((issue) => `${z.core.toDotPath(issue.path) || 'The object'}: ${issue.message}.`);
}

function unsound(stage: StageName, problems: readonly string[], repairsMax: number): UserError {
  const shown = problems.slice(0, problemsShownMax).map((problem) => `\n- ${plainText(problem, { charsMax: 300 })}`);
  const more = problems.length > problemsShownMax ? `\n- and ${String(problems.length - problemsShownMax)} more` : '';
  return new UserError(
    `The ${stage} of the model cannot be used, also after ${String(repairsMax)} repairs:${shown.join('')}${more}`,
    {
      hint: 'Run the command again (finished stages are taken up), set `planner.model` to a stronger one, or use --planner offline.',
    },
  );
}
