// Shows people what went wrong: the sentence and its way out, never a stack. What they are not shown stands in the output channel.
import * as vscode from 'vscode';
import { join } from 'node:path';
import { UserError } from '../core/base/errors.ts';
import type { App } from './app.ts';
import { describeError, labelOfWay, type WayOut } from './ways-out.ts';

/** Never throws; resolves when the message was answered. */
export async function report(app: App, error: unknown, what: string): Promise<void> {
  const shown = describeError(error, what, { l10n: vscode.l10n, language: app.language });
  if (shown === undefined) return;
  if (error instanceof UserError) app.output.warn(error.message, error.hint ?? '');
  else app.output.error(what, error instanceof Error ? (error.stack ?? error.message) : String(error));
  const labels = shown.ways.map((way) => labelOfWay(way, vscode.l10n));
  const chosen = await vscode.window.showErrorMessage(shown.text, ...labels);
  const way = chosen === undefined ? undefined : shown.ways[labels.indexOf(chosen)];
  if (way !== undefined) await take(app, way);
}

async function take(app: App, way: WayOut): Promise<void> {
  switch (way) {
    case 'settings':
      await app.run('necrocode.openSettings');
      break;
    case 'doctor':
      await app.run('necrocode.doctor');
      break;
    case 'show_output':
      app.output.show();
      break;
    case 'show_controller_log': {
      const [repository] = app.repositories.all();
      if (repository === undefined) return app.output.show();
      const log = vscode.Uri.file(join(repository.place.registryDir, 'controller.log'));
      await vscode.window.showTextDocument(log, { preview: true });
      break;
    }
    case 'init_repository':
      await vscode.commands.executeCommand('git.init');
      break;
  }
}
