// What has become of the pull requests on GitHub that no run watches: looked up when a person asks for it, and by itself when they
// turn to the pull requests, though not often.
import * as vscode from 'vscode';
import { messageOf } from '../core/base/errors.ts';
import { unwatchedPulls } from '../core/model/unwatched-pulls.ts';
import type { App } from './app.ts';
import { loadedRepositories } from './ask/ask.ts';

const viewId = 'necrocode.pulls';
const quietEveryMs = 5 * 60_000;

/** What the controllers of the repositories concerned have answered, in the editor's language. @throws UserError without a repository */
export async function lookUpPulls(app: App): Promise<string[]> {
  const repositories = await loadedRepositories(app);
  const concerned = repositories.filter((repository) => unwatchedPulls(repository.state()).length > 0);
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
  const look = async (): Promise<void> => {
    if (!view.visible || !vscode.workspace.isTrusted || Date.now() < dueAt) return;
    dueAt = Date.now() + quietEveryMs;
    // Nothing was asked of anybody: it is not too early for the next look.
    if ((await lookUpPulls(app)).length === 0) dueAt = 0;
  };
  const quietly = () => {
    look().catch((error: unknown) => app.output.debug(messageOf(error)));
  };
  quietly();
  return view.onDidChangeVisibility(quietly);
}
