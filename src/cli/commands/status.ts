// `necrocode status`: what is planned, what runs, what needs a person; of all specs, or of one with its tasks.
import { applyEvent } from '../../core/model/apply.ts';
import type { State } from '../../core/model/state.ts';
import { viewRun } from '../../core/model/view-run.ts';
import { viewStatus } from '../../core/model/view-status.ts';
import { followEvents, locate, readState, type Place } from '../../core/necrocode.ts';
import { findSpec } from '../find-spec.ts';
import type { Given } from '../given.ts';
import { renderSpecStatus } from '../render/spec-status.ts';
import { renderStatus } from '../render/status.ts';
import { openScreen } from '../screen.ts';
import { print, printJson, printJsonLine, type ExitStatus, type Session } from '../session.ts';

export async function status(session: Session, given: Given): Promise<ExitStatus> {
  const place = await locate(session.cwd);
  const state = await readState(place);
  const wanted: Wanted = { spec: given.optionalArgument(0), isAll: given.flag('all') };
  if (wanted.spec !== undefined) findSpec(state, wanted.spec, session);
  if (given.flag('watch')) return watch(session, place, state, { ...wanted, isJson: given.flag('json') });
  if (given.flag('json')) printJson(session, documentOf(session, state, wanted));
  else print(session, renderState(session, state, wanted));
  return 0;
}

interface Wanted {
  spec: string | undefined;
  isAll: boolean;
}

function documentOf({ clock }: Session, state: State, { spec }: Wanted): unknown {
  const now = clock.now();
  const overview = viewStatus(state, { spec, now });
  const one = spec === undefined ? undefined : state.specs.get(spec);
  return one === undefined ? overview : { ...overview, run: viewRun(one, { now }) };
}

function renderState(session: Session, state: State, { spec, isAll }: Wanted): string[] {
  const { messages, paint, stdout, clock } = session;
  const now = clock.now();
  const one = spec === undefined ? undefined : state.specs.get(spec);
  const overview = viewStatus(state, { spec, now });
  const options = { messages, paint, width: stdout.columns, now, isAll };
  return one === undefined
    ? renderStatus(overview, options)
    : renderSpecStatus(viewRun(one, { now }), overview, options);
}

const redrawMs = 500;

/** Shows the state anew whenever it has changed, until it is interrupted. */
async function watch(
  session: Session,
  place: Place,
  state: State,
  wanted: Wanted & { isJson: boolean },
): Promise<ExitStatus> {
  const signal = session.interrupts.first;
  using screen = wanted.isJson || !session.stdout.isTTY ? undefined : openScreen(session.stdout);
  const shown = { seq: -1 };
  const show = () => {
    const hasNews = shown.seq !== state.seq;
    if (screen !== undefined) screen.draw(renderState(session, state, wanted).slice(0, session.stdout.rows - 1));
    else if (!hasNews) return;
    else if (wanted.isJson) printJsonLine(session, documentOf(session, state, wanted));
    else print(session, [...renderState(session, state, wanted), '']);
    shown.seq = state.seq;
  };
  show();
  const timer = setInterval(show, redrawMs);
  try {
    for await (const event of followEvents(place, { sinceSeq: state.seq, signal })) {
      if (event.seq > state.seq) applyEvent(state, event);
    }
  } finally {
    clearInterval(timer);
  }
  return 130;
}
