// The repositories of the window. Folders come and go, `git init` is run while the window is open, a registry appears later: all
// of it is noticed without being asked. Virtual folders, which are on no disk, have none.
import * as vscode from 'vscode';
import { locate, type Place, type ToldSignIn } from '../core/necrocode.ts';
import type { LiveChange, LiveRepository, Repositories } from './app.ts';
import { findRepositories, isInside } from './live/find-repositories.ts';
import type { Link } from './live/link.ts';
import { openLiveRepository } from './live/live-repository.ts';
import { createPulse } from './pulse.ts';

interface Entry {
  repository: LiveRepository & Disposable;
  /** Folders that lead to it. */
  roots: string[];
}

export interface OpenedRepositories extends Repositories {
  /** Looks again which there are. */
  refresh(): Promise<void>;
}

const lookAgainMs = 200;
const lookAtBareEveryMs = 3000;

export interface RepositoriesOptions {
  link: Link;
  /** What the editor's settings say about a folder, at this moment. */
  settingsOf: (scope: vscode.Uri) => Record<string, unknown>;
  /** The editor's sign-in to the forge, at this moment. */
  signInOf: () => ToldSignIn | undefined;
  log: (error: unknown) => void;
}

export function openRepositories({ link, settingsOf, signInOf, log }: RepositoriesOptions): OpenedRepositories {
  const entries = new Map<string, Entry>();
  let refusals: readonly Error[] = [];
  const changed = new vscode.EventEmitter<void>();
  const stateChanged = new vscode.EventEmitter<LiveChange>();
  let latest = Promise.resolve();

  const look = async (): Promise<void> => {
    const found = await findRepositories(openFolders(), locate);
    refusals = found.refusals;
    let isSame = entries.size === found.places.size;
    for (const [path, entry] of entries) {
      const still = found.places.get(path);
      if (still !== undefined) entry.roots = still.roots;
      else close(path, entry);
    }
    for (const [path, { place, roots }] of found.places) {
      if (entries.has(path)) continue;
      isSame = false;
      entries.set(path, { repository: open(place), roots });
    }
    if (!isSame) changed.fire();
  };
  const open = (located: Place) => {
    const scope = vscode.Uri.file(located.mainWorktree);
    // Asked for at each use: a setting that is changed counts from then on.
    const place = Object.defineProperty({ ...located }, 'editorSettings', {
      enumerable: true,
      get: () => settingsOf(scope),
    });
    Object.defineProperty(place, 'signIn', { enumerable: true, get: signInOf });
    return openLiveRepository(place, { link, onChange: (change) => stateChanged.fire(change) });
  };
  const close = (path: string, entry: Entry): void => {
    entries.delete(path);
    entry.repository[Symbol.dispose]();
  };
  // One look after the other, so that the last one has the last word.
  const refresh = (): Promise<void> => (latest = latest.then(look).catch(log));
  const pulse = createPulse(lookAgainMs, () => {
    refresh().catch(log);
  });
  const watching = watchFolders(() => pulse.ring());
  // A watcher that begins late misses what has happened before: a folder that is no repository is looked at now and then.
  const looking = setInterval(() => {
    if (openFolders().some((folder) => innermost(entries.values(), folder) === undefined)) pulse.ring();
  }, lookAtBareEveryMs);

  return {
    refresh,
    looked: () => latest,
    all: () => [...entries.values()].map(({ repository }) => repository),
    of: (uri) => (uri.scheme === 'file' ? innermost(entries.values(), uri.fsPath)?.repository : undefined),
    byPath: (mainWorktree) => entries.get(mainWorktree)?.repository,
    refusals: () => refusals,
    onDidChange: changed.event,
    onDidChangeState: stateChanged.event,
    dispose() {
      clearInterval(looking);
      for (const [path, entry] of entries) close(path, entry);
      for (const one of [pulse, watching, changed, stateChanged]) one.dispose();
    },
  };
}

function openFolders(): string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
}

/** A file in a slot belongs to the repository that the slot is of. */
function innermost(entries: Iterable<Entry>, path: string): Entry | undefined {
  let best: { entry: Entry; length: number } | undefined;
  for (const entry of entries) {
    const slots = [...entry.repository.state().slots.values()].map((slot) => slot.path);
    for (const root of [...entry.roots, ...slots]) {
      if (root !== '' && root.length > (best?.length ?? 0) && isInside(root, path))
        best = { entry, length: root.length };
    }
  }
  return best?.entry;
}

/** Tells when the answer to the question which repositories there are may have changed. */
function watchFolders(ring: () => void): vscode.Disposable {
  let watchers: vscode.Disposable[] = [];
  const watch = (): void => {
    for (const watcher of watchers) watcher.dispose();
    watchers = (vscode.workspace.workspaceFolders ?? []).map((folder) => {
      const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '.git'), false, true);
      return vscode.Disposable.from(watcher, watcher.onDidCreate(ring), watcher.onDidDelete(ring));
    });
  };
  watch();
  const folders = vscode.workspace.onDidChangeWorkspaceFolders(() => {
    watch();
    ring();
  });
  // What happened in a terminal or in another window is seen when somebody comes back.
  const windows = vscode.window.onDidChangeWindowState(({ focused }) => {
    if (focused) ring();
  });
  return new vscode.Disposable(() => {
    for (const one of [...watchers, folders, windows]) one.dispose();
  });
}
