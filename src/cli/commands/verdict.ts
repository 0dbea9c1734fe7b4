// `necrocode done` and `necrocode fail`: a person ends the task that they work on. In its slot nothing need be named. What they say is
// a word to the runner, which needs no controller, and proves the work like any other.
import { sep } from 'node:path';
import { UserError } from '../../core/base/errors.ts';
import { markerVariable } from '../../core/base/process-tree.ts';
import { locate, readStanding, readState } from '../../core/necrocode.ts';
import type { Action } from '../command-table.ts';
import { findAttempt, taskAt, type NamedTask } from '../find-attempt.ts';
import type { Given } from '../given.ts';
import { print, printJson, type ExitStatus, type Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';
import { sayVerdict, tellOutcome, type Said } from '../verdict.ts';

export const done: Action = (session, given) => judge(session, given, { kind: 'done' });

export const fail: Action = (session, given) => {
  const reason = given.text('reason');
  return judge(session, given, { kind: 'fail', ...(reason === undefined ? {} : { reason }) });
};

async function judge(session: Session, given: Given, said: Said): Promise<ExitStatus> {
  const { messages } = session;
  const place = await locate(session.cwd);
  const state = await readState(place);
  const named = namedTask(given, session) ?? taskAt(state, session.cwd, session);
  const found = findAttempt(state, named, session);
  const { spec_id, task_id } = named;
  if (!(await readStanding(place, found.of)).isAttended) {
    throw new UserError(messages.attend.unattended(task_id), { hint: `necrocode take-over ${spec_id} ${task_id}` });
  }
  const isJson = given.flag('json');
  if (!isJson && said.kind === 'done') print(session, [messages.attend.checking]);
  const outcome = await sayVerdict(session, place, found, said);
  if (isJson) printJson(session, { ok: outcome.status === 0, spec_id, task_id, ...outcome });
  else {
    await tellOutcome(session, place, found, outcome);
    if (outcome.status === 0 && isStranger(session, state.slots.values())) {
      print(session, [messages.attend.leaveFolder]);
    }
  }
  return outcome.status;
}

/** Undefined when nothing is named. */
function namedTask(given: Given, { messages }: Session): NamedTask | undefined {
  const [spec_id, task_id] = [given.optionalArgument(0), given.optionalArgument(1)];
  if (spec_id === undefined) return undefined;
  if (task_id === undefined) throw new UsageError(messages.usage.missingArgument('TASK'));
  return { spec_id, task_id };
}

/** A shell of the person's own, in the slot: it does not end with the attempt, as the terminal of `attach` does. */
function isStranger({ cwd, env }: Session, slots: Iterable<{ path: string }>): boolean {
  const isInSlot = [...slots].some(({ path }) => `${cwd}${sep}`.startsWith(`${path}${sep}`));
  return isInSlot && env[markerVariable] === undefined;
}
