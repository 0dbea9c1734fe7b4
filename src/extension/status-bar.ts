// The status bar item of the window. What it says is decided in `status-bar-view.ts`; here it is shown, not more often than eyes
// can follow.
import * as vscode from 'vscode';
import type { App } from './app.ts';
import { createPulse } from './pulse.ts';
import { viewStatusBar } from './status-bar-view.ts';
import type { Target } from './target.ts';

const everyMs = 250;

export function registerStatusBar(app: App): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('necrocode.status', vscode.StatusBarAlignment.Left, 50);
  item.name = 'NecroCode';
  const show = (): void => {
    const repositories = app.repositories.all().map((repository) => ({
      ...{ path: repository.place.mainWorktree, name: repository.name },
      ...{ state: repository.state(), damage: repository.damage() },
    }));
    const view = viewStatusBar(repositories, { l10n: vscode.l10n, canRun: vscode.workspace.isTrusted });
    if (view === undefined) return item.hide();
    // Assigning wakes the editor, so only what differs is assigned.
    if (item.text !== view.text) item.text = view.text;
    item.tooltip = new vscode.MarkdownString(view.tooltip);
    item.accessibilityInformation = { label: view.label, role: 'button' };
    item.backgroundColor = view.isWarning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.command = clickOf(view.opens);
    item.show();
  };
  const pulse = createPulse(everyMs, show);
  const ring = (): void => pulse.ring();
  show();
  return vscode.Disposable.from(
    ...[item, pulse, app.repositories.onDidChange(ring), app.repositories.onDidChangeState(ring)],
    vscode.workspace.onDidGrantWorkspaceTrust(ring),
  );
}

function clickOf(opens: Target | 'choice'): vscode.Command {
  if (opens === 'choice') return { command: 'necrocode.showMenu', title: 'NecroCode' };
  return { command: 'necrocode.openDashboard', title: 'NecroCode', arguments: [opens] };
}
