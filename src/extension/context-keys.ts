// Tells the editor what there is, so that buttons, menus and welcome texts show what can be done now and nothing else.
import * as vscode from 'vscode';
import type { App } from './app.ts';
import { contextOf } from './context-values.ts';
import { createPulse } from './pulse.ts';

const everyMs = 250;

export function registerContextKeys(app: App): vscode.Disposable {
  const told = new Map<string, unknown>();
  const tell = (): void => {
    for (const [name, value] of Object.entries(contextOf(app.repositories.all()))) {
      if (told.get(name) === value) continue;
      told.set(name, value);
      setContext(name, value);
    }
  };
  const pulse = createPulse(everyMs, tell);
  tell();
  return vscode.Disposable.from(
    pulse,
    app.repositories.onDidChange(() => pulse.ring()),
    app.repositories.onDidChangeState(() => pulse.ring()),
  );
}

/** For the welcome texts: before the first look nobody knows whether there is a repository. */
export function setContext(name: string, value: unknown): void {
  vscode.commands.executeCommand('setContext', `necrocode.${name}`, value).then(undefined, () => undefined);
}
