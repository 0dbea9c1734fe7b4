// A panel of the editor with one of our pages in it. Messages of the page are parsed; what is none of ours is written down and
// dropped. While the page is not to be seen it does not exist, and when it is made anew it asks for everything again.
import * as vscode from 'vscode';
import type * as z from 'zod/mini';
import type { App } from '../app.ts';
import { pageHtml } from './page-html.ts';

export interface PanelOptions<In> {
  app: App;
  page: 'dashboard' | 'pull';
  title: string;
  messages: z.ZodMiniType<In>;
  onMessage: (message: In) => Promise<void> | void;
  /** The editor's own, when it restores one. */
  restored?: vscode.WebviewPanel | undefined;
}

export interface Panel<Out> {
  post(message: Out): void;
  setTitle(title: string): void;
  reveal(): void;
  dispose(): void;
  onDidDispose: vscode.Event<void>;
}

export const viewTypes = { dashboard: 'necrocode.dashboard', pull: 'necrocode.pull' } as const;

export function openPanel<In, Out>(options: PanelOptions<In>): Panel<Out> {
  const { app, page, title, messages, onMessage } = options;
  const folder = vscode.Uri.joinPath(app.context.extensionUri, 'dist', 'webview');
  const panel =
    options.restored ??
    vscode.window.createWebviewPanel(viewTypes[page], title, { viewColumn: vscode.ViewColumn.Active });
  const { webview } = panel;
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  panel.title = title;
  panel.iconPath = vscode.Uri.joinPath(app.context.extensionUri, 'media', 'icon.png');
  const received = webview.onDidReceiveMessage(async (value: unknown) => {
    const message = messages.safeParse(value);
    if (!message.success)
      return app.output.warn(`A panel has said what cannot be understood: ${message.error.message}`);
    try {
      await onMessage(message.data);
    } catch (error) {
      app.report(error, vscode.l10n.t('NecroCode could not do it.'));
    }
  });
  panel.onDidDispose(() => {
    received.dispose();
  });
  webview.html = pageHtml({
    cspSource: webview.cspSource,
    script: webview.asWebviewUri(vscode.Uri.joinPath(folder, `${page}.js`)).toString(),
    style: webview.asWebviewUri(vscode.Uri.joinPath(folder, `${page}.css`)).toString(),
    language: app.language,
    title: 'NecroCode',
  });
  return {
    post(message) {
      // False when the page is not there: it will ask when it is.
      webview.postMessage(message).then(undefined, (error: unknown) => app.output.debug(String(error)));
    },
    setTitle(next) {
      if (panel.title !== next) panel.title = next;
    },
    reveal: () => panel.reveal(),
    onDidDispose: panel.onDidDispose,
    dispose() {
      panel.dispose();
    },
  };
}
