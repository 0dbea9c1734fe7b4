// Asks for the key of a language model, keeps it in the editor's secret storage, or forgets it.
import * as vscode from 'vscode';
import { isKey, readModelKey, storeModelKey } from '../secrets.ts';
import type { Command } from './command.ts';

export const setModelKey: Command = async ({ context }) => {
  const { l10n } = vscode;
  const isSet = (await readModelKey(context)) !== undefined;
  const given = await vscode.window.showInputBox({
    title: `NecroCode: ${l10n.t('Set Model Key')}`,
    prompt: isSet
      ? l10n.t('A key is set. Paste another one to replace it, or leave the box empty to remove it.')
      : l10n.t('Paste the API key that plans are made with. The editor keeps it in its secret storage.'),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === '' || isKey(text.trim()) ? undefined : l10n.t('A key is one word of letters, digits and dashes.'),
  });
  if (given === undefined) return;
  const key = given.trim();
  if (key === '' && !isSet) return;
  await storeModelKey(context, key === '' ? undefined : key);
  const done =
    key === '' ? l10n.t('The key was removed.') : l10n.t('The key is kept. Plans are made with it from now on.');
  vscode.window.setStatusBarMessage(`$(key) ${done}`, 5000);
};
