// Commands about an attempt of a task: the editors and terminals that show it are given a complete target, found out here.
import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { askTask } from '../ask/ask.ts';
import type { Target } from '../target.ts';
import type { Command } from './command.ts';

/** The latest attempt is meant where none is named. A pull request is complete by itself. */
export function onAttempt(show: (app: App, target: Target) => Promise<void>): Command {
  return async (app, target) => {
    if (target !== undefined && (target.pull !== undefined || target.task_id !== undefined)) return show(app, target);
    const { l10n } = vscode;
    const found = await askTask(app, target, {
      title: l10n.t('Which task?'),
      accepts: ({ task }) => task.attempts.length > 0,
      none: l10n.t('No task has been worked on yet.'),
    });
    if (found !== undefined) await show(app, found.target);
  };
}
