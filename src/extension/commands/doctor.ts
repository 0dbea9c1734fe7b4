// Looks whether everything is in place, shows a page about it, and mends what can be mended when the person says so.
import * as vscode from 'vscode';
import type { DoctorReport } from '../../core/necrocode.ts';
import type { App, LiveRepository } from '../app.ts';
import { loadedRepositories } from '../ask/ask.ts';
import type { Command } from './command.ts';
import { doctorPage } from './doctor-report.ts';
import { whenFree } from './free-repository.ts';

export const doctor: Command = async (app, target) => {
  const repositories = await loadedRepositories(app, target);
  const reports = await look(app, repositories, { fix: false });
  await show(app, reports);
  if (!reports.some(({ report }) => report.problems.some(({ is_mendable }) => is_mendable))) return;
  const { l10n } = vscode;
  const mend = l10n.t('Mend');
  const text = l10n.t('The doctor has found something that can be mended. What is taken out is kept in quarantine.');
  const asked = vscode.window.showWarningMessage(text, mend);
  if ((await asked) !== mend) return;
  for (const repository of repositories) await whenFree(app, repository);
  await show(app, await look(app, repositories, { fix: true }));
};

interface Looked {
  name: string;
  report: DoctorReport;
}

async function look(app: App, repositories: readonly LiveRepository[], options: { fix: boolean }): Promise<Looked[]> {
  const title = vscode.l10n.t('NecroCode: looking whether all is in place');
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, async () => {
    const reports: Looked[] = [];
    for (const { name, place } of repositories) reports.push({ name, report: await app.core.doctor(place, options) });
    return reports;
  });
}

async function show(app: App, reports: readonly Looked[]): Promise<void> {
  await app.showPage('Doctor.md', doctorPage(reports, { l10n: vscode.l10n, language: app.language }));
}
