// What attempts have left, as documents. The text is proven by its digest before it is shown; an artifact never changes.
import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import { cutText } from '../../core/base/text.ts';
import type { App } from '../app.ts';
import { knownRepository } from '../known-repository.ts';
import { artifactScheme, parseTarget } from './addresses.ts';

const charsMax = 5_000_000;

export function registerArtifactDocuments(app: App): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(artifactScheme, {
    async provideTextDocumentContent(uri) {
      const { repository, spec_id = '', task_id = '', attempt = 1, name } = parseTarget(uri) ?? {};
      if (repository === undefined || name === undefined) {
        throw new UserError(vscode.l10n.t('This is the address of no artifact.'));
      }
      const { place } = await knownRepository(app, repository);
      return cutText(await app.core.readArtifactText(place, { spec_id, task_id, attempt }, name), charsMax);
    },
  });
}
