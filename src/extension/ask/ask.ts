// Finds out what a command is about: as it was said, else the only thing that it can be, else what the person picks. Undefined means
// that the person has thought better of it; that there is nothing to pick from is said as an error with the way out.
import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import type { PullState, SpecState } from '../../core/model/state.ts';
import type { App, LiveRepository } from '../app.ts';
import type { Target } from '../target.ts';
import { pullChoices, repositoryChoices, specChoices, taskChoices, type Choice, type TaskOfSpec } from './choices.ts';

export interface Found {
  repository: LiveRepository;
  target: Target;
}

export type FoundSpec = Found & { spec: SpecState };
export type FoundTask = Found & TaskOfSpec;
export type FoundPull = Found & { pull: PullState };

export interface Wanted<T> {
  /** The title of the list. */
  title: string;
  /** What the command can be about. */
  accepts: (item: T) => boolean;
  /** Said when there is none. */
  none: string;
  hint?: string;
}

const loadedMsMax = 30_000;

export async function askRepository(app: App, target: Target | undefined, title: string): Promise<Found | undefined> {
  const repositories = await loadedRepositories(app);
  const chosen = target ?? (await choose(repositoryChoices(repositories), title));
  return chosen === undefined ? undefined : { repository: knownRepository(app, chosen), target: chosen };
}

export async function askSpec(
  app: App,
  target: Target | undefined,
  wanted: Wanted<SpecState>,
): Promise<FoundSpec | undefined> {
  const found = await askSpecOrOther(app, target, wanted);
  return found === undefined ? undefined : { ...found, spec: knownSpec(found.repository, found.target) };
}

/** The same, where it may also be one of `others`, which need not be planned yet. */
export async function askSpecOrOther(
  app: App,
  target: Target | undefined,
  wanted: Wanted<SpecState>,
  others: (repositories: readonly LiveRepository[]) => Promise<readonly Choice[]> = async () => [],
): Promise<Found | undefined> {
  const said = target?.spec_id === undefined ? undefined : target;
  const repositories = await loadedRepositories(app, target);
  const choices = async () => [
    ...specChoices(repositories, wanted.accepts, vscode.l10n),
    ...(await others(repositories)),
  ];
  const chosen = said ?? (await chooseOne(await choices(), wanted));
  return chosen === undefined ? undefined : { repository: knownRepository(app, chosen), target: chosen };
}

export async function askTask(
  app: App,
  target: Target | undefined,
  wanted: Wanted<TaskOfSpec>,
): Promise<FoundTask | undefined> {
  const said = target?.task_id === undefined ? undefined : target;
  const repositories = await loadedRepositories(app, target);
  const within = (of: TaskOfSpec): boolean =>
    (target?.spec_id === undefined || of.spec.spec_id === target.spec_id) && wanted.accepts(of);
  const words = { l10n: vscode.l10n, now: Date.now() };
  const chosen = said ?? (await chooseOne(taskChoices(repositories, within, words), wanted));
  if (chosen === undefined) return undefined;
  const repository = knownRepository(app, chosen);
  const spec = knownSpec(repository, chosen);
  const task = spec.tasks.get(chosen.task_id ?? '');
  if (task === undefined) {
    throw new UserError(vscode.l10n.t('{0} has no task "{1}".', spec.spec_id, chosen.task_id ?? ''));
  }
  return { repository, target: chosen, spec, task, state: repository.state() };
}

export async function askPull(
  app: App,
  target: Target | undefined,
  wanted: Wanted<PullState>,
): Promise<FoundPull | undefined> {
  const repositories = await loadedRepositories(app, target);
  const chosen =
    pullOfTask(app, target) ?? (await chooseOne(pullChoices(repositories, wanted.accepts, vscode.l10n), wanted));
  if (chosen === undefined) return undefined;
  const repository = knownRepository(app, chosen);
  const pull = repository.state().pulls.get(chosen.pull ?? 0);
  if (pull === undefined) throw new UserError(vscode.l10n.t('There is no pull request #{0}.', chosen.pull ?? 0));
  return { repository, target: chosen, pull };
}

/** All whose state is known, or those that the target names; waits a while for those that are still being read. */
export async function loadedRepositories(app: App, target?: Target): Promise<LiveRepository[]> {
  await app.repositories.looked();
  const all = app.repositories.all();
  if (all.length === 0) throw noRepository(app);
  const meant = target === undefined ? [...all] : [knownRepository(app, target)];
  await Promise.all(meant.map((repository) => loaded(app, repository)));
  return meant;
}

async function loaded(app: App, repository: LiveRepository): Promise<void> {
  if (repository.isLoaded()) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const listening = app.repositories.onDidChangeState(() => {
    if (repository.isLoaded()) resolve();
  });
  const timer = setTimeout(resolve, loadedMsMax);
  await promise;
  clearTimeout(timer);
  listening.dispose();
}

function knownRepository(app: App, { repository }: Target): LiveRepository {
  const known = app.repositories.byPath(repository);
  if (known !== undefined) return known;
  throw new UserError(vscode.l10n.t('{0} is not open in this window any more.', repository));
}

function knownSpec(repository: LiveRepository, { spec_id = '' }: Target): SpecState {
  const spec = repository.state().specs.get(spec_id);
  if (spec !== undefined) return spec;
  throw new UserError(vscode.l10n.t('There is no plan "{0}".', spec_id));
}

/** Why there is none: what is wrong with the folder, or that none is open. */
function noRepository(app: App): Error {
  const [refusal] = app.repositories.refusals();
  if (refusal !== undefined) return refusal;
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.some(({ uri }) => uri.scheme !== 'file')) {
    return new UserError(vscode.l10n.t('NecroCode works on a disk, and this workspace is a virtual one.'));
  }
  return new UserError(vscode.l10n.t('Open a folder with a git repository first.'));
}

/** A task stands for its pull request. */
function pullOfTask(app: App, target: Target | undefined): Target | undefined {
  if (target === undefined || target.pull !== undefined) return target;
  const spec = app.repositories
    .byPath(target.repository)
    ?.state()
    .specs.get(target.spec_id ?? '');
  const pull = spec?.tasks.get(target.task_id ?? '')?.pr;
  return pull === undefined ? undefined : { ...target, pull };
}

async function chooseOne<T>(choices: readonly Choice[], { title, none, hint }: Wanted<T>): Promise<Target | undefined> {
  if (choices.length === 0) throw new UserError(none, hint === undefined ? {} : { hint });
  return choose(choices, title);
}

async function choose(choices: readonly Choice[], title: string): Promise<Target | undefined> {
  const [only] = choices;
  if (only !== undefined && choices.length === 1) return only.target;
  const picked = await vscode.window.showQuickPick([...choices], {
    ...{ title: `NecroCode: ${title}`, matchOnDescription: true, matchOnDetail: true },
  });
  return picked?.target;
}
