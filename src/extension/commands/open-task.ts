// Opens a task where it is written: at its line in the spec's own file, else at its entry in tasks.json; and shows its row.
import { join, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { Task } from '../../core/model/task.ts';
import type { App, LiveRepository } from '../app.ts';
import { askSpec, askTask } from '../ask/ask.ts';
import { isInside } from '../live/find-repositories.ts';
import type { Command } from './command.ts';

export const openTask: Command = async (app, target) => {
  const { l10n } = vscode;
  if (target?.spec_id !== undefined && target.task_id === undefined) {
    const found = await askSpec(app, target, { title: l10n.t('Open Task'), accepts: () => true, none: '' });
    if (found !== undefined) await openSpec(found.repository, found.spec.spec_id);
    return;
  }
  const found = await askTask(app, target, {
    title: l10n.t('Open Task'),
    accepts: () => true,
    none: l10n.t('There is no plan yet.'),
    hint: l10n.t('NecroCode: Plan… makes one.'),
  });
  if (found === undefined) return;
  const { repository, spec, task } = found;
  const { tasks } = await app.core.readPlan(repository.place, spec.spec_id);
  const written = tasks.find(({ id }) => id === task.node.id);
  await open(app, repository, { spec_id: spec.spec_id, task_id: task.node.id, written });
  await app.run('necrocode.revealTask', found.target);
};

/** The list of tasks that people read. */
export async function openSpec({ place }: LiveRepository, spec_id: string): Promise<void> {
  const list = vscode.Uri.file(join(place.mainWorktree, '.kiro', 'specs', spec_id, 'tasks.md'));
  if (await tryShow(list, 0)) return;
  await vscode.window.showTextDocument(planOf(place.mainWorktree, spec_id));
}

interface Wanted {
  spec_id: string;
  task_id: string;
  written: Task | undefined;
}

async function open(app: App, { place }: LiveRepository, { spec_id, task_id, written }: Wanted): Promise<void> {
  const source = written?.metadata.source;
  const file = source === undefined ? undefined : resolve(place.mainWorktree, source.file);
  // A plan is text from outside: it opens nothing beyond the repository.
  if (source !== undefined && file !== undefined && isInside(place.mainWorktree, file)) {
    const uri = vscode.Uri.file(file);
    const line = await lineNow(app, uri, { file: source.file, task_id, line: source.line });
    if (await tryShow(uri, line - 1)) return;
  }
  const uri = planOf(place.mainWorktree, spec_id);
  const text = (await vscode.workspace.openTextDocument(uri)).getText();
  const at = text.indexOf(`"id": ${JSON.stringify(task_id)}`);
  const line = at === -1 ? 0 : text.slice(0, at).split('\n').length - 1;
  await tryShow(uri, line);
}

function planOf(mainWorktree: string, spec_id: string): vscode.Uri {
  return vscode.Uri.file(join(mainWorktree, '.kiro', 'tasks', spec_id, 'tasks.json'));
}

/** People go on writing in the file: the task is looked for where it stands now, else where it stood. */
async function lineNow(
  app: App,
  uri: vscode.Uri,
  { file, task_id, line }: { file: string; task_id: string; line: number },
): Promise<number> {
  try {
    const text = (await vscode.workspace.openTextDocument(uri)).getText();
    const now = await app.core.taskLines(text, file);
    return now.find((task) => task.task_id === task_id)?.line ?? line;
  } catch {
    return line;
  }
}

/** `line` counts from 0. False when there is no such file. */
async function tryShow(uri: vscode.Uri, line: number): Promise<boolean> {
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    const place = new vscode.Position(Math.min(line, Math.max(0, document.lineCount - 1)), 0);
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(place, place) });
    return true;
  } catch {
    return false;
  }
}
