// Has a plan made, with its progress shown and a way to stop it, and shows what came of it: the graph with its forecast, and the list
// of tasks beside it.
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { PlanOutcome, PlanProgress, PlanWish } from '../../core/necrocode.ts';
import type { App, LiveRepository } from '../app.ts';
import { signalOf } from '../cancellation.ts';
import { readModelKey } from '../secrets.ts';
import { describePlan, describeProgress } from './plan-words.ts';

/** As often as one can read. */
const progressEveryMs = 200;
const workersUsual = 3;
const problemsLoggedMax = 100;

/** Undefined when it was cancelled. */
export async function makePlan(
  app: App,
  { place }: LiveRepository,
  wish: PlanWish,
  title: string,
): Promise<PlanOutcome | undefined> {
  const modelKey = await readModelKey(app.context);
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    using stop = signalOf(token);
    const onProgress = tellProgress(app, progress);
    try {
      const given = modelKey === undefined ? {} : { modelKey };
      return await app.core.planJob(place, { ...wish, ...given, onProgress, signal: stop.signal });
    } catch (error) {
      if (!stop.signal.aborted) throw error;
      vscode.window.setStatusBarMessage(vscode.l10n.t('Planning was cancelled.'), 5000);
      return undefined;
    }
  });
}

/** Does not wait for the person's answer. */
export async function showPlan(app: App, repository: LiveRepository, outcome: PlanOutcome): Promise<void> {
  const { spec_id, problems, notes } = outcome;
  const target = { repository: repository.place.mainWorktree, spec_id };
  for (const { file, line, message } of problems.slice(0, problemsLoggedMax)) {
    app.output.warn(`${file}:${line} ${message}`);
  }
  for (const note of notes) app.output.info(note);
  await app.run('necrocode.openDashboard', target);
  const list = vscode.Uri.file(join(repository.place.mainWorktree, '.kiro', 'specs', spec_id, 'tasks.md'));
  await openBeside(list);
  const forecast = await forecastOf(app, repository, outcome);
  const { l10n } = vscode;
  const [execute, open, output] = [l10n.t('Execute…'), l10n.t('Open tasks.md'), l10n.t('Show Output')];
  const buttons = [execute, open, ...(problems.length > 0 || notes.length > 1 ? [output] : [])];
  const told = vscode.window.showInformationMessage(describePlan(outcome, forecast, l10n), ...buttons);
  const answered = told.then(async (chosen) => {
    if (chosen === execute) await app.run('necrocode.execute', target);
    else if (chosen === open) await app.run('necrocode.openTask', target);
    else if (chosen === output) app.output.show();
  });
  answered.then(undefined, (error: unknown) => app.report(error, l10n.t('The plan could not be shown.')));
}

async function openBeside(uri: vscode.Uri): Promise<void> {
  try {
    const options = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true };
    await vscode.window.showTextDocument(uri, options);
  } catch {
    // A plan need not have such a file: tasks.json alone is one.
  }
}

async function forecastOf(app: App, { place }: LiveRepository, { taskset }: PlanOutcome) {
  try {
    const { workers } = await app.core.settingsOf(place);
    const [row] = await app.core.simulateTaskset(taskset, [typeof workers === 'number' ? workers : workersUsual]);
    return row;
  } catch {
    return undefined;
  }
}

function tellProgress(app: App, progress: vscode.Progress<{ message?: string }>): (told: PlanProgress) => void {
  let lastAt = -Infinity;
  return (told) => {
    const message = describeProgress(told, { l10n: vscode.l10n, language: app.language });
    if (told.kind !== 'writing' && told.kind !== 'working') app.output.info(message);
    else if (performance.now() < lastAt + progressEveryMs) return;
    lastAt = performance.now();
    progress.report({ message });
  };
}
