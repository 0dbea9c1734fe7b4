// The prompts of a planning by an agent. Each stage's prompt says everything by itself, because some agents remember nothing from
// turn to turn; what others have written stands in it between tags, marked as material.
import { joinBlocks } from '../documents.ts';
import type { Language } from '../feature.ts';
import type { Section } from '../model/budget.ts';
import { fileOfStage, stageNames, type StageName } from '../model/progress.ts';
import { describeMaterial } from '../model/prompts.ts';
import { formOf } from './forms.ts';
import { agentWords } from './words.ts';

export interface PromptGround {
  job: string;
  language: Language;
  specId: string;
  /** Nothing once the conversation has heard of it. */
  repository: readonly Section[];
  finished: readonly { title: string; text: string }[];
  /** Number of the first group of tasks. */
  firstGroup: number;
  tokensMax: number;
}

/** Where a document stands, in the main worktree as in every slot. */
export function placeOf(specId: string, stage: StageName): string {
  return `.kiro/specs/${specId}/${fileOfStage[stage]}`;
}

export function promptOf(stage: StageName, ground: PromptGround): string {
  const { job, language, specId, repository, finished, firstGroup, tokensMax } = ground;
  const say = agentWords[language];
  const earlier = stageNames.slice(0, stageNames.indexOf(stage)).map((name) => `\`${placeOf(specId, name)}\``);
  const rules = [...say.ruleTexts[stage], ...(stage === 'tasks' && firstGroup > 1 ? [say.firstGroup(firstGroup)] : [])];
  return joinBlocks([
    `${say.duty[stage]} ${say.write(placeOf(specId, stage))}`,
    say.place,
    ...(earlier.length === 0 ? [] : [say.readFirst(earlier.join(', '))]),
    `## ${say.rules}`,
    bullets([...rules, say.language]),
    say.form,
    fence(formOf[stage]({ language, firstGroup })),
    say.material,
    describeMaterial({ job, documents: finished, repository, tokensMax }),
  ]);
}

/** What the rules have found goes back to the same conversation. */
export function askToMend(
  stage: StageName,
  { language, specId }: Pick<PromptGround, 'language' | 'specId'>,
  { problems, denied }: { problems: readonly string[]; denied: readonly string[] },
): string {
  const say = agentWords[language];
  return joinBlocks([
    say.mend(placeOf(specId, stage)),
    bullets(problems),
    ...(denied.length === 0 ? [] : [say.refused, bullets(denied)]),
    say.mendRules,
  ]);
}

function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** Longer than any fence inside. */
function fence(text: string): string {
  return `\`\`\`\`markdown\n${text}\`\`\`\``;
}
