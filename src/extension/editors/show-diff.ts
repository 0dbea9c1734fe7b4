// What a pull request or an attempt changes, in the editor's own diff: all files at once where the editor can do that, else the one
// that is picked.
import * as vscode from 'vscode';
import { plainText } from '../../core/base/text.ts';
import { UserError } from '../../core/base/errors.ts';
import type { AttemptState, PullState } from '../../core/model/state.ts';
import type { Changes } from '../../core/necrocode.ts';
import type { App, LiveRepository } from '../app.ts';
import { knownRepository } from '../known-repository.ts';
import type { Target } from '../target.ts';
import { addressOfGitFile } from './addresses.ts';

type ChangedFile = Changes['files'][number];

interface Diff {
  title: string;
  changes: Changes;
  pull?: number;
}

const titleCharsMax = 100;
/** The editor becomes slow with more. */
const filesAtOnceMax = 300;

/** Of a pull request, else of an attempt (the last one with a commit when none is named); `name` picks one file. */
export async function showDiff(app: App, target: Target): Promise<void> {
  const repository = await knownRepository(app, target.repository);
  const diff = await diffOf(app, repository, target);
  const { changes, title } = diff;
  if (target.name !== undefined) return showFile(repository, diff, findFile(changes, target.name));
  const [first] = changes.files;
  if (first === undefined) {
    await vscode.window.showInformationMessage(vscode.l10n.t('{0} changes nothing.', title));
  } else if (await canShowAll()) {
    const shown = changes.files.slice(0, filesAtOnceMax);
    const entries = shown.map((file) => entryOf(repository, diff, file));
    const left = changes.files.length - shown.length + changes.filesLeftOut;
    const more = left === 0 ? '' : ` (+${left})`;
    await vscode.commands.executeCommand('vscode.changes', `${title}${more}`, entries);
  } else {
    const picked = await vscode.window.showQuickPick(changes.files.map(itemOf), { title, matchOnDescription: true });
    if (picked !== undefined) await showFile(repository, diff, picked.file);
  }
}

async function canShowAll(): Promise<boolean> {
  return (await vscode.commands.getCommands(true)).includes('vscode.changes');
}

async function diffOf(app: App, repository: LiveRepository, target: Target): Promise<Diff> {
  const { place } = repository;
  const { pulls, specs } = repository.state();
  const pull = target.pull === undefined ? undefined : pulls.get(target.pull);
  if (pull !== undefined) {
    const changes = await app.core.changesOfPull(place, pull);
    if (changes !== undefined) return { title: titleOfPull(pull), changes, pull: pull.number };
    throw new UserError(vscode.l10n.t('The commits of pull request #{0} are no longer there.', pull.number));
  }
  const task = specs.get(target.spec_id ?? '')?.tasks.get(target.task_id ?? '');
  const { attempt, base_sha, commit } = pickAttempt(task?.attempts ?? [], target.attempt) ?? {};
  if (task === undefined || base_sha === undefined || commit === undefined) {
    throw new UserError(vscode.l10n.t('There is no change to show yet.'), {
      hint: vscode.l10n.t('An attempt has one when its work is committed.'),
    });
  }
  const title = `${plainText(`${task.node.id} ${task.node.title}`, { charsMax: titleCharsMax })} · ${vscode.l10n.t('Attempt {0}', attempt ?? 1)}`;
  const changes = await app.core.listChanged(place, base_sha, commit);
  return { title, changes, ...(task.pr === undefined ? {} : { pull: task.pr }) };
}

function pickAttempt(attempts: readonly AttemptState[], wanted: number | undefined): AttemptState | undefined {
  return wanted === undefined ? attempts.findLast(({ commit }) => commit !== undefined) : attempts[wanted - 1];
}

function titleOfPull({ number, title }: PullState): string {
  return `#${number} ${plainText(title, { charsMax: titleCharsMax })}`;
}

function findFile({ files }: Changes, name: string): ChangedFile {
  const found = files.find(({ file }) => file === name);
  if (found !== undefined) return found;
  throw new UserError(vscode.l10n.t('The change does not touch {0}.', name));
}

async function showFile(repository: LiveRepository, diff: Diff, file: ChangedFile): Promise<void> {
  const [before, after] = sidesOf(repository, diff, file);
  await vscode.commands.executeCommand('vscode.diff', before, after, `${plainText(file.file)} (${diff.title})`, {
    preview: true,
  });
}

/** A file is empty on a side that does not have it. */
function sidesOf({ place }: LiveRepository, { changes, pull }: Diff, { file }: ChangedFile): [vscode.Uri, vscode.Uri] {
  const of = { repository: place.mainWorktree, file, ...(pull === undefined ? {} : { pull }) };
  return [
    vscode.Uri.from(addressOfGitFile({ ...of, commit: changes.base, side: 'before' })),
    vscode.Uri.from(addressOfGitFile({ ...of, commit: changes.head, side: 'after' })),
  ];
}

/** What the diff of many files takes: the file's own name, then the sides that there are. */
function entryOf(repository: LiveRepository, diff: Diff, file: ChangedFile) {
  const [before, after] = sidesOf(repository, diff, file);
  const sides = [file.status === 'added' ? undefined : before, file.status === 'deleted' ? undefined : after];
  return [vscode.Uri.joinPath(vscode.Uri.file(repository.place.mainWorktree), file.file), ...sides];
}

function itemOf(file: ChangedFile): vscode.QuickPickItem & { file: ChangedFile } {
  return { label: plainText(file.file), description: `+${file.insertions} −${file.deletions}`, file };
}
