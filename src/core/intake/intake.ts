// The front door: reads what people already have (specs of Kiro, cc-sdd, spec-kit and OpenSpec, plans of other tools, plain
// lists) into a Taskset. Reads only; files are UTF-8 and bounded. What is strange is reported and never fails the reading;
// only a path without any task does.
import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../base/errors.ts';
import { specIdOf } from '../model/ids.ts';
import type { Taskset } from '../model/task.ts';
import { readBeads } from './beads.ts';
import { tasksetOfForeign } from './foreign.ts';
import type { Located, SourceKind } from './locate.ts';
import { dialectOf, locateSpec } from './locate.ts';
import { mergeTasksets } from './merge.ts';
import { parseTaskFile } from './parse.ts';
import type { Problem } from './parsed.ts';
import { readTaskMaster } from './task-master.ts';
import { readTaskset } from './taskset-file.ts';
import type { ImportedTaskset } from './taskset.ts';
import { toTaskset } from './taskset.ts';

export type { BoxState, Dialect, ParsedTask, ParsedTaskFile } from './parsed.ts';
export { parseTaskFile } from './parse.ts';
export { readTaskset } from './taskset-file.ts';
export { setTaskState } from './tick.ts';
export { toTaskset } from './taskset.ts';

export type ReadSpecOptions = {
  /** Taken from the name of the folder or file when absent. */
  specId?: string | undefined;
  /** Whether optional tasks are to run too. */
  includeOptional?: boolean | undefined;
};

export type ReadSpec = {
  taskset: Taskset;
  problems: (Problem & { file: string })[];
  source: { kind: SourceKind; files: string[] };
};

const fileBytesMax = 16_000_000;

/** Throws a UserError when the path holds no task, or a plan of NecroCode's own that is not valid. */
export async function readSpecFolder(given: string, options: ReadSpecOptions = {}): Promise<ReadSpec> {
  const located = await locateSpec(given);
  const specId = options.specId ?? specIdOf(located.name);
  const includeOptional = options.includeOptional ?? false;
  const requirements = await readTexts(located.requirementFiles);
  const design = await readTexts(located.designFiles);
  const problems: ReadSpec['problems'] = [];
  const parts: { fileName: string; taskset: Taskset }[] = [];
  for (const file of located.taskFiles) {
    const text = await readText(file);
    const imported = importText(text, { located, file, specId, includeOptional, requirements, design });
    problems.push(...imported.problems.map((problem) => ({ ...problem, file })));
    if (imported.taskset.tasks.length > 0) parts.push({ fileName: path.parse(file).name, taskset: imported.taskset });
  }
  if (parts.length === 0) {
    throw new UserError(`${given} holds no tasks.`, { hint: 'A task is a line such as "- [ ] 1. Title".' });
  }
  const files = [...located.taskFiles, ...located.requirementFiles, ...located.designFiles];
  return { taskset: mergeTasksets(parts, specId), problems, source: { kind: located.kind, files } };
}

type Importing = {
  located: Located;
  file: string;
  specId: string;
  includeOptional: boolean;
  requirements: string;
  design: string;
};

function importText(text: string, { located, file, ...options }: Importing): ImportedTaskset {
  if (located.kind === 'beads') {
    const { tasks, problems } = readBeads(text);
    const imported = tasksetOfForeign({ specId: options.specId, title: '', file, tasks });
    return { taskset: imported.taskset, problems: [...problems, ...imported.problems] };
  }
  if (located.kind === 'taskset' || located.kind === 'task-master')
    return importJson(text, { file, specId: options.specId });
  const parsed = parseTaskFile(text, { file, dialectHint: dialectOf(located.kind) });
  const imported = toTaskset(parsed, { ...options, file });
  return { taskset: imported.taskset, problems: [...parsed.problems, ...imported.problems] };
}

/** A plan of NecroCode's own, or one of task-master's when it does not look like one. */
function importJson(text: string, { file, specId }: { file: string; specId: string }): ImportedTaskset {
  const content = parseJson(text, file);
  const isOwn = typeof content === 'object' && content !== null && 'spec_id' in content;
  const tasks = isOwn ? undefined : readTaskMaster(content);
  if (tasks !== undefined) return tasksetOfForeign({ specId, title: '', file, tasks });
  return { taskset: readTaskset(content, file), problems: [] };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file} is no JSON.`, { hint: 'Mend the file, or plan again.', cause: error });
  }
}

async function readTexts(files: readonly string[]): Promise<string> {
  const texts: string[] = [];
  for (const file of files) texts.push(await readText(file));
  return texts.join('\n\n');
}

async function readText(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size > fileBytesMax)
    throw new UserError(`${file} has ${size} bytes; at most ${fileBytesMax} can be read.`, { hint: 'Split the file.' });
  const bytes = await readFile(file);
  if (!isUtf8(bytes)) throw new UserError(`${file} is no UTF-8 text.`, { hint: 'Save it as UTF-8.' });
  return bytes.toString('utf8');
}
