// What has become of the pull requests on GitHub that no run watches: looked up when a person asks for it, and by itself when they
// turn to the pull requests, though not often.
import * as vscode from 'vscode';
import { messageOf } from '../core/base/errors.ts';
import { unwatchedPulls } from '../core/model/unwatched-pulls.ts';
import type { App } from './app.ts';

const viewId = 'necrocode.pulls';
const quietEveryMs = 5 * 60_000;

/** What the controllers of the repositories concerned have answered, in the editor's language. */
export async function lookUpPulls(app: App): Promise<string[]> {
  const concerned = app.repositories.all().filter((repository) => unwatchedPulls(repository.state()).length > 0);
  if (concerned.length === 0) return [];
  return vscode.window.withProgress({ location: { viewId } }, () =>
    Promise.all(
      concerned.map(async ({ place }) => {
        const { message } = await app.core.submit(place, { kind: 'refresh' }, { startsController: false });
        return message[app.language];
      }),
    ),
  );
}

/** Looks them up when the view comes to be seen, in a workspace that is trusted. */
export function createQuietLookUp(app: App, view: vscode.TreeView<unknown>): vscode.Disposable {
  let dueAt = 0;
  return view.onDidChangeVisibility(({ visible }) => {
    if (!visible || !vscode.workspace.isTrusted || Date.now() < dueAt) return;
    dueAt = Date.now() + quietEveryMs;
    lookUpPulls(app).catch((error: unknown) => app.output.warn(messageOf(error)));
  });
}
