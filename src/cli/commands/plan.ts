// `necrocode plan`: from a sentence, a file or a spec folder to a task graph on disk. Shows the graph in waves, what changed
// against the plan before, and how to go on.
import { cancelledBy, onAbort } from '../../core/base/abort.ts';
import {
  locate,
  planJob,
  settingsOf,
  simulateTaskset,
  type Place,
  type PlanOutcome,
  type PlannerName,
  type PlanWish,
} from '../../core/necrocode.ts';
import type { Given } from '../given.ts';
import { openPlanDisplay } from '../plan-display.ts';
import { renderPlan } from '../render/plan.ts';
import { print, printJson, type ExitStatus, type Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';

const planners: readonly PlannerName[] = ['auto', 'spec', 'offline', 'openai', 'agent'];

export async function plan(session: Session, given: Given): Promise<ExitStatus> {
  const { messages, paint, stdout } = session;
  const wish = await readWish(session, given);
  const place = await locate(session.cwd);
  const outcome = await planVisibly(session, place, wish, given.flag('json'));
  if (outcome === 'called_off') return 130;
  if (given.flag('json')) {
    printJson(session, outcome);
    return 0;
  }
  const { workers } = await settingsOf(place);
  const count = typeof workers === 'number' ? workers : workersUsual;
  const forecast = await simulateTaskset(outcome.taskset, [...new Set([1, count])]);
  print(
    session,
    renderPlan(outcome, { messages, paint, width: stdout.columns, forecast, isDryRun: wish.dryRun === true }),
  );
  return 0;
}

const workersUsual = 3;

/** Ctrl-C ends the planning, with everything that it has started, and tells what stands. */
async function planVisibly(
  session: Session,
  place: Place,
  wish: PlanWish,
  isJson: boolean,
): Promise<PlanOutcome | 'called_off'> {
  const { interrupts, messages, stderr } = session;
  const signal = interrupts.first;
  using display = openPlanDisplay(session, { isSilent: isJson });
  using _ending = onAbort(signal, () => display.ending());
  try {
    return await planJob(place, { ...wish, signal, onProgress: (progress) => display.tell(progress) });
  } catch (error) {
    if (!signal.aborted) throw error;
    const kept = wish.dryRun === true ? [] : display.kept();
    display[Symbol.dispose]();
    stderr.write(`${kept.length === 0 ? messages.planning.nothingKept : messages.planning.kept(kept.join(', '))}\n`);
    return 'called_off';
  }
}

async function readWish(session: Session, given: Given): Promise<PlanWish> {
  const { messages } = session;
  const [job, from, spec] = [given.optionalArgument(0), given.text('from'), given.text('spec')];
  const agent = given.text('agent');
  if (job !== undefined && from !== undefined) throw new UsageError(messages.plan.oneSource);
  const text = job === '-' ? await readInput(session) : job;
  if ((text ?? from ?? '').trim() === '') throw new UsageError(messages.plan.noSource, { hint: 'necrocode plan "…"' });
  const planner = planners.find((name) => name === given.text('planner'));
  return {
    ...(text === undefined ? {} : { text }),
    ...(from === undefined ? {} : { from }),
    ...(spec === undefined ? {} : { spec }),
    ...(planner === undefined ? {} : { planner }),
    ...(agent === undefined ? {} : { agent }),
    dryRun: given.flag('dryRun'),
    includeOptional: given.flag('optional'),
    overwrite: given.flag('overwrite'),
  };
}

const inputCharsMax = 1_000_000;

/** `necrocode plan -`: the job comes from standard input. @throws Cancelled when Ctrl-C comes first. */
async function readInput({ stdin, interrupts: { first } }: Session): Promise<string> {
  const { promise: calledOff, reject } = Promise.withResolvers<never>();
  using _listener = onAbort(first, () => reject(cancelledBy(first)));
  const reading = (async () => {
    let text = '';
    for await (const chunk of stdin) {
      text += chunk;
      if (text.length > inputCharsMax) break;
    }
    return text.slice(0, inputCharsMax);
  })();
  return await Promise.race([reading, calledOff]);
}
