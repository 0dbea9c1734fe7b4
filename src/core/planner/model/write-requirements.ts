// requirements.md from a model's answer, in Kiro's EARS form. Requirements and criteria are numbered here.
import { joinBlocks, quoteText } from '../documents.ts';
import type { Language } from '../feature.ts';
import { phrases } from '../phrases.ts';
import type { RequirementsAnswer } from './answers.ts';
import { oneLine, prose, titleLine } from './markdown.ts';

const quotedCharactersMax = 20_000;

export type RequirementsManuscript = { answer: RequirementsAnswer; title: string; job: string; language: Language };

export function writeRequirements({ answer, title, job, language }: RequirementsManuscript): string {
  const say = phrases[language];
  const glossary = answer.glossary.map(({ term, meaning }) => `- **${titleLine(term)}**: ${oneLine(meaning)}`);
  return joinBlocks([
    `# ${say.requirementsTitle(title)}`,
    `## ${say.introduction}`,
    prose(answer.introduction),
    say.job,
    quoteText(job, quotedCharactersMax),
    `## ${say.glossary}`,
    glossary.length === 0 ? `- ${say.glossaryOfSystem}` : glossary.join('\n'),
    `## ${say.requirements}`,
    ...answer.requirements.flatMap((requirement, index) => [
      `### ${say.requirement(index + 1, titleLine(requirement.title))}`,
      `**${say.userStory}** ${oneLine(requirement.user_story)}`,
      `#### ${say.acceptanceCriteria}`,
      requirement.criteria.map((criterion, at) => `${String(at + 1)}. ${oneLine(criterion)}`).join('\n'),
    ]),
  ]);
}
