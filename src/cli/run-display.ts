// How a run is shown while it goes on: as a live table on a terminal, as plain lines where it is piped, as JSON Lines for
// programs.
import type { RegistryEvent } from '../core/model/events.ts';
import type { State } from '../core/model/state.ts';
import { loadDescriber, type Notice, type Place } from '../core/necrocode.ts';
import { openLiveDisplay } from './live-display.ts';
import { brushOfLevel } from './paint.ts';
import { printJsonLine, type Session } from './session.ts';

export interface RunDisplay extends Disposable {
  /** An event of the run, folded into the state already. */
  show(event: RegistryEvent): void;
  /** A word of our own. */
  say(text: string): void;
}

export interface DisplayOptions {
  place: Place;
  spec_id: string;
  state: State;
  isJson: boolean;
}

export async function openDisplay(session: Session, options: DisplayOptions): Promise<RunDisplay> {
  if (options.isJson) return jsonDisplay(session);
  const describe = await loadDescriber(session.language);
  const noticeOf = (event: RegistryEvent) => describe(event, options.state);
  return session.stdout.isTTY ? openLiveDisplay(session, { ...options, noticeOf }) : lineDisplay(session, noticeOf);
}

function jsonDisplay(session: Session): RunDisplay {
  return {
    show: (event) => printJsonLine(session, event),
    say: (text) => session.stderr.write(`${text}\n`),
    [Symbol.dispose]: () => {},
  };
}

function lineDisplay(
  { stdout, stderr, paint }: Session,
  noticeOf: (event: RegistryEvent) => Notice | undefined,
): RunDisplay {
  return {
    show(event) {
      const notice = noticeOf(event);
      if (notice !== undefined) stdout.write(`${paint[brushOfLevel[notice.level]](notice.text)}\n`);
    },
    say: (text) => stderr.write(`${text}\n`),
    [Symbol.dispose]: () => {},
  };
}
