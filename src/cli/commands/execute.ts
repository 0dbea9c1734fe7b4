// `necrocode execute`: hands the wish to run a spec to the controller, which is started when there is none, and shows the run to
// its end. This process decides nothing: closing it stops nothing, Ctrl-C asks the controller to stop.
import { locate, submit, type Answer } from '../../core/necrocode.ts';
import { forecastRun } from '../forecast-run.ts';
import type { Given } from '../given.ts';
import { print, printJson, type ExitStatus, type Session } from '../session.ts';
import { showRun, type Execute } from '../show-run.ts';

export async function execute(session: Session, given: Given): Promise<ExitStatus> {
  const place = await locate(session.cwd);
  const asked = askedOf(given);
  if (given.flag('dryRun')) return forecastRun(session, place, asked, given.flag('json'));
  if (!given.flag('detach')) return showRun(session, { place, asked, isJson: given.flag('json') });
  const answer = await submit(place, asked, { startsController: true, signal: session.interrupts.first });
  return detach(session, answer, asked.spec_id, given.flag('json'));
}

function askedOf(given: Given): Execute {
  const [workers, agent, only] = [given.text('workers'), given.text('agent'), given.texts('only')];
  const [delivery, forge] = [given.text('delivery'), given.text('forge')];
  return {
    kind: 'execute',
    spec_id: given.argument(0),
    ...(workers === undefined ? {} : { workers: workers === 'auto' ? ('auto' as const) : Number(workers) }),
    ...(agent === undefined ? {} : { agent }),
    ...(only === undefined ? {} : { only }),
    ...(delivery === 'integration' || delivery === 'direct' ? { delivery } : {}),
    ...(forge === 'local' || forge === 'github' ? { forge } : {}),
    ...(given.flag('interactive') ? { interactive: true } : {}),
    ...(given.flag('unattended') ? { interactive: false } : {}),
  };
}

function detach(session: Session, { message, event, sinceSeq }: Answer, spec_id: string, isJson: boolean): ExitStatus {
  const { messages, paint, language } = session;
  const { notes = [] } = event.data;
  if (isJson) printJson(session, { ok: true, spec_id, message: message.en, notes, since_seq: sinceSeq });
  else
    print(session, [
      message[language],
      ...notes.map((note) => paint.warn(note)),
      `${messages.execute.watch} ${paint.name(`necrocode status ${spec_id} --watch`)}`,
    ]);
  return 0;
}
