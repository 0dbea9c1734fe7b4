// Puts away what finished runs have left: first it is listed what would go, and only what was confirmed goes.
import * as vscode from 'vscode';
import type { App, LiveRepository } from '../app.ts';
import { askRepository } from '../ask/ask.ts';
import { inertMessage } from '../inert-message.ts';
import type { Command } from './command.ts';
import { whenFree } from './free-repository.ts';

const linesShownMax = 12;

export const cleanUp: Command = async (app, target) => {
  const { l10n } = vscode;
  const found = await askRepository(app, target, l10n.t('Clean Up'));
  if (found === undefined) return;
  const { repository } = found;
  const going = (await list(app, repository, { dryRun: true })).filter(({ outcome }) => outcome === 'removed');
  if (going.length === 0) {
    await vscode.window.showInformationMessage(
      l10n.t('There is nothing to clean up in {0}.', inertMessage(repository.name)),
    );
    return;
  }
  const shown = going.slice(0, linesShownMax).map(({ what, reason }) => inertMessage(`${what}: ${reason}`));
  const hidden = going.length - shown.length;
  const detail = [...shown, ...(hidden > 0 ? [l10n.t('and {0} more', hidden)] : [])].join('\n');
  const yes = l10n.t('Clean Up');
  const question =
    going.length === 1
      ? l10n.t('Put away one thing that finished runs have left? What is not merged stays.')
      : l10n.t('Put away {0} things that finished runs have left? What is not merged stays.', going.length);
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) return;
  await whenFree(app, repository);
  const done = await list(app, repository, { dryRun: false });
  for (const { what, reason, outcome } of done) app.output.info(`${outcome} ${what}: ${reason}`);
  const failed = done.filter(({ outcome }) => outcome === 'failed');
  if (failed.length === 0) {
    vscode.window.setStatusBarMessage(`$(check) ${l10n.t('Cleaned up.')}`, 5000);
    return;
  }
  const output = l10n.t('Show Output');
  const why = inertMessage(failed[0]?.reason ?? '');
  const text =
    failed.length === 1
      ? l10n.t('One thing could not be put away: {0}', why)
      : l10n.t('{0} things could not be put away: {1}', failed.length, why);
  if ((await vscode.window.showWarningMessage(text, output)) === output) app.output.show();
};

interface Line {
  what: string;
  reason: string;
  outcome: 'removed' | 'kept' | 'failed';
}

async function list(app: App, { place }: LiveRepository, { dryRun }: { dryRun: boolean }): Promise<Line[]> {
  const title = vscode.l10n.t('NecroCode: looking what can be put away');
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, async () => {
    const lines: Line[] = await app.core.clean(place, { dryRun, language: app.language });
    const slots = await app.core.cleanSlots(place, { dryRun });
    return [...lines, ...linesOfSlots(slots)];
  });
}

function linesOfSlots({ removed, kept }: Awaited<ReturnType<App['core']['cleanSlots']>>): Line[] {
  const { l10n } = vscode;
  return [
    ...removed.map(({ slot, rescueRef }): Line => {
      const reason =
        rescueRef === undefined ? l10n.t('nobody works in it') : l10n.t('work in it is kept as {0}', rescueRef);
      return { what: slot, reason, outcome: 'removed' };
    }),
    ...kept.map(({ slot, reason }): Line => ({ what: slot, reason, outcome: 'kept' })),
  ];
}
