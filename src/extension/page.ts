// Pages of our own that are only read: Markdown that exists nowhere but in the window, shown as the editor's own preview shows it.
import * as vscode from 'vscode';

const scheme = 'necrocode-page';

export interface Pages extends vscode.Disposable {
  /** A page of the same name is replaced, where it is shown. */
  show(name: string, markdown: string): Promise<void>;
}

export function createPages(): Pages {
  const pages = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: ({ path }) => pages.get(path) ?? '',
  });
  return {
    async show(name, markdown) {
      const uri = vscode.Uri.from({ scheme, path: `/${name}` });
      pages.set(uri.path, markdown);
      changed.fire(uri);
      try {
        await vscode.commands.executeCommand('markdown.showPreview', uri);
      } catch {
        // An editor without a preview of Markdown.
        await vscode.window.showTextDocument(uri, { preview: true });
      }
    },
    dispose() {
      changed.dispose();
      provider.dispose();
    },
  };
}
