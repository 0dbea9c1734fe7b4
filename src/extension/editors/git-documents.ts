// Files as commits have them, as documents: both sides of a diff. What is no text says so instead of being shown as garbage, and a
// file that one side does not have is empty there.
import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import type { FileAt } from '../../core/necrocode.ts';
import type { App } from '../app.ts';
import { knownRepository } from '../known-repository.ts';
import { gitScheme, parseGitFile } from './addresses.ts';

export function registerGitDocuments(app: App): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(gitScheme, {
    async provideTextDocumentContent(uri) {
      const asked = parseGitFile(uri);
      if (asked === undefined) throw new UserError(vscode.l10n.t('This is the address of no file.'));
      // Git would run for it.
      if (!vscode.workspace.isTrusted) return vscode.l10n.t('It is shown when this workspace is trusted.');
      const { place } = await knownRepository(app, asked.repository);
      return textOf(await app.core.readFileAt(place, asked.commit, asked.file));
    },
  });
}

function textOf(found: FileAt): string {
  switch (found.kind) {
    case 'text':
      return found.text;
    case 'missing':
      return '';
    case 'binary':
      return vscode.l10n.t('This file is binary.');
    case 'too_large':
      return vscode.l10n.t('This file is too large to be shown.');
  }
}
