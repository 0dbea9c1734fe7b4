// Limited mode: in a workspace that is not trusted NecroCode shows what is there, and runs nothing.
import * as vscode from 'vscode';

/** False, and said so with the way out, where nothing may be run. */
export async function mayRun(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const text = vscode.l10n.t('This workspace is not trusted: NecroCode shows what is there and runs nothing.');
  const chosen = await vscode.window.showWarningMessage(text, manage);
  if (chosen === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}
