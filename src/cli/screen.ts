// The lower part of a terminal, drawn in place again and again: lines that stay are printed above it, the frame below is
// replaced. Each drawing is one write inside a synchronized update, so that nothing flickers. The cursor is hidden meanwhile and
// comes back on every way out of the process.
import type { Stream } from './session.ts';
import { widthOf } from './render/width.ts';

export interface Screen extends Disposable {
  /** Replaces the frame. Lines that are too wide are the caller's fault, and only look bad. */
  draw(frame: readonly string[]): void;
  /** Puts lines above the frame, where they stay. */
  print(lines: readonly string[]): void;
}

const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';
const beginUpdate = '\u001b[?2026h';
const endUpdate = '\u001b[?2026l';
const eraseBelow = '\u001b[0J';

export function openScreen(stream: Stream): Screen {
  let frame: readonly string[] = [];
  const restore = () => stream.write(showCursor);
  process.on('exit', restore);
  stream.write(hideCursor);
  const redraw = (above: readonly string[], next: readonly string[]) => {
    const lines = [...above, ...next].map((line) => `${line}\n`).join('');
    stream.write(`${beginUpdate}${upOver(frame, stream.columns)}${eraseBelow}${lines}${endUpdate}`);
    frame = next;
  };
  return {
    draw: (next) => redraw([], next),
    print: (lines) => redraw(lines, frame),
    [Symbol.dispose]() {
      process.off('exit', restore);
      restore();
    },
  };
}

/** To the first column of the first line of a frame. In a terminal that has become narrower its lines are broken. */
function upOver(frame: readonly string[], columns: number): string {
  const rows = frame.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / columns)), 0);
  return rows === 0 ? '\r' : `\r\u001b[${rows}A`;
}
