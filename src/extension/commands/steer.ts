// Pause, resume, cancel, retry: what a person says to a run. The controller answers, and is started when there is something for it
// to carry out.
import * as vscode from 'vscode';
import type { SpecState } from '../../core/model/state.ts';
import { isTerminal, liveAttempt } from '../../core/model/state.ts';
import type { Asked } from '../../core/necrocode.ts';
import type { App } from '../app.ts';
import { askSpec, askTask, type Found, type FoundSpec } from '../ask/ask.ts';
import { inertMessage } from '../inert-message.ts';
import type { Target } from '../target.ts';
import type { Command } from './command.ts';

export const pause: Command = async (app, target) => {
  const { l10n } = vscode;
  const found = await askSpec(app, target, {
    title: l10n.t('Pause'),
    accepts: ({ run }) => run?.state === 'running',
    none: l10n.t('Nothing is running.'),
  });
  if (found !== undefined) await tell(app, found, { kind: 'pause', spec_id: found.spec.spec_id });
};

export const resume: Command = async (app, target) => {
  const { l10n } = vscode;
  const found = await askSpec(app, target, {
    title: l10n.t('Resume'),
    accepts: ({ run }) => run?.state === 'paused',
    none: l10n.t('Nothing is paused.'),
  });
  if (found !== undefined) await tell(app, found, { kind: 'resume', spec_id: found.spec.spec_id });
};

/** Of a whole run, or of the task that the target names. */
export const cancel: Command = async (app, target) =>
  target?.task_id === undefined ? cancelRun(app, target) : cancelTask(app, target);

async function cancelRun(app: App, target: Target | undefined): Promise<void> {
  const { l10n } = vscode;
  const found = await askSpec(app, target, {
    title: l10n.t('Cancel'),
    accepts: isUnfinished,
    none: l10n.t('Nothing is running.'),
  });
  if (found === undefined || !(await confirmCancel(found))) return;
  await tell(app, found, { kind: 'cancel', spec_id: found.spec.spec_id });
}

async function confirmCancel({ spec }: FoundSpec): Promise<boolean> {
  const { l10n } = vscode;
  const live = [...spec.tasks.values()].filter((task) => liveAttempt(task) !== undefined).length;
  const detail = [
    ...(live === 1 ? [l10n.t('One task that is at work is stopped.')] : []),
    ...(live > 1 ? [l10n.t('{0} tasks that are at work are stopped.', live)] : []),
    l10n.t('What is finished stays; nothing more is started.'),
  ].join('\n');
  const yes = l10n.t('Cancel Run');
  const question = l10n.t('Cancel the run of {0}?', inertMessage(spec.spec_id));
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}

async function cancelTask(app: App, target: Target): Promise<void> {
  const { l10n } = vscode;
  const found = await askTask(app, target, {
    title: l10n.t('Cancel'),
    accepts: ({ task }) => !isTerminal(task),
    none: l10n.t('Nothing is running.'),
  });
  if (found === undefined) return;
  const { spec, task } = found;
  const yes = l10n.t('Cancel Task');
  const question = l10n.t('Cancel task {0}?', inertMessage(`${task.node.id} ${task.node.title}`));
  const detail = l10n.t('What depends on it cannot start, until the task is retried.');
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) return;
  await tell(app, found, { kind: 'cancel', spec_id: spec.spec_id, task_id: task.node.id });
}

export const retryTask: Command = async (app, target) => {
  const { l10n } = vscode;
  const found = await askTask(app, target, {
    title: l10n.t('Retry Task'),
    accepts: ({ task: { state } }) => state === 'failed' || state === 'cancelled',
    none: l10n.t('No task has failed or was cancelled.'),
  });
  if (found === undefined) return;
  const { spec, task } = found;
  const answer = await tell(app, found, { kind: 'retry', spec_id: spec.spec_id, task_id: task.node.id });
  if (isUnfinished(spec)) return;
  const execute = l10n.t('Execute…');
  if ((await vscode.window.showInformationMessage(inertMessage(answer), execute)) !== execute) return;
  await app.run('necrocode.execute', { repository: found.target.repository, spec_id: spec.spec_id });
};

/** There is a run for a controller to go on with. */
export function isUnfinished({ run }: SpecState): boolean {
  return run !== undefined && run.state !== 'finished';
}

/** The controller's answer, which is also shown for a moment. */
export async function tell(app: App, { repository, target }: Found, asked: Asked): Promise<string> {
  const spec_id = 'spec_id' in asked ? asked.spec_id : target.spec_id;
  const spec = repository.state().specs.get(spec_id ?? '');
  const startsController = asked.kind !== 'pause' && spec !== undefined && isUnfinished(spec);
  const answering = app.core.submit(repository.place, asked, { startsController });
  vscode.window.setStatusBarMessage(`$(sync~spin) ${vscode.l10n.t('NecroCode is being asked…')}`, answering);
  const { [app.language]: message } = (await answering).message;
  vscode.window.setStatusBarMessage(`$(check) ${inertMessage(message)}`, answerShownMs);
  return message;
}

const answerShownMs = 5000;
