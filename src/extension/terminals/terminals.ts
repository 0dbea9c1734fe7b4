// Terminals about an attempt: one that only shows, and one in which a person works on the task, with the agent's own face or a
// shell, through our command line. That one runs with the environment that agents get: no credential of the editor is in it.
import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import { plainText } from '../../core/base/text.ts';
import { liveAttempt } from '../../core/model/state.ts';
import type { App } from '../app.ts';
import { knownRepository } from '../known-repository.ts';
import type { Target } from '../target.ts';
import { titleOfTask } from '../task-words.ts';

export { watchInTerminal } from './attempt-terminal.ts';

const nameCharsMax = 60;

/** Takes a task over from its agent; an attempt that waits for a person already is just gone into. */
export async function takeOver(app: App, target: Target): Promise<void> {
  const repository = await knownRepository(app, target.repository);
  const { place } = repository;
  const { spec_id = '', task_id = '' } = target;
  const task = repository.state().specs.get(spec_id)?.tasks.get(task_id);
  const live = task === undefined ? undefined : liveAttempt(task);
  if (task === undefined || live === undefined) {
    throw new UserError(vscode.l10n.t('Nobody is at work on task {0}.', task_id), {
      hint: vscode.l10n.t('Only an attempt that is at work can be taken over. Retry Task starts one.'),
    });
  }
  const verb = live.is_attended === true ? 'attach' : 'take-over';
  const { file, args, env } = await app.core.cliLaunch(place, [verb, spec_id, task_id]);
  const options: vscode.TerminalOptions = {
    name: plainText(titleOfTask(task), { charsMax: nameCharsMax }),
    iconPath: new vscode.ThemeIcon('person'),
    cwd: place.mainWorktree,
    shellPath: file,
    shellArgs: args,
    env,
    strictEnv: true,
    isTransient: true,
  };
  const terminal = openTerminalOf(options) ?? vscode.window.createTerminal(options);
  terminal.show();
}

/** A person who asks twice wants the terminal that they have. */
function openTerminalOf({ shellArgs }: vscode.TerminalOptions): vscode.Terminal | undefined {
  const wanted = JSON.stringify(shellArgs);
  return vscode.window.terminals.find(
    ({ creationOptions, exitStatus }) =>
      exitStatus === undefined &&
      'shellArgs' in creationOptions &&
      JSON.stringify(creationOptions.shellArgs) === wanted,
  );
}
