// What only opens something: dashboard, settings, output, walkthrough, and the menu behind the status bar item.
import * as vscode from 'vscode';
import { loadedRepositories } from '../ask/ask.ts';
import type { Command } from './command.ts';

const extensionId = 'necrocode.necrocode';

/** Of the plan that is meant, else of the repository's. */
export const openDashboard: Command = async (app, target) => {
  const [repository] = await loadedRepositories(app, target);
  if (repository === undefined) return;
  await app.run('necrocode.panels.dashboard', target ?? { repository: repository.place.mainWorktree });
};

export const openSettings: Command = async () => {
  await vscode.commands.executeCommand('workbench.action.openSettings', `@ext:${extensionId}`);
};

export const showOutput: Command = async (app) => app.output.show();

export const openWalkthrough: Command = async () => {
  const walkthrough = `${extensionId}#necrocode.gettingStarted`;
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough, false);
};

export const showMenu: Command = async (app) => {
  const { l10n } = vscode;
  const rows = [
    { label: `$(type-hierarchy) ${l10n.t('Open Dashboard')}`, command: 'necrocode.openDashboard' },
    { label: `$(checklist) ${l10n.t('Show Tasks')}`, command: 'necrocode.tasks.focus' },
    { label: `$(sparkle) ${l10n.t('Plan…')}`, command: 'necrocode.plan' },
    { label: `$(list-tree) ${l10n.t('Plan from Spec…')}`, command: 'necrocode.planFromSpec' },
    { label: `$(play) ${l10n.t('Execute…')}`, command: 'necrocode.execute' },
    { label: `$(pulse) ${l10n.t('Doctor')}`, command: 'necrocode.doctor' },
    { label: `$(settings-gear) ${l10n.t('Open Settings')}`, command: 'necrocode.openSettings' },
  ];
  const picked = await vscode.window.showQuickPick(rows, { title: 'NecroCode' });
  if (picked !== undefined) await app.run(picked.command);
};
