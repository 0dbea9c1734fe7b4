// Opens the working directory of a task's attempt, or a slot, in a window of its own or beside the folders of this one.
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import type { State } from '../../core/model/state.ts';
import type { App } from '../app.ts';
import { askRepository, askTask } from '../ask/ask.ts';
import type { TaskOfSpec } from '../ask/choices.ts';
import { inertMessage } from '../inert-message.ts';
import { knownRepository } from '../known-repository.ts';
import type { Target } from '../target.ts';
import type { Command } from './command.ts';

export const openWorktree: Command = async (app, target) => {
  const folder = await findFolder(app, target);
  if (folder === undefined) return;
  await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(folder.path), { forceNewWindow: true });
};

export const addWorktreeToWorkspace: Command = async (app, target) => {
  const folder = await findFolder(app, target);
  if (folder === undefined) return;
  const at = vscode.workspace.workspaceFolders?.length ?? 0;
  const uri = vscode.Uri.file(folder.path);
  if (vscode.workspace.updateWorkspaceFolders(at, 0, { uri, name: folder.name })) return;
  throw new UserError(vscode.l10n.t('{0} could not be added to the workspace.', folder.path));
};

interface Folder {
  path: string;
  name: string;
}

async function findFolder(app: App, target: Target | undefined): Promise<Folder | undefined> {
  const { l10n } = vscode;
  if (target?.slot !== undefined) return folderOfSlot(app, target, target.slot);
  // The last pull request of a plan is no task's.
  if (target?.pull !== undefined && taskOfPull(app, target)?.task_id === undefined) {
    return folderForReview(app, target.repository, target.pull);
  }
  const found = await askTask(app, taskOfPull(app, target), {
    title: l10n.t('Open Worktree'),
    accepts: (of) => slotOfTask(of) !== undefined || openPullOf(of) !== undefined,
    none: l10n.t('No task holds a worktree at this moment.'),
    hint: l10n.t('A worktree is given back as soon as its task is finished; its change can be seen with Show Diff.'),
  });
  if (found === undefined) return undefined;
  const path = slotOfTask(found);
  const { id } = found.task.node;
  if (path !== undefined && existsSync(path)) return { path, name: inertMessage(`${found.spec.spec_id} ${id}`) };
  const pull = openPullOf(found);
  if (pull !== undefined) return folderForReview(app, found.repository.place.mainWorktree, pull);
  throw new UserError(l10n.t('Task {0} holds no worktree any more.', id), {
    hint: l10n.t('A worktree is given back as soon as its task is finished; its change can be seen with Show Diff.'),
  });
}

/** The attempt has given its worktree back when its change was proven; a person who wants to try it gets one of their own. */
async function folderForReview(app: App, path: string, number: number): Promise<Folder> {
  const { l10n } = vscode;
  if (!vscode.workspace.isTrusted)
    throw new UserError(l10n.t('This workspace is not trusted: no worktree is made here.'));
  const { place } = await knownRepository(app, path);
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: l10n.t('Preparing a worktree of #{0}', number),
  };
  const folder = await vscode.window.withProgress(options, () => app.core.openReviewWorktree(place, number));
  return { path: folder, name: `#${number}` };
}

function openPullOf({ task, state }: TaskOfSpec): number | undefined {
  return task.pr !== undefined && state.pulls.get(task.pr)?.state === 'open' ? task.pr : undefined;
}

async function folderOfSlot(app: App, target: Target, slot: string): Promise<Folder | undefined> {
  const found = await askRepository(app, target, vscode.l10n.t('Open Worktree'));
  const path = found?.repository.state().slots.get(slot)?.path;
  if (path !== undefined && path !== '' && existsSync(path)) return { path, name: slot };
  throw new UserError(vscode.l10n.t('Slot {0} is not there any more.', slot));
}

function taskOfPull(app: App, target: Target | undefined): Target | undefined {
  if (target?.pull === undefined || target.task_id !== undefined) return target;
  const pull = app.repositories.byPath(target.repository)?.state().pulls.get(target.pull);
  if (pull?.task_id === undefined) return target;
  return { ...target, spec_id: pull.spec_id, task_id: pull.task_id };
}

/** Path of the slot that the latest attempt still has. */
function slotOfTask({ spec, task, state }: TaskOfSpec): string | undefined {
  const name = task.attempts.at(-1)?.slot;
  const slot = name === undefined ? undefined : state.slots.get(name);
  return slot !== undefined && isHeldBy(slot, spec.spec_id, task.node.id) ? slot.path : undefined;
}

function isHeldBy(slot: NonNullable<ReturnType<State['slots']['get']>>, spec_id: string, task_id: string): boolean {
  return slot.state === 'leased' && slot.spec_id === spec_id && slot.task_id === task_id;
}
