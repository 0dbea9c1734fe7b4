// What every part of the extension is given: the editor's context, the repositories that are open, and a place to write down what
// goes wrong. A part registers itself with one function `(app) => Disposable`, and knows no other part.
import type { Disposable, Event, ExtensionContext, LogOutputChannel, Uri } from 'vscode';
import type { Language } from '../core/base/text.ts';
import type { RegistryEvent } from '../core/model/events.ts';
import type { State } from '../core/model/state.ts';
import type { Place } from '../core/necrocode.ts';
import type { ForgeSignIn } from './forge-sign-in.ts';
import type { Core } from './live/core.ts';
import type { Target } from './target.ts';

export interface App {
  context: ExtensionContext;
  repositories: Repositories;
  output: LogOutputChannel;
  /** The editor's own sign-in to GitHub. */
  signIn: ForgeSignIn;
  /** The façade, on another thread: whatever reads, plans or asks goes through it. */
  core: Core;
  /** What the editor speaks, for texts that come out of the core. */
  language: Language;
  /** Shows what went wrong, with its hint and the way to the log; never throws. */
  report(error: unknown, what: string): void;
  /** Shows a page of Markdown that is only read; one of the same name is replaced. */
  showPage(name: string, markdown: string): Promise<void>;
  /** Runs one of our commands, as a click would. */
  run(command: string, target?: Target): Thenable<unknown>;
}

/** The git repositories of the opened folders, each once, however many of its worktrees are open. */
export interface Repositories extends Disposable {
  /** Resolves when it is known which there are. */
  looked(): Promise<void>;
  all(): readonly LiveRepository[];
  /** The one that this file or folder is in. */
  of(uri: Uri): LiveRepository | undefined;
  byPath(mainWorktree: string): LiveRepository | undefined;
  /** Why folders that are open are no repositories that can be used. */
  refusals(): readonly Error[];
  /** A repository has come or gone. */
  onDidChange: Event<void>;
  /** Something has happened in one of them. */
  onDidChangeState: Event<LiveChange>;
}

/** One repository and its registry, followed for as long as it is open. */
export interface LiveRepository {
  readonly place: Place;
  /** Name of the folder, for people. */
  readonly name: string;
  /** As of the last change; the same object until the repository is read anew, and then another. An empty one before the first reading. */
  state(): State;
  isLoaded(): boolean;
  /** Where the registry is damaged, if it is. */
  damage(): string | undefined;
}

export interface LiveChange {
  repository: LiveRepository;
  /** In their order, folded into the state already. Empty when the state was read anew: then anything may have changed. */
  events: readonly RegistryEvent[];
}
