// The form of each document, as an agent is shown it. The forms use the words that NecroCode itself writes and reads; a form that is
// filled in passes the rules, which a test sees to.
import { describeGraph, joinBlocks } from '../documents.ts';
import type { Language } from '../feature.ts';
import { phrases } from '../phrases.ts';
import type { StageName } from '../model/progress.ts';

/** What stands in for words of the agent's own. */
interface Blanks {
  title: string;
  prose: string;
  term: string;
  story: string;
  criteria: readonly [string, string];
  component: string;
  group: string;
  task: string;
  work: string;
}

const blanks: Record<Language, Blanks> = {
  en: {
    title: '<title, at most eight words>',
    prose: '<prose>',
    term: '- **<term>**: <meaning>',
    story: 'As a <role>, I want <goal>, so that <benefit>.',
    criteria: ['WHEN <event> THE <system> SHALL <response>', 'IF <condition> THEN THE <system> SHALL <response>'],
    component: '<name of the component>',
    group: '<title of the group>',
    task: '<imperative title, at most ten words>',
    work: '<what is to be done, and how it is tested>',
  },
  ja: {
    title: '<題名>',
    prose: '<本文>',
    term: '- **<用語>**: <意味>',
    story: '<役割>として、<目的>したい。それにより、<利点>。',
    criteria: ['WHEN <出来事> THE <システム> SHALL <応答>', 'IF <条件> THEN THE <システム> SHALL <応答>'],
    component: '<コンポーネント名>',
    group: '<グループの題名>',
    task: '<タスクの題名>',
    work: '<行うことと、そのテスト方法>',
  },
};

export interface FormOptions {
  language: Language;
  /** Number of the first group of tasks. */
  firstGroup: number;
}

export const formOf: Record<StageName, (options: FormOptions) => string> = {
  requirements: requirementsForm,
  design: designForm,
  tasks: tasksForm,
};

function requirementsForm({ language }: FormOptions): string {
  const [say, blank] = [phrases[language], blanks[language]];
  const [first, second] = blank.criteria;
  return joinBlocks([
    `# ${say.requirementsTitle(blank.title)}`,
    `## ${say.introduction}`,
    blank.prose,
    `## ${say.glossary}`,
    blank.term,
    `## ${say.requirements}`,
    `### ${say.requirement(1, blank.title)}`,
    `**${say.userStory}** ${blank.story}`,
    `#### ${say.acceptanceCriteria}`,
    `1. ${first}\n2. ${second}`,
  ]);
}

function designForm({ language }: FormOptions): string {
  const [say, blank] = [phrases[language], blanks[language]];
  const section = (heading: string): string[] => [`## ${heading}`, blank.prose];
  return joinBlocks([
    `# ${say.designTitle(blank.title)}`,
    ...section(say.overview),
    ...section(say.architecture),
    `## ${say.components}`,
    `### ${blank.component}`,
    blank.prose,
    `${say.filesMeta}: \`src/one.ts\`, \`src/two/**\``,
    `_${say.requirementsMeta}: 1.1, 1.2_`,
    ...section(say.dataModels),
    ...section(say.errorHandling),
    ...section(say.testing),
    ...section(say.openQuestions),
  ]);
}

function tasksForm({ language, firstGroup }: FormOptions): string {
  const [say, blank] = [phrases[language], blanks[language]];
  const idOf = (group: number, at: number): string => `${String(firstGroup + group)}.${String(at)}`;
  const [one, two, three] = [idOf(0, 1), idOf(0, 2), idOf(1, 1)];
  const task = (id: string, requirement: string, files: string): string =>
    [
      `  - [ ] ${id} ${blank.task}`,
      `    - ${blank.work}`,
      `    - _${say.filesMeta}: ${files}_`,
      `    - _${say.requirementsMeta}: ${requirement}_`,
    ].join('\n');
  const graph = describeGraph({
    chapters: [
      {
        tasks: [
          { id: one, dependencies: [] },
          { id: two, dependencies: [one] },
          { id: three, dependencies: [one] },
        ],
      },
    ],
    waves: [[one], [two, three]],
  });
  return joinBlocks([
    `# ${say.planTitle(blank.title)}`,
    `## ${say.overview}`,
    blank.prose,
    `## ${say.tasks}`,
    [
      `- [ ] ${String(firstGroup)}. ${blank.group}\n${task(one, '1.1', '`src/one.ts`')}\n${task(two, '1.2', '`src/two.ts`')}`,
      `- [ ] ${String(firstGroup + 1)}. ${blank.group}\n${task(three, '1.1, 1.2', '`src/three/**`, `test/three.test.ts`')}`,
      `- [ ] ${String(firstGroup + 2)}. ${say.checkpoint}\n  - ${say.checkpointText}`,
    ].join('\n\n'),
    '## Task Dependency Graph',
    `\`\`\`json\n${graph}\n\`\`\``,
  ]);
}
