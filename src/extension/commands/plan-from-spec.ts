// From a spec that somebody has written to a plan: a folder that was found, or any file or folder that the person chooses.
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import type { App, LiveRepository } from '../app.ts';
import { askRepository } from '../ask/ask.ts';
import { inertMessage } from '../inert-message.ts';
import type { Command } from './command.ts';
import { makePlan, showPlan } from './make-plan.ts';
import { findSpecFolders } from './spec-folders.ts';

/** The target's `name`, or a file that the explorer hands over, says which. */
export const planFromSpec: Command = async (app, target, args) => {
  const [given] = args;
  const file = given instanceof vscode.Uri ? given : undefined;
  const repository = file === undefined ? await choose(app, target) : await repositoryOf(app, file);
  if (repository === undefined) return;
  const from = file?.fsPath ?? target?.name ?? (await askFolder(repository));
  if (from === undefined) return;
  const outcome = await planFrom(app, repository, from);
  if (outcome !== undefined) await showPlan(app, repository, outcome);
};

/** Undefined when it was cancelled. */
export function planFrom(app: App, repository: LiveRepository, from: string) {
  const folder = basename(from) === 'tasks.md' ? dirname(from) : from;
  return makePlan(
    app,
    repository,
    { from: folder },
    vscode.l10n.t('Planning from {0}', inertMessage(basename(folder))),
  );
}

async function choose(app: App, target: Parameters<Command>[1]): Promise<LiveRepository | undefined> {
  return (await askRepository(app, target, vscode.l10n.t('Plan from Spec')))?.repository;
}

async function repositoryOf(app: App, file: vscode.Uri): Promise<LiveRepository> {
  await app.repositories.looked();
  const repository = app.repositories.of(file);
  if (repository !== undefined) return repository;
  throw new UserError(vscode.l10n.t('{0} is in no repository of this window.', file.fsPath));
}

async function askFolder(repository: LiveRepository): Promise<string | undefined> {
  const { l10n } = vscode;
  const folders = await findSpecFolders(repository);
  const known = repository.state().specs;
  const rows = folders.map(({ path, shown }) => ({
    label: `$(notebook) ${inertMessage(basename(path))}`,
    description: inertMessage(shown),
    ...(known.has(basename(path)) ? { detail: l10n.t('planned already; what changed is taken in') } : {}),
    path,
  }));
  const other = { label: `$(folder-opened) ${l10n.t('Choose a file or folder…')}`, description: '', path: undefined };
  const picked =
    rows.length === 0
      ? other
      : await vscode.window.showQuickPick([...rows, other], {
          title: `NecroCode: ${l10n.t('Plan from Spec')}`,
          matchOnDescription: true,
        });
  if (picked === undefined) return undefined;
  return picked.path ?? browse(repository);
}

async function browse({ place }: LiveRepository): Promise<string | undefined> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      defaultUri: vscode.Uri.file(place.mainWorktree),
      canSelectFiles: true,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Plan'),
    })) ?? [];
  return chosen?.fsPath;
}
