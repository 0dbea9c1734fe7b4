// How long what is left of a plan would take with how many workers: a list to look at, from which a run can be started.
import * as vscode from 'vscode';
import { askSpec } from '../ask/ask.ts';
import { formatElapsed } from '../format.ts';
import type { Command } from './command.ts';
import { workersText } from './execute-choices.ts';
import { inertMessage } from '../inert-message.ts';

const workersTried = [1, 2, 3, 4, 6, 8, 12, 16];

export const simulate: Command = async (app, target) => {
  const { l10n } = vscode;
  const found = await askSpec(app, target, {
    title: l10n.t('Simulate'),
    accepts: () => true,
    none: l10n.t('There is no plan yet.'),
    hint: l10n.t('NecroCode: Plan… makes one.'),
  });
  if (found === undefined) return;
  const { repository, spec } = found;
  const about = { repository: repository.place.mainWorktree, spec_id: spec.spec_id };
  const look = async () => {
    const rows = await app.core.simulatePlan(repository.place, spec.spec_id, workersTried);
    return [
      ...rows.map(({ workers, makespan_ms }) => ({
        label: `$(organization) ${workersText(workers, l10n)}`,
        description: [formatElapsed(makespan_ms), ...timesAsFast(rows[0]?.makespan_ms, makespan_ms)].join(' · '),
        workers,
      })),
      { label: `$(type-hierarchy) ${l10n.t('Open Dashboard')}`, description: '', workers: undefined },
    ];
  };
  const picked = await vscode.window.showQuickPick(look(), {
    title: `NecroCode: ${l10n.t('How long {0} would take', inertMessage(spec.spec_id))}`,
    placeHolder: l10n.t('Pick a row to execute it so.'),
  });
  if (picked === undefined) return;
  if (picked.workers === undefined) return void (await app.run('necrocode.openDashboard', about));
  await vscode.commands.executeCommand('necrocode.execute', about, { workers: picked.workers });
};

/** Nothing for the first row, and where all is done. */
function timesAsFast(aloneMs: number | undefined, makespanMs: number): string[] {
  if (aloneMs === undefined || makespanMs === 0 || aloneMs === makespanMs) return [];
  return [vscode.l10n.t('{0} times as fast as one', (aloneMs / makespanMs).toFixed(1))];
}
