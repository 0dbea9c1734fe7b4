// A task that a person works on is ended by the person: done, and then it is verified like any other, or given up.
import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import { liveAttempt } from '../../core/model/state.ts';
import type { App } from '../app.ts';
import { askTask, type FoundTask } from '../ask/ask.ts';
import type { TaskOfSpec } from '../ask/choices.ts';
import { signalOf } from '../cancellation.ts';
import { inertMessage } from '../inert-message.ts';
import type { Target } from '../target.ts';
import type { Command } from './command.ts';

const reasonCharsMax = 1000;

export const markDone: Command = async (app, target) => {
  const found = await findAttended(app, target, vscode.l10n.t('Mark as Done'));
  if (found !== undefined) await give(app, found, { kind: 'done' });
};

export const markFailed: Command = async (app, target) => {
  const { l10n } = vscode;
  const found = await findAttended(app, target, l10n.t('Mark as Failed'));
  if (found === undefined) return;
  const reason = await vscode.window.showInputBox({
    title: `NecroCode: ${l10n.t('Mark as Failed')}`,
    prompt: l10n.t('Why is task {0} given up? What lies in its worktree is kept aside.', found.task.node.id),
    validateInput: (text) =>
      text.length > reasonCharsMax ? l10n.t('At most {0} characters.', reasonCharsMax) : undefined,
  });
  if (reason === undefined) return;
  const said = reason.trim() === '' ? {} : { reason: reason.trim() };
  await give(app, found, { kind: 'fail', ...said });
};

async function findAttended(app: App, target: Target | undefined, title: string): Promise<FoundTask | undefined> {
  const { l10n } = vscode;
  const found = await askTask(app, target, {
    title,
    accepts: isAttended,
    none: l10n.t('No task is being worked on by a person.'),
    hint: l10n.t('NecroCode: Take Over in Terminal makes one yours.'),
  });
  if (found === undefined || isAttended(found)) return found;
  throw new UserError(l10n.t('Task {0} is not being worked on by a person.', found.task.node.id), {
    hint: l10n.t('NecroCode: Take Over in Terminal makes it yours.'),
  });
}

function isAttended({ task }: TaskOfSpec): boolean {
  return liveAttempt(task)?.is_attended === true;
}

async function give(
  app: App,
  found: FoundTask,
  said: { kind: 'done' } | { kind: 'fail'; reason?: string },
): Promise<void> {
  const { l10n } = vscode;
  const { repository, spec, task, target } = found;
  const live = liveAttempt(task);
  if (live?.runner === undefined) throw new UserError(l10n.t('Task {0} has ended already.', task.node.id));
  const of = { spec_id: spec.spec_id, task_id: task.node.id, attempt: live.attempt, launch: live.runner.launch };
  const title =
    said.kind === 'done' ? l10n.t('Verifying task {0}', task.node.id) : l10n.t('Giving up task {0}', task.node.id);
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const standing = await vscode.window.withProgress(options, async (_progress, token) => {
    using stop = signalOf(token);
    return await app.core.giveVerdict(repository.place, of, { ...said, signal: stop.signal });
  });
  await tellReply(app, target, { ...standing, id: task.node.id });
}

async function tellReply(
  app: App,
  target: Target,
  { reply, failure, id }: Pick<Awaited<ReturnType<App['core']['giveVerdict']>>, 'reply' | 'failure'> & { id: string },
): Promise<void> {
  const { l10n } = vscode;
  if (reply === 'refused') {
    const log = l10n.t('Open Agent Log');
    const text = inertMessage(l10n.t('Task {0} is not done yet: {1}', id, failure?.message ?? ''), 500);
    if ((await vscode.window.showWarningMessage(text, log)) === log) await app.run('necrocode.openLog', target);
  } else if (reply === 'proven') {
    vscode.window.setStatusBarMessage(`$(check) ${l10n.t('Task {0} is verified.', id)}`, 5000);
  } else if (reply === 'ended') {
    throw new UserError(l10n.t('Task {0} has ended already.', id));
  }
}
