// Looks up what has become of pull requests on GitHub, because a person asks for it.
import * as vscode from 'vscode';
import { inertMessage } from '../inert-message.ts';
import { lookUpPulls } from '../look-up-pulls.ts';
import type { Command } from './command.ts';

export const refreshPulls: Command = async (app) => {
  const answers = await lookUpPulls(app);
  const told = answers.length === 0 ? vscode.l10n.t('Nothing has to be looked up.') : answers.join(' · ');
  vscode.window.setStatusBarMessage(`$(check) ${inertMessage(told)}`, 5000);
};
