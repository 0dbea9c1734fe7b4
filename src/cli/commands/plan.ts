// `necrocode plan`: from a sentence, a file or a spec folder to a task graph on disk. Shows the graph in waves, what changed
// against the plan before, and how to go on.
import { locate, planJob, settingsOf, simulateTaskset, type PlannerName, type PlanWish } from '../../core/necrocode.ts';
import type { Given } from '../given.ts';
import { renderPlan } from '../render/plan.ts';
import { print, printJson, type ExitStatus, type Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';

const planners: readonly PlannerName[] = ['auto', 'spec', 'offline', 'openai', 'agent'];

export async function plan(session: Session, given: Given): Promise<ExitStatus> {
  const { messages, paint, stdout } = session;
  const wish = await readWish(session, given);
  const place = await locate(session.cwd);
  const outcome = await planJob(place, wish);
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

async function readWish(session: Session, given: Given): Promise<PlanWish> {
  const { messages } = session;
  const [job, from, spec] = [given.optionalArgument(0), given.text('from'), given.text('spec')];
  if (job !== undefined && from !== undefined) throw new UsageError(messages.plan.oneSource);
  const text = job === '-' ? await readInput(session) : job;
  if ((text ?? from ?? '').trim() === '') throw new UsageError(messages.plan.noSource, { hint: 'necrocode plan "…"' });
  const planner = planners.find((name) => name === given.text('planner'));
  return {
    ...(text === undefined ? {} : { text }),
    ...(from === undefined ? {} : { from }),
    ...(spec === undefined ? {} : { spec }),
    ...(planner === undefined ? {} : { planner }),
    dryRun: given.flag('dryRun'),
    includeOptional: given.flag('optional'),
    overwrite: given.flag('overwrite'),
  };
}

const inputCharsMax = 1_000_000;

/** `necrocode plan -`: the job comes from standard input. */
async function readInput({ stdin }: Session): Promise<string> {
  let text = '';
  for await (const chunk of stdin) {
    text += chunk;
    if (text.length > inputCharsMax) break;
  }
  return text.slice(0, inputCharsMax);
}
