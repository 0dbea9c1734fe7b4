// Lenses above the task list of a spec: execute it from there, and see and steer its run.
import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { createPulse } from '../pulse.ts';
import { lensesOf, specFilePattern, specOfPath } from './spec-file.ts';

const refreshEveryMs = 500;

export function registerSpecLenses(app: App): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  /** What was last shown, by document: lenses that read the same are not asked for again. */
  const shown = new Map<string, string>();

  const lensesIn = (uri: vscode.Uri): vscode.CodeLens[] => {
    const spec_id = specOfPath(uri.fsPath);
    const repository = app.repositories.of(uri);
    if (spec_id === undefined || repository === undefined) return [];
    const target = { repository: repository.place.mainWorktree, spec_id };
    const lenses = lensesOf(repository.state().specs.get(spec_id), vscode.l10n);
    const top = new vscode.Range(0, 0, 0, 0);
    return lenses.map(({ title, command }) => new vscode.CodeLens(top, { title, command, arguments: [target] }));
  };
  const titlesIn = (uri: vscode.Uri) => JSON.stringify(lensesIn(uri).map(({ command }) => command?.title));
  const pulse = createPulse(refreshEveryMs, () => {
    const isOutdated = [...shown].some(([uri, titles]) => titlesIn(vscode.Uri.parse(uri)) !== titles);
    if (isOutdated) changed.fire();
  });

  return vscode.Disposable.from(
    changed,
    pulse,
    app.repositories.onDidChange(() => pulse.ring()),
    app.repositories.onDidChangeState(() => pulse.ring()),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => shown.delete(uri.toString())),
    vscode.languages.registerCodeLensProvider(
      { scheme: 'file', pattern: specFilePattern },
      {
        onDidChangeCodeLenses: changed.event,
        provideCodeLenses({ uri }) {
          shown.set(uri.toString(), titlesIn(uri));
          return lensesIn(uri);
        },
      },
    ),
  );
}
