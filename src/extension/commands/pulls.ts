// What a person does with a pull request: open it, merge it, ask for changes, comment. A branch that is checked out is the user's own:
// it is merged by the editor's git, where the user sees it, and then recorded.
import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import type { PullState } from '../../core/model/state.ts';
import type { App } from '../app.ts';
import { askPull, type FoundPull } from '../ask/ask.ts';
import { inertMessage } from '../inert-message.ts';
import type { Target } from '../target.ts';
import type { Command } from './command.ts';
import { findCheckout, mergeInCheckout } from './merge-in-checkout.ts';
import { tell } from './steer.ts';

const commentCharsMax = 16_000;

export const openPull: Command = async (app, target) => {
  const found = await ask(app, target, vscode.l10n.t('Open Pull Request'), () => true);
  if (found === undefined) return;
  const { repository, pull } = found;
  await app.run('necrocode.panels.pull', { repository: repository.place.mainWorktree, pull: pull.number });
};

export const openPullOnForge: Command = async (app, target) => {
  const found = await ask(app, target, vscode.l10n.t('Open on GitHub'), ({ url }) => url !== undefined);
  if (found === undefined) return;
  const { url } = found.pull;
  if (url === undefined || !/^https?:\/\//i.test(url)) {
    throw new UserError(vscode.l10n.t('#{0} lives in this repository alone, and on no website.', found.pull.number));
  }
  await vscode.env.openExternal(vscode.Uri.parse(url, true));
};

export const mergePull: Command = async (app, target) => {
  const { l10n } = vscode;
  const found = await ask(app, target, l10n.t('Merge'), () => true);
  if (found === undefined) return;
  refuseUnlessOpen(found.pull);
  const checkout = isLocal(found) ? await findCheckout(found.repository, found.pull.base) : undefined;
  if (!(await confirmMerge(found, checkout !== undefined))) return;
  const { number } = found.pull;
  const options = { location: vscode.ProgressLocation.Notification, title: l10n.t('Merging #{0}', number) };
  const message = await vscode.window.withProgress(options, async () => {
    if (checkout !== undefined) await mergeInCheckout(checkout, found.pull);
    return tell(app, found, { kind: 'merge', number });
  });
  app.output.info(message);
};

/** The second argument may be the text: then nothing is asked. */
export const requestChanges: Command = async (app, target, args) => {
  const { l10n } = vscode;
  const found = await ask(app, target, l10n.t('Request Changes'), ({ task_id }) => task_id !== undefined);
  if (found === undefined) return;
  refuseUnlessOpen(found.pull);
  const text = await textOf(
    args[1],
    l10n.t('What is to be changed in #{0}? It goes back to the agent.', found.pull.number),
  );
  if (text === undefined) return;
  await tell(app, found, { kind: 'request_changes', number: found.pull.number, text });
};

/** The second argument may be the text: then nothing is asked. */
export const commentOnPull: Command = async (app, target, args) => {
  const { l10n } = vscode;
  const found = await ask(app, target, l10n.t('Comment'), () => true);
  if (found === undefined) return;
  const text = await textOf(args[1], l10n.t('Your comment on #{0}', found.pull.number));
  if (text !== undefined) await tell(app, found, { kind: 'comment', number: found.pull.number, text });
};

function ask(
  app: App,
  target: Target | undefined,
  title: string,
  accepts: (pull: PullState) => boolean,
): Promise<FoundPull | undefined> {
  const none = vscode.l10n.t('There is no open pull request.');
  return askPull(app, target, { title, accepts, none });
}

function refuseUnlessOpen({ number, state }: PullState): void {
  if (state === 'merged') throw new UserError(vscode.l10n.t('#{0} is merged already.', number));
  if (state === 'closed') throw new UserError(vscode.l10n.t('#{0} is closed.', number));
}

/** Its branches are those of this repository, and of nobody else's. */
function isLocal({ repository, pull }: FoundPull): boolean {
  return repository.state().specs.get(pull.spec_id)?.run?.forge !== 'github';
}

async function confirmMerge({ pull }: FoundPull, isCheckedOut: boolean): Promise<boolean> {
  const { l10n } = vscode;
  const { number, title, head, base, findings, checks } = pull;
  const failed = checks.filter(({ state }) => state === 'failure').map(({ name }) => name);
  const detail = [
    inertMessage(title),
    l10n.t('{0} is merged into {1}.', inertMessage(head), inertMessage(base)),
    ...(isCheckedOut
      ? [l10n.t('{0} is checked out here, so the files that you see change with it.', inertMessage(base))]
      : []),
    ...(findings === 1 ? [l10n.t('Review has one finding.')] : []),
    ...(findings > 1 ? [l10n.t('Review has {0} findings.', findings)] : []),
    ...(failed.length > 0 ? [l10n.t('These checks have failed: {0}', inertMessage(failed.join(', ')))] : []),
  ].join('\n');
  const yes = l10n.t('Merge');
  const question = l10n.t('Merge pull request #{0}?', number);
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, yes)) === yes;
}

async function textOf(said: unknown, prompt: string): Promise<string | undefined> {
  if (typeof said === 'string' && said.trim() !== '') return said.trim().slice(0, commentCharsMax);
  const text = await vscode.window.showInputBox({
    title: 'NecroCode',
    prompt,
    ignoreFocusOut: true,
    validateInput: (typed) =>
      typed.length > commentCharsMax ? vscode.l10n.t('At most {0} characters.', commentCharsMax) : undefined,
  });
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}
