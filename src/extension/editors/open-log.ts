// Opens the output of an attempt, at its end.
import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import type { App, LiveRepository } from '../app.ts';
import { knownRepository } from '../known-repository.ts';
import type { Target } from '../target.ts';
import { addressOfLog } from './addresses.ts';

export async function openLog(app: App, target: Target): Promise<void> {
  const repository = await knownRepository(app, target.repository);
  const uri = vscode.Uri.from(addressOfLog(attemptTarget(repository, target)));
  await vscode.window.showTextDocument(uri, { preview: true });
}

/** The attempt that is meant: the last one when none is named. Throws a UserError when there is none. */
export function attemptTarget(within: LiveRepository, { repository, spec_id = '', task_id = '', attempt }: Target) {
  const task = within.state().specs.get(spec_id)?.tasks.get(task_id);
  const wanted = attempt ?? task?.attempts.length ?? 0;
  if (task?.attempts[wanted - 1] === undefined) {
    throw new UserError(vscode.l10n.t('Task {0} has not been tried yet.', task_id), {
      hint: vscode.l10n.t('Its output is there as soon as an agent works on it.'),
    });
  }
  return { repository, spec_id, task_id, attempt: wanted };
}
