// A command whose failure is shown like every other, and never gets lost as a rejected promise.
import * as vscode from 'vscode';
import type { App } from './app.ts';

/** `what` says to a person what was tried. */
export function ownCommand(
  app: Pick<App, 'report'>,
  { id, what }: { id: string; what: string },
  work: (...given: unknown[]) => Promise<void> | void,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...given: unknown[]) => {
    try {
      await work(...given);
    } catch (error) {
      app.report(error, what);
    }
  });
}
