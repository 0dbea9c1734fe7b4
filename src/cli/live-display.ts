// The live table of a run: what has happened scrolls by above, who works on what stands below and is redrawn at most ten times
// a second, and once a second while nothing happens.
import type { RegistryEvent } from '../core/model/events.ts';
import { viewRun, type RunView } from '../core/model/view-run.ts';
import { readProgress, type Notice, type Progress } from '../core/necrocode.ts';
import { brushOfLevel } from './paint.ts';
import { renderRunFrame } from './render/run-frame.ts';
import { cutToWidth, wrapToWidth } from './render/width.ts';
import type { DisplayOptions, RunDisplay } from './run-display.ts';
import { openScreen } from './screen.ts';
import type { Session } from './session.ts';

export interface LiveDisplayOptions extends DisplayOptions {
  noticeOf: (event: RegistryEvent) => Notice | undefined;
}

const frameMs = 100;
const tickMs = 1000;

export function openLiveDisplay(session: Session, { place, spec_id, state, noticeOf }: LiveDisplayOptions): RunDisplay {
  const { stdout, paint, messages, clock } = session;
  const screen = openScreen(stdout);
  const progress = new Map<string, Progress>();
  const waiting: string[] = [];
  const drawn = { at: -Infinity, isStale: true, isReading: false };
  const view = (): RunView | undefined => {
    const spec = state.specs.get(spec_id);
    return spec === undefined ? undefined : viewRun(spec, { now: clock.now() });
  };
  const draw = () => {
    const run = view();
    drawn.at = clock.monotonic();
    drawn.isStale = false;
    if (waiting.length > 0) screen.print(waiting.splice(0));
    if (run === undefined) return;
    const { columns, rows } = stdout;
    const { forge_lost: forgeLost } = state;
    screen.draw(renderRunFrame(run, { width: columns, rowsMax: rows - 1, paint, messages, progress, forgeLost }));
  };
  const look = async (run: RunView) => {
    drawn.isReading = true;
    for (const row of run.live) progress.set(`${row.task_id}/${row.attempt}`, await readProgress(place, row));
    drawn.isReading = false;
    drawn.isStale = true;
  };
  const timer = setInterval(() => {
    const isIdle = clock.monotonic() - drawn.at >= tickMs;
    const run = isIdle && !drawn.isReading ? view() : undefined;
    // What a runner says about itself is an ornament: without it the table is a little poorer.
    if (run !== undefined) look(run).catch(() => (drawn.isReading = false));
    if (drawn.isStale || isIdle) draw();
  }, frameMs);
  const resizing = stdout.onResize(draw);
  /** What is to be known before a run is there to be read, all of it; whatever else happens has one line. */
  const linesOf = ({ type }: RegistryEvent, text: string): string[] =>
    type === 'RequestAccepted' ? wrapToWidth(text, stdout.columns) : [cutToWidth(text, stdout.columns)];
  const note = (text: string) => {
    waiting.push(text);
    drawn.isStale = true;
  };
  return {
    show(event) {
      const notice = noticeOf(event);
      if (notice === undefined) drawn.isStale = true;
      else for (const line of linesOf(event, notice.text)) note(paint[brushOfLevel[notice.level]](line));
    },
    say: (text) => note(paint.warn(cutToWidth(text, stdout.columns))),
    [Symbol.dispose]() {
      clearInterval(timer);
      resizing[Symbol.dispose]();
      if (waiting.length > 0) screen.print(waiting.splice(0));
      // What is left standing is the summary's to say.
      screen.draw([]);
      screen[Symbol.dispose]();
    },
  };
}
