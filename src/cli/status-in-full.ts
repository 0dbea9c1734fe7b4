// The status that takes the whole state: of one spec with its tasks, or of all as they change.
import { applyEvent } from '../core/model/apply.ts';
import type { State } from '../core/model/state.ts';
import { viewRun } from '../core/model/view-run.ts';
import { viewStatus } from '../core/model/view-status.ts';
import { followEvents, readRegistry, type Place } from '../core/necrocode.ts';
import { findSpec } from './find-spec.ts';
import { renderSpecStatus } from './render/spec-status.ts';
import { renderStatus } from './render/status.ts';
import { openScreen } from './screen.ts';
import { print, printJson, printJsonLine, type ExitStatus, type Session } from './session.ts';
import { warnOfDamage } from './warn-of-damage.ts';

export interface StatusWanted {
  /** All when absent. */
  spec: string | undefined;
  isAll: boolean;
  isJson: boolean;
}

export async function showStatus(session: Session, place: Place, wanted: StatusWanted): Promise<ExitStatus> {
  const state = await readWanted(session, place, wanted);
  if (wanted.isJson) printJson(session, documentOf(session, state, wanted));
  else print(session, renderState(session, state, wanted));
  return 0;
}

const redrawMs = 500;

/** Shows the state anew whenever it has changed: of one spec until its run is over, of all until it is interrupted. */
export async function watchStatus(session: Session, place: Place, wanted: StatusWanted): Promise<ExitStatus> {
  const state = await readWanted(session, place, wanted);
  const signal = session.interrupts.first;
  using screen = wanted.isJson || !session.stdout.isTTY ? undefined : openScreen(session.stdout);
  const shown = { seq: -1 };
  const isOver = () => wanted.spec !== undefined && state.specs.get(wanted.spec)?.run?.state === 'finished';
  const show = () => {
    const hasNews = shown.seq !== state.seq;
    if (screen !== undefined) screen.draw(renderState(session, state, wanted).slice(0, session.stdout.rows - 1));
    else if (!hasNews) return;
    else if (wanted.isJson) printJsonLine(session, documentOf(session, state, wanted));
    else print(session, [...renderState(session, state, wanted), '']);
    shown.seq = state.seq;
  };
  show();
  if (isOver()) return 0;
  const timer = setInterval(show, redrawMs);
  try {
    for await (const event of followEvents(place, { sinceSeq: state.seq, signal })) {
      if (event.seq > state.seq) applyEvent(state, event);
      if (isOver()) break;
    }
  } finally {
    clearInterval(timer);
  }
  if (!isOver()) return 130;
  show();
  return 0;
}

/** @throws UserError when there is no such spec. */
async function readWanted(session: Session, place: Place, { spec }: StatusWanted): Promise<State> {
  const { state, damage } = await readRegistry(place);
  warnOfDamage(session, damage);
  if (spec !== undefined) findSpec(state, spec, session);
  return state;
}

function documentOf({ clock }: Session, state: State, { spec }: StatusWanted): unknown {
  const now = clock.now();
  const overview = viewStatus(state, { spec, now });
  const one = spec === undefined ? undefined : state.specs.get(spec);
  return one === undefined ? overview : { ...overview, run: viewRun(one, { now }) };
}

function renderState(session: Session, state: State, { spec, isAll }: StatusWanted): string[] {
  const { messages, paint, stdout, clock } = session;
  const now = clock.now();
  const one = spec === undefined ? undefined : state.specs.get(spec);
  const overview = viewStatus(state, { spec, now });
  const options = { messages, paint, width: stdout.columns, now, isAll };
  return one === undefined
    ? renderStatus(overview, options)
    : renderSpecStatus(viewRun(one, { now }), overview, options);
}
