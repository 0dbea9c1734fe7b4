// Messages about what a person wants to know. What is told, and when, is decided in `notices-for.ts`; here events come in, time
// passes, and messages are shown and answered: in the window that is looked at, never modal, never twice.
import * as vscode from 'vscode';
import { messageOf as messageOfError } from '../../core/base/errors.ts';
import type { RegistryEvent } from '../../core/model/events.ts';
import type { App, LiveRepository } from '../app.ts';
import type { Target } from '../target.ts';
import type { Group, NoticeLevel } from './notice.ts';
import { labelOf, messageOf, type Button } from './notice-words.ts';
import { beginMemory, noticesFor, type Memory } from './notices-for.ts';
import { toldMark } from './told-until.ts';

export function registerNotices(app: App): vscode.Disposable {
  const tellers = new Map<LiveRepository, Teller>();
  const tellerOf = (repository: LiveRepository): Teller => {
    const known = tellers.get(repository) ?? createTeller(app, repository);
    tellers.set(repository, known);
    return known;
  };
  const prune = (): void => {
    const open = new Set(app.repositories.all());
    for (const [repository, teller] of tellers) {
      if (open.has(repository)) continue;
      teller.dispose();
      tellers.delete(repository);
    }
  };
  return vscode.Disposable.from(
    app.repositories.onDidChange(prune),
    app.repositories.onDidChangeState(({ repository, events }) => tellerOf(repository).hear(events)),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) for (const teller of tellers.values()) teller.look();
    }),
    new vscode.Disposable(() => {
      for (const teller of tellers.values()) teller.dispose();
    }),
  );
}

interface Teller extends vscode.Disposable {
  hear(events: readonly RegistryEvent[]): void;
  look(): void;
}

function createTeller(app: App, repository: LiveRepository): Teller {
  const mark = toldMark(app.context.globalStorageUri.fsPath, repository.place.mainWorktree);
  let memory: Memory | undefined;
  let timer: NodeJS.Timeout | undefined;
  let latest = Promise.resolve();

  const step = async (events: readonly RegistryEvent[]): Promise<void> => {
    memory ??= beginMemory(repository.state());
    if (events.length === 0 && memory.pending.length === 0) return;
    const mayShow = vscode.window.state.focused;
    // Another window may have told it while this one was not looked at.
    const toldUntil = mayShow && memory.pending.length > 0 ? await mark.byOthers() : 0;
    const now = Date.now();
    const told = noticesFor(events, repository.state(), memory, { now, level: levelNow(), mayShow, toldUntil });
    memory = told.memory;
    clearTimeout(timer);
    if (told.nextAt !== undefined) timer = setTimeout(look, Math.max(0, told.nextAt - now));
    if (told.show.length === 0) return;
    await mark.write(Math.max(...told.show.flatMap(({ notices }) => notices.map(({ at }) => at))));
    for (const group of told.show) show(app, repository, group);
  };
  // One after the other: each goes on from the memory of the one before.
  const enqueue = (work: () => Promise<void> | void): void => {
    latest = latest.then(work).catch((error: unknown) => app.output.error(messageOfError(error)));
  };
  const look = (): void => enqueue(() => step([]));
  const begin = (): void => {
    memory = beginMemory(repository.state());
  };
  return {
    // What stands in a state that was read anew is old.
    hear: (events) => enqueue(events.length === 0 ? begin : () => step(events)),
    look,
    dispose: () => clearTimeout(timer),
  };
}

function levelNow(): NoticeLevel {
  const level = vscode.workspace.getConfiguration('necrocode').get<string>('notifications');
  return level === 'all' || level === 'none' ? level : 'important';
}

/** Does not wait for the answer, which may never come. */
function show(app: App, repository: LiveRepository, group: Group): void {
  const { level, text, buttons } = messageOf(group, vscode.l10n);
  const labels = buttons.map((button) => labelOf(button, vscode.l10n));
  const told = showers[level](text, ...labels);
  const answered = told.then(async (chosen) => {
    const button = chosen === undefined ? undefined : buttons[labels.indexOf(chosen)];
    if (button !== undefined) await press(app, button, targetOf(repository, group));
  });
  answered.then(undefined, (error: unknown) => app.report(error, text));
}

const showers = {
  info: (text: string, ...labels: string[]) => vscode.window.showInformationMessage(text, ...labels),
  warning: (text: string, ...labels: string[]) => vscode.window.showWarningMessage(text, ...labels),
  error: (text: string, ...labels: string[]) => vscode.window.showErrorMessage(text, ...labels),
};

function targetOf({ place }: LiveRepository, { notices: [notice] }: Group): Target {
  const { spec_id } = notice;
  const pull = 'number' in notice ? notice.number : 'final_pr' in notice ? notice.final_pr : undefined;
  return {
    repository: place.mainWorktree,
    ...(spec_id === '' ? {} : { spec_id }),
    ...('task_id' in notice ? { task_id: notice.task_id } : {}),
    ...(pull === undefined ? {} : { pull }),
  };
}

const commandOf: Record<Exclude<Button, 'later'>, string> = {
  review: 'necrocode.openPull',
  merge: 'necrocode.mergePull',
  show_pulls: 'necrocode.pulls.focus',
  open_task: 'necrocode.openTask',
  open_log: 'necrocode.openLog',
  retry: 'necrocode.retryTask',
  continue_in_terminal: 'necrocode.takeOver',
  show_tasks: 'necrocode.tasks.focus',
  open_dashboard: 'necrocode.openDashboard',
  open_on_forge: 'necrocode.openPullOnForge',
  sign_in: 'necrocode.signIn',
  doctor: 'necrocode.doctor',
};

async function press(app: App, button: Button, target: Target): Promise<void> {
  if (button !== 'later') await app.run(commandOf[button], target);
}
