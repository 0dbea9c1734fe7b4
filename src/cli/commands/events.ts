// `necrocode events`: the registry's own record, as lines for a person or as it stands.
import type { RegistryEvent } from '../../core/model/events.ts';
import { applyEvent } from '../../core/model/apply.ts';
import type { State } from '../../core/model/state.ts';
import { followEvents, loadDescriber, locate, queryEvents, readState } from '../../core/necrocode.ts';
import { findSpec } from '../find-spec.ts';
import type { Given } from '../given.ts';
import { brushOfLevel } from '../paint.ts';
import { formatClock } from '../render/time.ts';
import { cutToWidth, fitToWidth } from '../render/width.ts';
import { printJsonLine, type ExitStatus, type Session } from '../session.ts';

export async function events(session: Session, given: Given): Promise<ExitStatus> {
  const place = await locate(session.cwd);
  const state = await readState(place);
  const spec = given.optionalArgument(0);
  if (spec !== undefined) findSpec(state, spec, session);
  const describe = await loadDescriber(session.language);
  const show = (event: RegistryEvent) => {
    if (given.flag('json')) printJsonLine(session, event);
    else session.stdout.write(`${renderEvent(session, event, state, describe)}\n`);
  };
  const known = state.seq;
  for await (const event of queryEvents(place, {
    ...(spec === undefined ? {} : { spec }),
    sinceSeq: given.number('since') ?? 0,
  })) {
    if (event.seq <= known) show(event);
  }
  if (!given.flag('follow')) return 0;
  const sinceSeq = Math.max(known, given.number('since') ?? 0);
  for await (const event of followEvents(place, { sinceSeq, signal: session.interrupts.first })) {
    if (event.seq === state.seq + 1) applyEvent(state, event);
    if (spec === undefined || event.spec_id === spec) show(event);
  }
  return 130;
}

const typeWidth = 21;

function renderEvent(
  { paint, stdout }: Session,
  event: RegistryEvent,
  state: State,
  describe: Awaited<ReturnType<typeof loadDescriber>>,
): string {
  const notice = describe(event, state);
  const subject = [event.spec_id, event.task_id].filter((part) => part !== undefined).join(' ');
  const head = `${String(event.seq).padStart(6)}  ${formatClock(event.at)}  `;
  const text = cutToWidth(notice?.text ?? subject, stdout.columns - head.length - typeWidth - 2);
  const brush = notice === undefined ? paint.faint : paint[brushOfLevel[notice.level]];
  return `${paint.faint(head)}${fitToWidth(event.type, typeWidth)}  ${brush(text)}`;
}
