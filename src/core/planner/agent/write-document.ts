// One stage: asks the agent for a document, reads what it has left in the slot, and sends what is wrong with it back into the same
// conversation, at most so many times. The prompt of the stage also lies in the slot as a file, for agents that remember nothing.
import { UserError } from '../../base/errors.ts';
import { plainText } from '../../base/text.ts';
import type { Failure, FailureKind } from '../../model/failure.ts';
import type { ProgressListener, StageName } from '../model/progress.ts';
import type { PlanningSlot, TurnEnd } from './ports.ts';
import { askToMend, placeOf, promptOf, type PromptGround } from './prompts.ts';
import type { Verdict } from './rules.ts';
import { putFile, readDocument } from './slot-files.ts';

export interface StageWork {
  stage: StageName;
  ground: PromptGround;
  judge: (text: string) => Verdict;
}

export interface Conversing {
  agent: string;
  slot: PlanningSlot;
  repairsMax: number;
  /** Nothing secret goes into a document. */
  redact: (text: string) => string;
  onTurn: () => void;
  onRepair: () => void;
  tell: ProgressListener;
  signal: AbortSignal;
}

const promptPlace = '.kiro/current-task.md';
const problemsShownMax = 5;
const deniedShownMax = 10;

/** @throws UserError when the agent fails, or when rules are still broken after the last repair; Cancelled. */
export async function writeDocument({ stage, ground, judge }: StageWork, conversing: Conversing): Promise<string> {
  const { slot, repairsMax, redact, onTurn, onRepair, tell, signal } = conversing;
  const prompt = redact(promptOf(stage, ground));
  await putFile(slot.path, promptPlace, prompt);
  tell({ kind: 'asked', stage });
  let words = prompt;
  for (let round = 1; ; round += 1) {
    onTurn();
    const end = await slot.converse(words, signal);
    if (end.kind === 'failed') throw failedOf(end.failure, conversing);
    const { text, broken, strange } = await examine({ stage, ground, judge }, conversing);
    // What is only strange is worth a repair, but no failure.
    const isLast = round > repairsMax;
    if (text !== undefined && broken.length === 0 && (strange.length === 0 || isLast)) return text;
    // What was refused explains a document that is not there; one that is there was written in spite of it.
    const denied = text === undefined ? deniedOf(end) : [];
    if (isLast) throw unsound(stage, { broken, denied }, conversing);
    onRepair();
    const problems = [...broken, ...strange];
    tell({ kind: 'repairing', stage, round, problems });
    words = redact(askToMend(stage, ground, { problems, denied }));
  }
}

async function examine(
  { stage, ground, judge }: StageWork,
  { slot, redact }: Conversing,
): Promise<Verdict & { text?: string }> {
  const read = await readDocument(slot.path, placeOf(ground.specId, stage));
  if (read.kind === 'problem') return { broken: [read.problem], strange: [] };
  const text = redact(read.text);
  return { text, ...judge(text) };
}

function deniedOf({ denied }: Extract<TurnEnd, { kind: 'ended' }>): string[] {
  return denied.slice(0, deniedShownMax).map((what) => plainText(what, { charsMax: 300 }));
}

const goOn = 'Run the command again: finished stages are taken up.';
const withoutAgent = 'plan without an agent: --planner offline';

/** What may help by kind; the failure's own words often name the way out already. */
const hints: Partial<Record<FailureKind, string>> = {
  permission_denied: `\`necrocode doctor\` tells which agents can be used here. Choose another with --agent, or ${withoutAgent}.`,
  quota: `Run the command again when the quota opens: finished stages are taken up. Or ${withoutAgent}.`,
  policy_violation: `Raise \`limits\` in the settings and run the command again, or ${withoutAgent}.`,
};

function failedOf({ kind, message }: Failure, { redact, slot }: Conversing): UserError {
  const hint = hints[kind] ?? `${goOn} Or ${withoutAgent}.`;
  const said = plainText(redact(message), { charsMax: 1000 });
  return new UserError(/[.!?。]$/.test(said) ? said : `${said}.`, { hint: `${hint}${whereTranscript(slot)}` });
}

function unsound(
  stage: StageName,
  { broken, denied }: { broken: readonly string[]; denied: readonly string[] },
  { agent, repairsMax, redact, slot }: Conversing,
): UserError {
  const all = [...broken, ...denied.slice(0, 1).map((what) => `The agent was refused: ${what}`)];
  const shown = all.slice(0, problemsShownMax).map((problem) => `\n- ${plainText(redact(problem), { charsMax: 300 })}`);
  const more = all.length > problemsShownMax ? `\n- and ${String(all.length - problemsShownMax)} more` : '';
  const repairs = repairsMax === 1 ? '1 repair' : `${String(repairsMax)} repairs`;
  return new UserError(
    `The ${stage} of the agent "${agent}" cannot be used, also after ${repairs}:${shown.join('')}${more}`,
    { hint: `${goOn} Choose another with --agent, or ${withoutAgent}.${whereTranscript(slot)}` },
  );
}

function whereTranscript({ transcript }: PlanningSlot): string {
  return transcript === undefined ? '' : ` What it said stands in ${transcript}.`;
}
