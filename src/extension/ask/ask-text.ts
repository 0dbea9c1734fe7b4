// An input box with examples: a button fills in one after the other, so that nobody has to begin with an empty line.
import * as vscode from 'vscode';

export interface AskedText {
  title: string;
  prompt: string;
  placeholder: string;
  /** Offered by the button, one by one. */
  examples: readonly string[];
  /** What is wrong with the text; undefined when nothing is. Asked at each change, but not for an empty box that was not touched. */
  problemOf: (text: string) => string | undefined;
}

/** Undefined when the person has thought better of it. */
export async function askText({
  title,
  prompt,
  placeholder,
  examples,
  problemOf,
}: AskedText): Promise<string | undefined> {
  const box = vscode.window.createInputBox();
  const example: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('lightbulb'),
    tooltip: vscode.l10n.t('Example'),
  };
  Object.assign(box, { title: `NecroCode: ${title}`, prompt, placeholder, ignoreFocusOut: true });
  box.buttons = examples.length > 0 ? [example] : [];
  let shown = 0;
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  box.onDidTriggerButton(() => {
    box.value = examples[shown % examples.length] ?? '';
    box.validationMessage = undefined;
    shown += 1;
  });
  box.onDidChangeValue((text) => (box.validationMessage = text === '' ? undefined : problemOf(text)));
  box.onDidAccept(() => {
    box.validationMessage = problemOf(box.value);
    if (box.validationMessage === undefined) resolve(box.value.trim());
  });
  box.onDidHide(() => resolve(undefined));
  box.show();
  try {
    return await promise;
  } finally {
    box.dispose();
  }
}
