// All commands in one table: what each does, whether it runs anything, and what could not be done when it fails. A command that
// fails says so to the person who called it; none is left as a rejected promise.
import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { asTarget } from '../target.ts';
import { mayRun } from '../trust.ts';
import { openLog } from '../editors/open-log.ts';
import { showDiff } from '../editors/show-diff.ts';
import { takeOver, watchInTerminal } from '../terminals/terminals.ts';
import { openArtifact } from './artifact.ts';
import { cleanUp } from './clean-up.ts';
import type { Command } from './command.ts';
import { doctor } from './doctor.ts';
import { execute } from './execute.ts';
import { onAttempt } from './on-attempt.ts';
import { markDone, markFailed } from './person.ts';
import { plan } from './plan.ts';
import { planFromSpec } from './plan-from-spec.ts';
import { commentOnPull, mergePull, openPull, openPullOnForge, requestChanges } from './pulls.ts';
import { setModelKey } from './set-model-key.ts';
import { openDashboard, openSettings, openWalkthrough, showMenu, showOutput } from './show.ts';
import { signIn } from './sign-in.ts';
import { simulate } from './simulate.ts';
import { cancel, pause, resume, retryTask } from './steer.ts';
import { openTask } from './open-task.ts';
import { refreshPulls } from './refresh-pulls.ts';
import { addWorktreeToWorkspace, openWorktree } from './worktree.ts';

/** `shows` runs nothing and works in a workspace that is not trusted. */
type Row = readonly [id: string, kind: 'runs' | 'shows', command: Command];

const rows: readonly Row[] = [
  ['plan', 'runs', plan],
  ['planFromSpec', 'runs', planFromSpec],
  ['execute', 'runs', execute],
  ['pause', 'runs', pause],
  ['resume', 'runs', resume],
  ['cancel', 'runs', cancel],
  ['retryTask', 'runs', retryTask],
  ['openTask', 'shows', openTask],
  ['openWorktree', 'shows', openWorktree],
  ['addWorktreeToWorkspace', 'shows', addWorktreeToWorkspace],
  ['openLog', 'shows', onAttempt(openLog)],
  ['watchInTerminal', 'shows', onAttempt(watchInTerminal)],
  ['takeOver', 'runs', onAttempt(takeOver)],
  ['markDone', 'runs', markDone],
  ['markFailed', 'runs', markFailed],
  // Git runs in the repository for it.
  ['showDiff', 'runs', onAttempt(showDiff)],
  ['openArtifact', 'shows', openArtifact],
  ['openPull', 'shows', openPull],
  ['openPullOnForge', 'shows', openPullOnForge],
  ['mergePull', 'runs', mergePull],
  ['requestChanges', 'runs', requestChanges],
  ['commentOnPull', 'runs', commentOnPull],
  ['refreshPulls', 'runs', refreshPulls],
  ['openDashboard', 'shows', openDashboard],
  ['simulate', 'shows', simulate],
  ['doctor', 'runs', doctor],
  ['cleanUp', 'runs', cleanUp],
  ['openSettings', 'shows', openSettings],
  ['showOutput', 'shows', showOutput],
  ['setModelKey', 'shows', setModelKey],
  ['signIn', 'runs', signIn],
  ['openWalkthrough', 'shows', openWalkthrough],
  ['showMenu', 'shows', showMenu],
];

export function registerCommands(app: App): vscode.Disposable {
  return vscode.Disposable.from(
    ...rows.map(([name, kind, command]) =>
      vscode.commands.registerCommand(`necrocode.${name}`, async (...args: unknown[]) => {
        try {
          if (kind === 'runs' && !(await mayRun())) return;
          await command(app, asTarget(args[0]), args);
        } catch (error) {
          app.report(error, vscode.l10n.t('NecroCode could not do it.'));
        }
      }),
    ),
  );
}
