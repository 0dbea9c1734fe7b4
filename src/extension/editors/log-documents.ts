// The output of an attempt as a document: read-only, coloured as it would be in a terminal, and longer by the second while the
// attempt is at work. An editor that shows its end stays there, until a person scrolls away from it.
import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { logScheme, parseTarget } from './addresses.ts';
import { openLogSession, type LogSession } from './log-session.ts';
import { createPainter, type Painter } from './painter.ts';

interface OpenLog {
  session: Promise<LogSession>;
  /** Whether its end is kept in sight. */
  isFollowed: boolean;
  linesSeen: number;
}

/** So near to the end still is the end. */
const endLines = 3;

export function registerLogDocuments(app: App): vscode.Disposable {
  const logs = new Map<string, OpenLog>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const painter = createPainter();
  const note = (error: unknown): void => app.output.error(error instanceof Error ? error : String(error));

  const openLog = (uri: vscode.Uri): OpenLog => {
    const key = uri.toString();
    const known = logs.get(key);
    if (known !== undefined) return known;
    const log = {
      session: openLogSession(app, parseTarget(uri), () => changed.fire(uri)),
      ...{ isFollowed: true, linesSeen: 0 },
    };
    logs.set(key, log);
    log.session.catch(() => logs.delete(key));
    return log;
  };
  const close = (key: string): void => {
    const log = logs.get(key);
    logs.delete(key);
    log?.session.then((session) => session.close()).catch(note);
  };
  const show = (document: vscode.TextDocument): void => {
    const log = logs.get(document.uri.toString());
    if (log !== undefined) showLog(document, log, painter).catch(note);
  };

  return vscode.Disposable.from(
    changed,
    painter,
    vscode.workspace.registerTextDocumentContentProvider(logScheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: async (uri) => (await openLog(uri).session).styled().text,
    }),
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (document.uri.scheme === logScheme) catchUp(document, openLog(document.uri), changed).catch(note);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document }) => show(document)),
    vscode.window.onDidChangeVisibleTextEditors((editors) => {
      for (const { document } of editors) show(document);
    }),
    vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor: { document }, visibleRanges }) => {
      const log = logs.get(document.uri.toString());
      const last = visibleRanges.at(-1);
      if (log !== undefined && last !== undefined) log.isFollowed = last.end.line >= log.linesSeen - endLines;
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => close(uri.toString())),
    { dispose: () => [...logs.keys()].forEach(close) },
  );
}

/** What has come before the editor knew the document was told to nobody. */
async function catchUp(
  document: vscode.TextDocument,
  { session }: OpenLog,
  changed: vscode.EventEmitter<vscode.Uri>,
): Promise<void> {
  if ((await session).styled().text !== document.getText()) changed.fire(document.uri);
}

async function showLog(document: vscode.TextDocument, log: OpenLog, painter: Painter): Promise<void> {
  const styled = (await log.session).styled();
  // Meanwhile more may have come; its own change is on the way, and shows it.
  if (document.getText() !== styled.text) return;
  for (const editor of vscode.window.visibleTextEditors) {
    if (editor.document !== document) continue;
    if (log.isFollowed) editor.revealRange(endOf(document));
    painter.paint(editor, styled);
  }
  log.linesSeen = document.lineCount;
}

function endOf(document: vscode.TextDocument): vscode.Range {
  const end = new vscode.Position(document.lineCount - 1, 0);
  return new vscode.Range(end, end);
}
