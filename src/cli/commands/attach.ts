// `necrocode attach` and `necrocode take-over`: a person works on a task in this terminal, or looks on.
import { UserError } from '../../core/base/errors.ts';
import { followStanding, locate, readStanding, readState, takeOver as askToTakeOver } from '../../core/necrocode.ts';
import type { Given } from '../given.ts';
import { workAtDesk, type Desk } from '../desk.ts';
import { findAttempt } from '../find-attempt.ts';
import type { ExitStatus, Session } from '../session.ts';

export async function attach(session: Session, given: Given): Promise<ExitStatus> {
  if (given.flag('watch')) return (await import('./logs.ts')).followLog(session, given);
  const desk = await findDesk(session, given);
  const { spec_id, task_id } = desk.found.of;
  const { isAttended, hasBegun } = await readStanding(desk.place, desk.found.of);
  const isMeant = hasBegun ? isAttended : desk.found.task.attempts.at(-1)?.is_attended === true;
  if (!isMeant) {
    throw new UserError(session.messages.attend.unattended(task_id), {
      hint: `necrocode take-over ${spec_id} ${task_id}`,
    });
  }
  return beginAt(session, desk, session.messages.attend.preparing);
}

export async function takeOver(session: Session, given: Given): Promise<ExitStatus> {
  const desk = await findDesk(session, given);
  const { isAttended } = await readStanding(desk.place, desk.found.of);
  if (!isAttended) await askToTakeOver(desk.place, desk.found.of);
  return beginAt(session, desk, session.messages.attend.takingOver);
}

async function findDesk(session: Session, given: Given): Promise<Desk> {
  const place = await locate(session.cwd);
  const named = { spec_id: given.argument(0), task_id: given.argument(1) };
  return { place, found: findAttempt(await readState(place), named, session) };
}

/** Once the runner waits: until then the slot is made ready, an agent is ended, or a check is under way. */
async function beginAt(session: Session, desk: Desk, waiting: string): Promise<ExitStatus> {
  const { interrupts, stderr } = session;
  const { place, found } = desk;
  const before = await readStanding(place, found.of);
  if (!before.isAwaited) stderr.write(`${waiting}\n`);
  const standing = await followStanding(place, found.of, {
    isEnough: ({ isAwaited }) => isAwaited,
    signal: interrupts.first,
  });
  return interrupts.first.aborted ? 130 : workAtDesk(session, desk, standing);
}
