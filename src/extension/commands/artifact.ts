// Opens something that an attempt has left; which, is asked where it is not said.
import * as vscode from 'vscode';
import { askTask } from '../ask/ask.ts';
import { openArtifact as show } from '../editors/open-artifact.ts';
import { formatBytes } from '../format.ts';
import { inertMessage } from '../inert-message.ts';
import type { Command } from './command.ts';

export const openArtifact: Command = async (app, target) => {
  if (target?.name !== undefined) return show(app, { ...target, name: target.name });
  const { l10n } = vscode;
  const none = l10n.t('No task has left anything yet.');
  const found = await askTask(app, target, {
    title: l10n.t('Open Artifact'),
    accepts: ({ task }) => task.artifacts > 0,
    none,
  });
  if (found === undefined) return;
  const { repository, spec, task } = found;
  const attempt = target?.attempt ?? task.attempts.at(-1)?.attempt ?? 1;
  const of = { spec_id: spec.spec_id, task_id: task.node.id, attempt };
  const look = async () =>
    (await app.core.listArtifacts(repository.place, of)).map(({ name, kind, bytes }) => ({
      ...{ label: `$(file) ${inertMessage(name)}`, description: `${kind} · ${formatBytes(bytes)}`, name },
    }));
  const title = `NecroCode: ${l10n.t('Artifacts of task {0}', inertMessage(task.node.id))}`;
  const picked = await vscode.window.showQuickPick(look(), { title, placeHolder: none });
  if (picked !== undefined) await show(app, { ...found.target, attempt, name: picked.name });
};
