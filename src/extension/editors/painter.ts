// Colours an editor with the colours of the terminal's theme. There is one decoration for each style that occurs, made when it is
// first needed and kept until we are done.
import * as vscode from 'vscode';
import type { Span, Style, StyledText } from './styled-text.ts';

export interface Painter extends vscode.Disposable {
  paint(editor: vscode.TextEditor, styled: StyledText): void;
}

export function createPainter(): Painter {
  const types = new Map<string, vscode.TextEditorDecorationType>();
  const typeOf = (style: Style): vscode.TextEditorDecorationType => {
    const key = JSON.stringify(style);
    const type = types.get(key) ?? vscode.window.createTextEditorDecorationType(optionsOf(style));
    types.set(key, type);
    return type;
  };
  return {
    paint(editor, { spans }) {
      const ranges = new Map<vscode.TextEditorDecorationType, vscode.Range[]>();
      for (const span of spans) {
        const type = typeOf(span.style);
        const known = ranges.get(type) ?? [];
        known.push(rangeOf(editor.document, span));
        ranges.set(type, known);
      }
      for (const type of types.values()) editor.setDecorations(type, ranges.get(type) ?? []);
    },
    dispose() {
      for (const type of types.values()) type.dispose();
      types.clear();
    },
  };
}

function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

function optionsOf({ color, isBold, isFaint }: Style): vscode.DecorationRenderOptions {
  return {
    ...(color === undefined ? {} : { color: new vscode.ThemeColor(color) }),
    ...(isBold === true ? { fontWeight: 'bold' } : {}),
    ...(isFaint === true ? { opacity: '0.7' } : {}),
  };
}
