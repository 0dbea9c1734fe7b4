// Puts together what every part of the extension is given. Nothing heavy is loaded and nothing is started here: our thread begins
// with the first repository that is found, or the first thing that is asked of it.
import { join } from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../core/base/errors.ts';
import type { App } from './app.ts';
import { editorSettings, settingNames } from './editor-settings.ts';
import { openForgeSignIn } from './forge-sign-in.ts';
import { openLink } from './live/link.ts';
import { createPages } from './page.ts';
import { report } from './report.ts';
import { openRepositories, type OpenedRepositories } from './repositories.ts';

export interface OwnedApp extends App, vscode.Disposable {
  repositories: OpenedRepositories;
}

export function createApp(context: vscode.ExtensionContext): OwnedApp {
  const output = vscode.window.createOutputChannel('NecroCode', { log: true });
  const link = openLink({
    program: join(context.extensionPath, 'dist', 'thread.mjs'),
    log: (message) => output.warn(message),
  });
  let names: string[] | undefined;
  const settingsOf = (scope: vscode.Uri) =>
    editorSettings((names ??= settingNames(context.extension.packageJSON)), scope);
  const signIn = openForgeSignIn((error) => output.debug(messageOf(error)));
  const repositories = openRepositories({
    ...{ link, settingsOf, signInOf: signIn.told },
    log: (error) => output.error(messageOf(error)),
  });
  const pages = createPages();
  const app: OwnedApp = {
    ...{ context, output, repositories, signIn, core: link.core },
    language: vscode.env.language.startsWith('ja') ? 'ja' : 'en',
    report: (error, what) => {
      report(app, error, what).catch((failure: unknown) => output.error(messageOf(failure)));
    },
    showPage: (name, markdown) => pages.show(name, markdown),
    run: (command, target) => vscode.commands.executeCommand(command, target),
    dispose() {
      repositories.dispose();
      signIn.dispose();
      pages.dispose();
      link[Symbol.dispose]();
      output.dispose();
    },
  };
  return app;
}
