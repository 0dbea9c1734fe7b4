// The extension's composition. It shows what the registry tells and hands over what a person asks; it decides and dispatches
// nothing, and whatever it starts outlives the window.
import * as vscode from 'vscode';
import type { App } from './app.ts';
import { registerCommands } from './commands/commands.ts';
import { registerContextKeys, setContext } from './context-keys.ts';
import { createApp } from './create-app.ts';
import { registerEditors } from './editors/editors.ts';
import { registerNotices } from './notices/notices.ts';
import { registerPanels } from './panels/panels.ts';
import { registerStatusBar } from './status-bar.ts';
import { registerTrees } from './trees/trees.ts';

/** Given to our own tests, which run inside of the editor; nobody else gets anything. */
export function activate(context: vscode.ExtensionContext): App | undefined {
  const app = createApp(context);
  context.subscriptions.push(
    app,
    registerCommands(app),
    registerContextKeys(app),
    registerStatusBar(app),
    registerTrees(app),
    registerEditors(app),
    registerPanels(app),
    registerNotices(app),
  );
  // The editor does not wait for it: views fill, and welcome texts come, as soon as it is known what there is.
  app.repositories
    .refresh()
    .then(() => setContext('isReady', true))
    .then(() => app.signIn.refresh())
    .catch((error: unknown) => app.report(error, vscode.l10n.t('The opened folders cannot be looked at.')));
  return context.extensionMode === vscode.ExtensionMode.Test ? app : undefined;
}
