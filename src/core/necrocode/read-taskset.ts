// The plan of a spec as it stands in tasks.json, which people write by hand too: nothing but a plan that can be run comes out.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { problemOfCommandLine } from '../base/command-line.ts';
import { UserError, messageOf } from '../base/errors.ts';
import { readTextIfExists } from '../base/files.ts';
import { findNearest } from '../base/nearest.ts';
import { readTaskset as parseTaskset } from '../intake/intake.ts';
import { findGraphProblems } from '../model/graph.ts';
import { specIdSchema } from '../model/ids.ts';
import type { Task, Taskset } from '../model/task.ts';
import type { Place } from './place.ts';
import { finishedTasksOf } from './planning-model.ts';
import { readState } from './reading.ts';

const tasksFolder = '.kiro/tasks';
const tasksetBytesMax = 64 * 1024 * 1024;

/** tasks.json as it stands. Throws a UserError with the way out when there is none, or none that is valid. */
export async function readTaskset(place: Place, spec_id: string): Promise<Taskset> {
  // No such name leads out of the folder, or is too long for a file system.
  if (!specIdSchema.safeParse(spec_id).success) throw noPlan(spec_id, await planned(place));
  const name = `${tasksFolder}/${spec_id}/tasks.json`;
  const path = join(place.mainWorktree, name);
  const text = await readTextIfExists(path, { bytesMax: tasksetBytesMax });
  if (text === undefined) throw noPlan(spec_id, await planned(place));
  const taskset = parseTaskset(parseJson(text, name), name);
  if (taskset.spec_id !== spec_id) throw otherSpec(name, taskset.spec_id);
  checkTasks(taskset, { name, finished: finishedTasksOf(await readState(place), spec_id) });
  return taskset;
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UserError(`${name} is no valid JSON: ${messageOf(error)}`, {
      ja: { message: `${name} は正しい JSON ではありません: ${messageOf(error)}` },
      cause: error,
    });
  }
}

const problemsShownMax = 20;

/** A finished task that the plan no longer names may still be depended on. */
function checkTasks(
  { tasks }: Taskset,
  { name, finished }: { name: string; finished: readonly { id: string }[] },
): void {
  const named = new Set(tasks.map(({ id }) => id));
  const history = finished.filter(({ id }) => !named.has(id)).map(({ id }) => ({ id, dependencies: [] }));
  const problems = findGraphProblems([...tasks, ...history]).map(({ message }) => message);
  if (tasks.length === 0) problems.push('Expected at least one task, got none.');
  problems.push(...tasks.flatMap(findCommandProblems));
  if (problems.length === 0) return;
  const shown = problems.slice(0, problemsShownMax).map((problem) => `\n- ${problem}`);
  const more = problems.length > problemsShownMax ? `\n- and ${problems.length - problemsShownMax} more` : '';
  throw new UserError(`${name} cannot be used:${shown.join('')}${more}`, {
    hint: 'Mend the plan and try again.',
    ja: {
      message: `${name} は使えません:${shown.join('')}${more}`,
      hint: '計画を直してから、もう一度実行してください。',
    },
  });
}

/** Told now rather than by the first attempt that has done its work. */
function findCommandProblems({ id, verify = [] }: Task): string[] {
  return verify.flatMap((line) => {
    const problem = problemOfCommandLine(line);
    return problem === undefined ? [] : [`Task ${id}: ${problem}`];
  });
}

/** Specs that have a plan here. */
async function planned({ mainWorktree }: Place): Promise<string[]> {
  const entries = await readdir(join(mainWorktree, tasksFolder), { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function noPlan(spec_id: string, known: readonly string[]): UserError {
  const nearest = findNearest(spec_id, known);
  if (nearest !== undefined) {
    return new UserError(`There is no spec "${spec_id}".`, {
      hint: `Did you mean ${nearest}?`,
      ja: { message: `仕様「${spec_id}」はありません。`, hint: `${nearest} ではありませんか?` },
    });
  }
  return new UserError(`There is no spec "${spec_id}".`, {
    hint: `Make one: necrocode plan "what to build" --spec ${spec_id}, or necrocode plan --from .kiro/specs/${spec_id}`,
    ja: {
      message: `仕様「${spec_id}」はありません。`,
      hint: `作成: necrocode plan "作りたいもの" --spec ${spec_id}、または necrocode plan --from .kiro/specs/${spec_id}`,
    },
  });
}

function otherSpec(name: string, spec_id: string): UserError {
  return new UserError(`${name} is the plan of "${spec_id}".`, {
    ja: { message: `${name} は「${spec_id}」の計画です。` },
  });
}
