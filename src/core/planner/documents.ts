// Writes an outline down as Kiro's three documents: requirements.md in EARS form, design.md, and tasks.md with its dependency
// graph. The job's own text appears only as a quotation, so that nothing in it can be taken for a task or a heading.
import type { Chapter, Outline, PlannedTask } from './assemble.ts';
import type { Language } from './feature.ts';
import { phrases } from './phrases.ts';

export const specFileNames = ['requirements.md', 'design.md', 'tasks.md'] as const;
export type SpecFileName = (typeof specFileNames)[number];
export type SpecTexts = Record<SpecFileName, string>;

export type Manuscript = {
  title: string;
  job: string;
  language: Language;
  outline: Outline;
  /** Commands that prove a task; empty when the repository has none. */
  verify: readonly string[];
};

const quotedCharactersMax = 20_000;

export function writeDocuments(manuscript: Manuscript): SpecTexts {
  return {
    'requirements.md': joinBlocks(requirementsBlocks(manuscript)),
    'design.md': joinBlocks(designBlocks(manuscript)),
    'tasks.md': joinBlocks(tasksBlocks(manuscript)),
  };
}

/** Each line behind `> `, at most so many characters. */
export function quoteText(text: string, charactersMax: number): string {
  const cut = text.length <= charactersMax ? text : `${text.slice(0, charactersMax).toWellFormed()}…`;
  return cut
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

/** One requirement with its story and criteria, as requirements.md and the context of tasks show it. */
export function requirementBlocks({ number, feature }: Chapter, language: Language): string[] {
  const say = phrases[language];
  return [
    `### ${say.requirement(number, feature.title[language])}`,
    `**${say.userStory}** ${feature.story[language]}`,
    `#### ${say.acceptanceCriteria}`,
    feature.criteria.map((criterion, index) => `${String(index + 1)}. ${criterion[language]}`).join('\n'),
  ];
}

function requirementsBlocks({ title, job, language, outline }: Manuscript): string[] {
  const say = phrases[language];
  return [
    `# ${say.requirementsTitle(title)}`,
    `## ${say.introduction}`,
    say.job,
    quoteText(job, quotedCharactersMax),
    `## ${say.glossary}`,
    `- ${say.glossaryOfSystem}`,
    `## ${say.requirements}`,
    ...outline.chapters.flatMap((chapter) => requirementBlocks(chapter, language)),
  ];
}

function designBlocks({ title, language, outline, verify }: Manuscript): string[] {
  const say = phrases[language];
  const records = outline.chapters.flatMap(({ feature }) => feature.records).map((record) => `\`${record}\``);
  const commands = verify.map((command) => `\`${command}\``).join(', ');
  return [
    `# ${say.designTitle(title)}`,
    `## ${say.overview}`,
    say.madeFromTemplates,
    `## ${say.architecture}`,
    say.architectureText,
    `## ${say.components}`,
    ...outline.chapters.flatMap((chapter) => componentBlocks(chapter, language)),
    `## ${say.dataModels}`,
    records.length === 0 ? say.noRecords : say.recordsText(records.join(', ')),
    `## ${say.errorHandling}`,
    say.errorHandlingText,
    `## ${say.testing}`,
    commands === '' ? say.testedByNothing : say.testedBy(commands),
    `## ${say.openQuestions}`,
    say.openQuestionsList.map((question) => `- ${question}`).join('\n'),
  ];
}

function componentBlocks({ feature, tasks }: Chapter, language: Language): string[] {
  const say = phrases[language];
  const rows = tasks.map(({ task, files, requirements }) => {
    const places = files.map((file) => `\`${file}\``).join(', ');
    return `- **${task.title[language]}** (${places}): ${task.work[language]} _${say.requirementsMeta}: ${requirements.join(', ')}_`;
  });
  return [`### ${feature.title[language]}`, rows.join('\n')];
}

function tasksBlocks({ title, language, outline }: Manuscript): string[] {
  const say = phrases[language];
  const groups = outline.chapters.map((chapter) => taskGroup(chapter, language));
  const checkpoint = `- [ ] ${outline.checkpoint.id}. ${say.checkpoint}\n  - ${say.checkpointText}`;
  return [
    `# ${say.planTitle(title)}`,
    `## ${say.overview}`,
    say.planOverview(outline.chapters.flatMap(({ tasks }) => tasks).length),
    `## ${say.tasks}`,
    [...groups, checkpoint].join('\n\n'),
    `## ${say.notes}`,
    `- ${say.madeFromTemplates}\n- ${say.tasksNote}`,
    '## Task Dependency Graph',
    `\`\`\`json\n${describeGraph(outline)}\n\`\`\``,
  ];
}

function taskGroup({ number, feature, tasks }: Chapter, language: Language): string {
  const boxes = tasks.map((task) => taskBox(task, language));
  return [`- [ ] ${String(number)}. ${feature.title[language]}`, ...boxes].join('\n');
}

function taskBox({ id, task, files, requirements }: PlannedTask, language: Language): string {
  const say = phrases[language];
  return [
    `  - [ ] ${id} ${task.title[language]}`,
    `    - ${task.work[language]}`,
    `    - _${say.filesMeta}: ${files.map((file) => `\`${file}\``).join(', ')}_`,
    `    - _${say.requirementsMeta}: ${requirements.join(', ')}_`,
  ].join('\n');
}

export type Graph = {
  chapters: readonly { tasks: readonly { id: string; dependencies: readonly string[] }[] }[];
  waves: readonly (readonly string[])[];
};

/** The exact edges, task by task (a wave alone would make each task wait for the whole wave before it); a line per wave. */
export function describeGraph({ chapters, waves }: Graph): string {
  const edges = new Map(chapters.flatMap(({ tasks }) => tasks).map(({ id, dependencies }) => [id, dependencies]));
  const lines = waves.map((tasks, id) => {
    const dependsOn = Object.fromEntries(tasks.map((task) => [task, edges.get(task) ?? []]));
    return `    ${JSON.stringify(id === 0 ? { id, tasks } : { id, tasks, dependsOn })}`;
  });
  return `{\n  "waves": [\n${lines.join(',\n')}\n  ]\n}`;
}

export function joinBlocks(blocks: readonly string[]): string {
  return `${blocks.join('\n\n')}\n`;
}
