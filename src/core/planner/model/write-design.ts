// design.md from a model's answer. A component's section names its files and requirements, so that tasks find it by them.
import { joinBlocks } from '../documents.ts';
import type { Language } from '../feature.ts';
import { phrases } from '../phrases.ts';
import type { DesignAnswer } from './answers.ts';
import { oneLine, prose, titleLine } from './markdown.ts';
import { modelWords } from './words.ts';

export type DesignManuscript = { answer: DesignAnswer; title: string; model: string; language: Language };

export function writeDesign({ answer, title, model, language }: DesignManuscript): string {
  const say = phrases[language];
  const questions = answer.open_questions.map((question) => `- ${oneLine(question)}`);
  return joinBlocks([
    `# ${say.designTitle(title)}`,
    ...section(say.overview, `${prose(answer.overview)}\n\n${modelWords[language].writtenByModel(model)}`),
    ...section(say.architecture, prose(answer.architecture)),
    `## ${say.components}`,
    ...answer.components.flatMap(({ name, purpose, files, requirements }) => [
      `### ${titleLine(name)}`,
      prose(purpose),
      ...(files.length === 0 ? [] : [`${say.filesMeta}: ${files.map((file) => `\`${file}\``).join(', ')}`]),
      ...(requirements.length === 0 ? [] : [`_${say.requirementsMeta}: ${requirements.join(', ')}_`]),
    ]),
    ...section(say.dataModels, prose(answer.data_models) || say.noRecords),
    ...section(say.errorHandling, prose(answer.error_handling)),
    ...section(say.testing, prose(answer.testing_strategy)),
    ...section(say.openQuestions, questions.join('\n')),
  ]);
}

/** Nothing when there is nothing to say. */
function section(heading: string, text: string): string[] {
  return text.trim() === '' ? [] : [`## ${heading}`, text];
}
