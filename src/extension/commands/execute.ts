// Starts a run, or goes on with one: Enter starts it as it was started last, and everything that can be chosen otherwise stands
// below. A spec that was never planned is planned first, and one whose tasks were changed since is planned again if the person
// wants it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { specIdOf } from '../../core/model/ids.ts';
import type { SpecState } from '../../core/model/state.ts';
import type { App, LiveRepository } from '../app.ts';
import { askRepository, askSpecOrOther, loadedRepositories, type Wanted } from '../ask/ask.ts';
import type { Choice } from '../ask/choices.ts';
import { inertMessage } from '../inert-message.ts';
import type { Target } from '../target.ts';
import type { Command } from './command.ts';
import { askWishes, rememberWishes } from './execute-steps.ts';
import { wishesSchema, type Wishes } from './execute-choices.ts';
import { planFrom } from './plan-from-spec.ts';
import { findKiroSpecs } from './spec-folders.ts';
import { hasChangedTasks } from './stale-plan.ts';

/** The second argument may say how many workers, which agent and which delivery: then nothing more is asked. */
export const execute: Command = async (app, target, args) => {
  const found = await findSpec(app, target);
  if (found === undefined) return;
  const { repository } = found;
  const spec = repository.state().specs.get(found.spec_id);
  if (spec?.run?.state === 'running') return showRunning(app, repository, found.spec_id);
  const spec_id = await preparePlan(app, repository, { spec_id: found.spec_id, spec });
  if (spec_id === undefined) return;
  const said = args[1] === undefined ? undefined : wishesSchema.safeParse(args[1]).data;
  const wishes = said ?? (await askWishes(app, repository, { spec_id, isGoingOn: spec?.run?.state === 'paused' }));
  if (wishes === undefined) return;
  // A run goes on with the delivery that it has begun with.
  const { delivery: _begun, ...others } = wishes;
  await start(app, repository, spec_id, spec?.run?.state === 'paused' ? others : wishes);
  await rememberWishes(app, wishes);
};

async function findSpec(app: App, target: Target | undefined) {
  const { l10n } = vscode;
  if (target?.spec_id !== undefined) {
    const found = await askRepository(app, target, l10n.t('Execute'));
    return found === undefined ? undefined : { repository: found.repository, spec_id: target.spec_id };
  }
  const onScreen = await specOnScreen(app);
  if (onScreen !== undefined && target === undefined) return onScreen;
  const wanted: Wanted<SpecState> = {
    title: l10n.t('Execute'),
    accepts: ({ run, tasks }) => run?.state !== 'running' && [...tasks.values()].some(({ state }) => state !== 'done'),
    none: l10n.t('There is no plan that could be executed.'),
    hint: l10n.t('NecroCode: Plan… makes one.'),
  };
  const found = await askSpecOrOther(app, target, wanted, unplannedSpecs);
  if (found?.target.spec_id === undefined) return undefined;
  return { repository: found.repository, spec_id: found.target.spec_id };
}

async function unplannedSpecs(repositories: readonly LiveRepository[]): Promise<Choice[]> {
  const rows = await Promise.all(
    repositories.map(async (repository) =>
      (await findKiroSpecs(repository))
        .filter((name) => !repository.state().specs.has(specIdOf(name)))
        .map((name) => ({
          label: `$(notebook) ${inertMessage(name)}`,
          description: vscode.l10n.t('not planned yet'),
          target: { repository: repository.place.mainWorktree, spec_id: name },
        })),
    ),
  );
  return rows.flat();
}

/** Whoever calls it over a tasks.md means that one. */
async function specOnScreen(app: App): Promise<{ repository: LiveRepository; spec_id: string } | undefined> {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const spec_id = /[\\/]\.kiro[\\/]specs[\\/]([^\\/]+)[\\/][^\\/]+\.md$/.exec(uri?.fsPath ?? '')?.[1];
  if (uri === undefined || spec_id === undefined) return undefined;
  await loadedRepositories(app);
  const repository = app.repositories.of(uri);
  return repository === undefined ? undefined : { repository, spec_id };
}

/** The name of the plan that is executed; undefined when the person has thought better of it. */
async function preparePlan(
  app: App,
  repository: LiveRepository,
  { spec_id, spec }: { spec_id: string; spec: SpecState | undefined },
): Promise<string | undefined> {
  const folder = join(repository.place.mainWorktree, '.kiro', 'specs', spec_id);
  if (spec === undefined) {
    return existsSync(join(folder, 'tasks.md')) ? (await planFrom(app, repository, folder))?.spec_id : spec_id;
  }
  if (spec.planner !== 'spec' || spec.run?.state === 'paused' || !existsSync(folder)) return spec_id;
  if (!(await hasChangedTasks(app.core, repository.place, { spec_id, folder }))) return spec_id;
  const { l10n } = vscode;
  const [again, asPlanned] = [l10n.t('Plan Again'), l10n.t('Execute as Planned')];
  const text = l10n.t('The tasks of {0} were changed since it was planned.', inertMessage(spec_id));
  const chosen = await vscode.window.showWarningMessage(text, { modal: true }, again, asPlanned);
  if (chosen === again) return (await planFrom(app, repository, folder))?.spec_id;
  return chosen === asPlanned ? spec_id : undefined;
}

async function start(app: App, { place }: LiveRepository, spec_id: string, wishes: Wishes): Promise<void> {
  const { l10n } = vscode;
  const { workers, agent, delivery } = wishes;
  const asked = {
    ...{ kind: 'execute' as const, spec_id },
    ...(workers === undefined ? {} : { workers }),
    ...(agent === undefined ? {} : { agent }),
    ...(delivery === undefined ? {} : { delivery }),
  };
  const options = {
    location: vscode.ProgressLocation.Window,
    title: l10n.t('NecroCode: starting {0}', inertMessage(spec_id)),
  };
  const { message, event } = await vscode.window.withProgress(options, () =>
    app.core.submit(place, asked, { startsController: true }),
  );
  app.output.info(message.en);
  vscode.window.setStatusBarMessage(`$(check) ${inertMessage(message[app.language])}`, 5000);
  const { notes = [] } = event.data;
  for (const note of notes) app.output.warn(note);
  if (notes.length > 0) tellNotes(app, notes);
}

/** Not waited for: the run goes on whether they are read or not. */
function tellNotes(app: App, notes: readonly string[]): void {
  const { l10n } = vscode;
  const [first = '', ...more] = notes;
  const text = more.length === 0 ? first : l10n.t('{0} ({1} more in the output)', first, more.length);
  const show = l10n.t('Show Output');
  vscode.window.showWarningMessage(inertMessage(text), show).then(
    (chosen) => (chosen === show ? app.output.show() : undefined),
    (error: unknown) => app.output.debug(String(error)),
  );
}

async function showRunning(app: App, { place }: LiveRepository, spec_id: string): Promise<void> {
  const { l10n } = vscode;
  const open = l10n.t('Open Dashboard');
  const text = l10n.t('{0} is running already.', inertMessage(spec_id));
  if ((await vscode.window.showInformationMessage(text, open)) !== open) return;
  await app.run('necrocode.openDashboard', { repository: place.mainWorktree, spec_id });
}
