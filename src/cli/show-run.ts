// Runs a spec and shows it from its start to its end: the request, the display, Ctrl-C, the summary. The controller does the work
// and goes on when this process is gone.
import type { State } from '../core/model/state.ts';
import { readState, simulatePlan, submit, type Answer, type Asked, type Place } from '../core/necrocode.ts';
import { awaitSlots } from './await-slots.ts';
import { followRun, type RunEnd } from './follow-run.ts';
import { renderSummary, summaryOf } from './render/summary.ts';
import { openDisplay } from './run-display.ts';
import { print, printJsonLine, type ExitStatus, type Session } from './session.ts';
import { stopOnInterrupt } from './stop-run.ts';

export type Execute = Extract<Asked, { kind: 'execute' }>;

export interface Showing {
  place: Place;
  asked: Execute;
  isJson: boolean;
}

export async function showRun(session: Session, { place, asked, isJson }: Showing): Promise<ExitStatus> {
  const { messages, paint, stdout, clock, interrupts } = session;
  const expected = await expectMakespan(place, asked);
  const answer = await submit(place, asked, { startsController: true, signal: interrupts.first });
  const state = await readState(place);
  const end = await followWithDisplay(session, { place, asked, answer, state, isJson });
  const spec = state.specs.get(asked.spec_id);
  if (spec !== undefined) {
    const final_url = state.pulls.get(spec.run?.final_pr ?? 0)?.url;
    const expectation = expected === undefined ? {} : { expected_ms: expected };
    const summary = summaryOf(spec, { now: clock.now(), final_url, ...expectation });
    if (isJson) printJsonLine(session, { type: 'summary', end, ...summary });
    else print(session, renderSummary(summary, { messages, paint, width: stdout.columns, end }));
  }
  if (interrupts.first.aborted) return 130;
  return end === 'finished' && spec?.run?.outcome === 'completed' ? 0 : 1;
}

async function followWithDisplay(
  session: Session,
  { place, asked, answer, state, isJson }: Showing & { answer: Answer; state: State },
): Promise<RunEnd> {
  const { spec_id } = asked;
  const { execute } = session.messages;
  using display = await openDisplay(session, { place, spec_id, state, isJson });
  const ended = new AbortController();
  using slots = awaitSlots(state, spec_id, () => ended.abort());
  using _stopping = stopOnInterrupt(session, {
    ...{ place, spec_id },
    onStopping: (isAtOnce) => display.say(isAtOnce ? execute.stoppingNow : execute.stopping),
    onStopped: () => (session.interrupts.second.aborted ? ended.abort() : slots.begin()),
  });
  // Awaited here, because what is used above is disposed when this function returns.
  return await followRun({
    ...{ place, state, asked, sinceSeq: answer.sinceSeq, answeredSeq: answer.event.seq, signal: ended.signal },
    onEvent: (event) => {
      display.show(event);
      slots.look();
    },
    onRestart: () => display.say(execute.controllerAgain),
  });
}

const simulatedTasksMax = 2000;

/** Only where the number of workers is known, and the plan small enough to be worked through in a moment. */
async function expectMakespan(place: Place, { spec_id, workers, only }: Execute): Promise<number | undefined> {
  if (typeof workers !== 'number' || only !== undefined) return undefined;
  const known = (await readState(place)).specs.get(spec_id);
  if (known === undefined || known.tasks.size > simulatedTasksMax) return undefined;
  return (await simulatePlan(place, spec_id, [workers]))[0]?.makespan_ms;
}
