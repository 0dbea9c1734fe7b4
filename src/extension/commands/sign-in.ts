// Signs in to GitHub by the editor's own sign-in, so that pull requests can be opened there.
import * as vscode from 'vscode';
import type { Command } from './command.ts';

export const signIn: Command = async (app) => {
  const name = await app.signIn.ask();
  if (name === undefined) return;
  const told = vscode.l10n.t('Signed in to GitHub as {0}. Pull requests of the next run are opened there.', name);
  vscode.window.setStatusBarMessage(`$(github) ${told}`, 8000);
};
