// The panels of the extension, reached by two commands and restored by the editor after a reload. What is behind them is loaded when
// the first of them opens.
import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { ownCommand } from '../own-command.ts';
import { asTarget, type Target } from '../target.ts';

interface Panels {
  show(target: Target): void;
  restore(panel: vscode.WebviewPanel, memory: unknown): void;
  dispose(): void;
}

export function registerPanels(app: App): vscode.Disposable {
  return vscode.Disposable.from(
    registerKind(app, 'dashboard', async () => (await import('./dashboard-panel.ts')).createDashboards(app)),
    registerKind(app, 'pull', async () => (await import('./pull-panel.ts')).createPulls(app)),
  );
}

function registerKind(app: App, page: 'dashboard' | 'pull', load: () => Promise<Panels>): vscode.Disposable {
  let loading: Promise<Panels> | undefined;
  const panels = () => (loading ??= load());
  const what = vscode.l10n.t('The panel cannot be opened.');
  return vscode.Disposable.from(
    ownCommand(app, { id: `necrocode.panels.${page}`, what }, async (given) => {
      const target = asTarget(given);
      if (target !== undefined) (await panels()).show(target);
    }),
    vscode.window.registerWebviewPanelSerializer(`necrocode.${page}`, {
      deserializeWebviewPanel: async (panel, memory: unknown) => (await panels()).restore(panel, memory),
    }),
    {
      dispose() {
        loading?.then((loaded) => loaded.dispose()).catch((error: unknown) => app.output.error(String(error)));
      },
    },
  );
}
