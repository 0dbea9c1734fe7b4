// `necrocode simulate`: how long the plan would take with more or fewer workers, before anything is started.
import { locate, simulatePlan } from '../../core/necrocode.ts';
import type { Given } from '../given.ts';
import { renderSimulation } from '../render/simulation.ts';
import { print, printJson, type ExitStatus, type Session } from '../session.ts';

const workersUsual = [1, 2, 4, 8];

export async function simulate(session: Session, given: Given): Promise<ExitStatus> {
  const place = await locate(session.cwd);
  const rows = await simulatePlan(place, given.argument(0), given.numbers('workerCounts') ?? workersUsual);
  const { messages, paint, stdout } = session;
  if (given.flag('json')) printJson(session, rows);
  else if (rows.every(({ makespan_ms }) => makespan_ms === 0)) print(session, [messages.simulation.nothingLeft]);
  else print(session, renderSimulation(rows, { messages, paint, width: stdout.columns }));
  return 0;
}
