// How each task is doing, behind its line in the task list of a spec, for as long as the list is in sight.
import * as vscode from 'vscode';
import type { TaskLine } from '../../core/necrocode.ts';
import type { App } from '../app.ts';
import { createPulse } from '../pulse.ts';
import { specOfPath } from './spec-file.ts';
import { marksOf, type TaskMark } from './task-marks.ts';

const refreshEveryMs = 250;
const tickEveryMs = 5000;
/** A longer text is no list that a person reads. */
const textCharsMax = 2_000_000;

interface ReadLines {
  version: number;
  lines: Promise<TaskLine[]>;
}

export function registerSpecMarks(app: App): vscode.Disposable {
  const type = vscode.window.createTextEditorDecorationType({
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen,
  });
  const read = new WeakMap<vscode.TextDocument, ReadLines>();
  const shown = new WeakMap<vscode.TextEditor, string>();

  const linesOf = (document: vscode.TextDocument): Promise<TaskLine[]> => {
    const known = read.get(document);
    if (known?.version === document.version) return known.lines;
    const text = document.getText();
    const lines = text.length > textCharsMax ? Promise.resolve([]) : app.core.taskLines(text, document.uri.fsPath);
    read.set(document, { version: document.version, lines });
    return lines;
  };
  const marksIn = async (document: vscode.TextDocument): Promise<TaskMark[]> => {
    const spec = app.repositories
      .of(document.uri)
      ?.state()
      .specs.get(specOfPath(document.uri.fsPath) ?? '');
    if (spec?.run === undefined) return [];
    const { version } = document;
    const lines = await linesOf(document);
    // Lines of a text that is no longer there would be marked wrongly; the change that made it so asks again.
    return document.version === version ? marksOf(spec, lines, { l10n: vscode.l10n, now: Date.now() }) : [];
  };
  const mark = async (editor: vscode.TextEditor): Promise<void> => {
    const { document } = editor;
    const marks = (await marksIn(document)).filter(({ line }) => line < document.lineCount);
    const text = JSON.stringify([document.version, marks.map(({ line, text: said, color }) => [line, said, color])]);
    if (shown.get(editor) === text) return;
    shown.set(editor, text);
    editor.setDecorations(
      type,
      marks.map((each) => decorationOf(document, each)),
    );
  };
  const markAll = (): void => {
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.scheme !== 'file' || specOfPath(editor.document.uri.fsPath) === undefined) continue;
      mark(editor).catch((error: unknown) => app.output.error(error instanceof Error ? error : String(error)));
    }
  };
  const pulse = createPulse(refreshEveryMs, markAll);
  const tick = setInterval(markAll, tickEveryMs);
  pulse.ring();

  return vscode.Disposable.from(
    type,
    pulse,
    app.repositories.onDidChange(() => pulse.ring()),
    app.repositories.onDidChangeState(() => pulse.ring()),
    vscode.window.onDidChangeVisibleTextEditors(() => pulse.ring()),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (specOfPath(document.uri.fsPath) !== undefined) pulse.ring();
    }),
    { dispose: () => clearInterval(tick) },
  );
}

function decorationOf(document: vscode.TextDocument, { line, text, color, hover }: TaskMark): vscode.DecorationOptions {
  const { end } = document.lineAt(line).range;
  return {
    range: new vscode.Range(end, end),
    hoverMessage: new vscode.MarkdownString(hover),
    renderOptions: { after: { contentText: text, color: new vscode.ThemeColor(color), margin: '0 0 0 2em' } },
  };
}
