// What has become of the pull requests on GitHub that no run watches: looked up when a person asks for it, and by itself when they
// turn to the pull requests, though not often.
import * as vscode from 'vscode';
import { messageOf } from '../../core/base/errors.ts';
import { unwatchedPulls } from '../../core/model/unwatched-pulls.ts';
import type { App } from '../app.ts';
import { inertMessage } from '../inert-message.ts';
import type { Command } from './command.ts';

const viewId = 'necrocode.pulls';
const quietEveryMs = 5 * 60_000;

export const refreshPulls: Command = async (app) => {
  const answers = await lookUp(app);
  const [answer = vscode.l10n.t('Nothing has to be looked up.')] = answers;
  vscode.window.setStatusBarMessage(`$(check) ${inertMessage(answer)}`, 5000);
};

/** Looks them up when the view comes to be seen, in a workspace that is trusted. */
export function createQuietRefresh(app: App, view: vscode.TreeView<unknown>): vscode.Disposable {
  let dueAt = 0;
  return view.onDidChangeVisibility(({ visible }) => {
    if (!visible || !vscode.workspace.isTrusted || Date.now() < dueAt) return;
    dueAt = Date.now() + quietEveryMs;
    lookUp(app).catch((error: unknown) => app.output.warn(messageOf(error)));
  });
}

/** What the controllers of the repositories concerned have answered. */
async function lookUp(app: App): Promise<string[]> {
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
