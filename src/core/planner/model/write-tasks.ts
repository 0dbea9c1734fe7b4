// tasks.md from a model's answer, in Kiro's own form. Tasks are numbered by their place, whatever the model called them; edges
// that others imply are left out; a checkpoint gates the end. `arrangeTasks` says what a reader of the text must find in it.
import { reduceEdges, sinksOf, wavesOf } from '../assemble.ts';
import { describeGraph, joinBlocks } from '../documents.ts';
import type { Language, Skill } from '../feature.ts';
import { phrases } from '../phrases.ts';
import type { TasksAnswer } from './answers.ts';
import { detailLine, titleLine } from './markdown.ts';
import { modelWords } from './words.ts';

export interface ArrangedTask {
  id: string;
  title: string;
  details: readonly string[];
  requirements: readonly string[];
  dependencies: readonly string[];
  files: readonly string[];
  skill: Skill | null;
  estimateMinutes: number | null;
}

export interface Arrangement {
  chapters: readonly { number: number; title: string; tasks: readonly ArrangedTask[] }[];
  waves: readonly (readonly string[])[];
  checkpoint: { id: string; dependencies: readonly string[] };
}

/** `firstGroup` is 1, or the number behind those of tasks that are finished already. The answer has passed the rules. */
export function arrangeTasks({ groups }: TasksAnswer, firstGroup: number): Arrangement {
  const idOf = new Map<string, string>();
  for (const [group, { tasks }] of groups.entries()) {
    for (const [at, { id }] of tasks.entries()) idOf.set(id, `${String(firstGroup + group)}.${String(at + 1)}`);
  }
  const edges = reduceEdges(
    new Map(
      groups.flatMap(({ tasks }) =>
        tasks.map(({ id, dependencies }) => [
          idOf.get(id) ?? id,
          [...new Set(dependencies.flatMap((other) => idOf.get(other) ?? []))],
        ]),
      ),
    ),
  );
  const chapters = groups.map(({ title, tasks }, group) => ({
    number: firstGroup + group,
    title: titleLine(title),
    tasks: tasks.map((task): ArrangedTask => {
      const id = idOf.get(task.id) ?? task.id;
      const details = task.details.map(detailLine).filter((detail) => detail !== '');
      return {
        ...{ id, title: titleLine(task.title), details, dependencies: edges.get(id) ?? [] },
        ...{ requirements: [...new Set(task.requirements)], files: [...new Set(task.files)], skill: task.skill },
        estimateMinutes: task.estimate_minutes,
      };
    }),
  }));
  return {
    chapters,
    waves: wavesOf(chapters.flatMap(({ tasks }) => tasks)),
    checkpoint: { id: String(firstGroup + groups.length), dependencies: sinksOf(edges) },
  };
}

export type TasksManuscript = { arrangement: Arrangement; title: string; model: string; language: Language };

export function writeTasks({ arrangement, title, model, language }: TasksManuscript): string {
  const say = phrases[language];
  const { chapters, checkpoint } = arrangement;
  const groups = chapters.map(({ number, title: name, tasks }) =>
    [`- [ ] ${String(number)}. ${name}`, ...tasks.map((task) => writeTask(task, language))].join('\n'),
  );
  return joinBlocks([
    `# ${say.planTitle(title)}`,
    `## ${say.overview}`,
    say.planOverview(chapters.flatMap(({ tasks }) => tasks).length),
    `## ${say.tasks}`,
    [...groups, `- [ ] ${checkpoint.id}. ${say.checkpoint}\n  - ${say.checkpointText}`].join('\n\n'),
    `## ${say.notes}`,
    `- ${modelWords[language].writtenByModel(model)}\n- ${say.tasksNote}`,
    '## Task Dependency Graph',
    `\`\`\`json\n${describeGraph(arrangement)}\n\`\`\``,
  ]);
}

function writeTask({ id, title, details, files, requirements }: ArrangedTask, language: Language): string {
  const say = phrases[language];
  const places = files.map((file) => `\`${file}\``).join(', ');
  return [
    `  - [ ] ${id} ${title}`,
    ...details.map((detail) => `    - ${detail}`),
    ...(places === '' ? [] : [`    - _${say.filesMeta}: ${places}_`]),
    ...(requirements.length === 0 ? [] : [`    - _${say.requirementsMeta}: ${requirements.join(', ')}_`]),
  ].join('\n');
}
