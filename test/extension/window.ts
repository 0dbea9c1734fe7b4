// The window as the tests of the extension host use it: the extension itself, waiting for what the registry tells, and a person who
// answers the window's questions in the order in which it was agreed, and waves away all others. Nothing is drawn for a
// question, so that no focus that is lost decides a test.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { App } from '../../src/extension/app.ts';

const waitMsMax = 40_000;

export async function startApp(): Promise<App> {
  const extension = vscode.extensions.getExtension<App>('necrocode.necrocode');
  assert.ok(extension !== undefined);
  const app = await extension.activate();
  await app.repositories.looked();
  return app;
}

/** Looks at each change of a repository's state, and of which repositories there are. */
export async function until(app: App, what: string, isReached: () => boolean): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const look = () => {
    if (isReached()) resolve();
  };
  const listening = [app.repositories.onDidChangeState(look), app.repositories.onDidChange(look)];
  const timer = setTimeout(() => reject(new Error(`${what} did not come.`)), waitMsMax);
  look();
  try {
    await promise;
  } finally {
    for (const one of listening) one.dispose();
    clearTimeout(timer);
  }
}

/** Until a panel of this kind is open. */
export async function untilTab(viewType: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const look = () => {
    const inputs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
    // The editor puts a prefix of its own before it.
    if (inputs.some((input) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(viewType))) resolve();
  };
  const listening = vscode.window.tabGroups.onDidChangeTabs(look);
  const timer = setTimeout(() => reject(new Error(`No panel ${viewType} was opened.`)), waitMsMax);
  look();
  try {
    await promise;
  } finally {
    listening.dispose();
    clearTimeout(timer);
  }
}

export interface Question {
  text: string;
  detail: string;
  /** Labels of buttons, or rows with their descriptions. */
  offered: string[];
}

export interface Person extends Disposable {
  /** All questions and messages since the beginning. */
  readonly heard: readonly Question[];
  /** To the next question that the pattern fits: a button, a row's label or a part of it, or a text that is typed. */
  says(...answers: (readonly [RegExp, string])[]): void;
  /** That everything was asked that was to be answered. */
  hasSaidAll(): void;
  /** The next message that fits, of those that were not heard out yet. */
  hears(pattern: RegExp): Promise<Question>;
}

/** Answers in place of the window, until disposed of. */
export function sitDown(): Person {
  const heard: Question[] = [];
  const agreed: (readonly [RegExp, string])[] = [];
  const waiting = new Set<() => void>();
  let heardOut = 0;
  const ask = (text: string, offered: string[], detail = ''): string | undefined => {
    heard.push({ text, detail, offered });
    for (const look of waiting) look();
    const at = agreed.findIndex(([pattern]) => pattern.test(text));
    return at === -1 ? undefined : agreed.splice(at, 1)[0]?.[1];
  };
  const undo = replaceWindow(ask);
  return {
    heard,
    says: (...answers) => void agreed.push(...answers),
    hasSaidAll: () => assert.deepEqual(agreed, [], `Not asked; heard: ${JSON.stringify(heard.slice(-5))}`),
    async hears(pattern) {
      const { promise, resolve, reject } = Promise.withResolvers<Question>();
      const look = () => {
        const at = heard.findIndex(({ text }, index) => index >= heardOut && pattern.test(text));
        const found = heard[at];
        if (found === undefined) return;
        heardOut = at + 1;
        resolve(found);
      };
      const late = () => reject(new Error(`${String(pattern)} was not heard, but ${JSON.stringify(heard)}.`));
      const timer = setTimeout(late, waitMsMax);
      waiting.add(look);
      look();
      try {
        return await promise;
      } finally {
        waiting.delete(look);
        clearTimeout(timer);
      }
    },
    [Symbol.dispose]: undo,
  };
}

type Ask = (text: string, offered: string[], detail?: string) => string | undefined;

function replaceWindow(ask: Ask): () => void {
  const { window } = vscode;
  const showMessage = (text: string, ...rest: (string | vscode.MessageOptions)[]) => {
    const [first] = rest;
    const detail = typeof first === 'object' ? first.detail : undefined;
    const buttons = rest.filter((one) => typeof one === 'string');
    return Promise.resolve(buttons[buttons.indexOf(ask(text, buttons, detail) ?? '')]);
  };
  const replaced = {
    showInformationMessage: showMessage,
    showWarningMessage: showMessage,
    showErrorMessage: showMessage,
    showQuickPick: async (
      rows: readonly vscode.QuickPickItem[] | Promise<readonly vscode.QuickPickItem[]>,
      options: vscode.QuickPickOptions = {},
    ) => pickFrom(await rows, options.title ?? '', ask),
    showInputBox: async (options: vscode.InputBoxOptions) => {
      const typed = ask([options.title, options.prompt].join(' '), []);
      if (typed === undefined) return undefined;
      assert.equal((await options.validateInput?.(typed)) ?? undefined, undefined);
      return typed;
    },
    createQuickPick: () => createPick(ask),
    createInputBox: () => createBox(ask),
  };
  const original = Object.fromEntries(Object.entries(window).filter(([name]) => name in replaced));
  Object.assign(window, replaced);
  return () => void Object.assign(window, original);
}

function pickFrom(rows: readonly vscode.QuickPickItem[], title: string, ask: Ask): vscode.QuickPickItem | undefined {
  const offered = rows.map(({ label, description = '' }) => `${label} ${description}`.trim());
  const answer = ask(title, offered);
  if (answer === undefined) return undefined;
  const row = rows.find(({ label }) => label === answer) ?? rows.find(({ label }) => label.includes(answer));
  assert.ok(row !== undefined, `${answer} is not offered by "${title}", but ${offered.join(', ')}.`);
  return row;
}

/** As much of the editor's own as is used of it: answered as soon as it is shown. */
function createPick(ask: Ask) {
  const [accepted, hidden] = [new vscode.EventEmitter<void>(), new vscode.EventEmitter<void>()];
  const pick = {
    ...{ title: '', items: [] as vscode.QuickPickItem[], selectedItems: [] as vscode.QuickPickItem[] },
    ...{ onDidAccept: accepted.event, onDidHide: hidden.event, dispose() {} },
    show() {
      const row = pickFrom(pick.items, pick.title, ask);
      pick.selectedItems = row === undefined ? [] : [row];
      (row === undefined ? hidden : accepted).fire();
    },
  };
  return pick;
}

function createBox(ask: Ask) {
  const [accepted, hidden, changed] = [
    new vscode.EventEmitter<void>(),
    new vscode.EventEmitter<void>(),
    new vscode.EventEmitter<string>(),
  ];
  const box = {
    ...{ title: '', prompt: '', value: '', validationMessage: undefined as string | undefined },
    ...{ onDidAccept: accepted.event, onDidHide: hidden.event, onDidChangeValue: changed.event },
    ...{ onDidTriggerButton: new vscode.EventEmitter<void>().event, dispose() {} },
    show() {
      const typed = ask([box.title, box.prompt].join(' '), []);
      if (typed === undefined) return hidden.fire();
      box.value = typed;
      changed.fire(typed);
      accepted.fire();
      assert.equal(box.validationMessage, undefined);
    },
  };
  return box;
}
