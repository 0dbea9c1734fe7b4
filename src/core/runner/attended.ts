// An attempt that is a person's. The runner prepares, waits, and proves: `done` brings the same checks as any agent's work, and what
// they find goes back to the person, as often as the person likes; `fail` ends the attempt. While it waits no limit runs but the
// person's patience.
import type { Failure } from '../model/failure.ts';
import type { PersonReason } from '../model/spirit.ts';
import { AttemptFailed, boundFailure } from './attempt-failed.ts';
import type { Attempt } from './attempt.ts';
import type { LaidWork } from './current-task.ts';
import type { Person, Verdict } from './person.ts';
import { writeCurrentTask } from './prepare.ts';
import { proveWork } from './prove.ts';
import type { StagedTree, Staging } from './staging.ts';

export interface Attendance {
  staging: Staging;
  env: Readonly<Record<string, string>>;
  laid: LaidWork;
  person: Person;
  /** Why a person does it. */
  reason: Exclude<PersonReason, 'refused'>;
  /** The number of the first check. */
  round: number;
  /** The agent's conversation that was taken over. */
  session?: string | undefined;
}

/** Of results of checks that become artifacts: a person may ask for a check as often as they like. */
const verificationsKeptMax = 50;

/** The tree that was proven. @throws AttemptFailed when the person gives it up, Cancelled when it is called off. */
export async function workWithPerson(attempt: Attempt, attendance: Attendance): Promise<StagedTree> {
  const { staging, env } = attendance;
  let found: Failure | undefined;
  for (let round = attendance.round; ; round += 1) {
    const verdict = await awaitVerdict(attempt, attendance, found);
    if (verdict.kind === 'fail') throw new AttemptFailed(givenUp(verdict));
    const end = await proveWork(attempt, { round, staging, env }).catch(refusalOf);
    if (end.kind === 'proven') return end.staged;
    found = shownFailure(attempt, end.failure);
    attempt.record.verifications.splice(0, attempt.record.verifications.length - verificationsKeptMax);
    // Where the agent in the person's terminal reads it, too.
    await writeCurrentTask(attempt.assignment, attendance.laid, found);
  }
}

async function awaitVerdict(
  { log, output, assignment, signal }: Attempt,
  { person, reason, session }: Attendance,
  failure: Failure | undefined,
): Promise<Verdict> {
  const { spec_id, task_id } = assignment;
  log.report({ type: 'step_started', step: 'attend', round: 1 });
  output.write(`A person is awaited: necrocode attach ${spec_id} ${task_id}\n`, 'person');
  log.report({
    type: 'person_awaited',
    ...(failure === undefined ? { reason } : { reason: 'refused', failure }),
    ...(session === undefined ? {} : { session }),
  });
  const verdict = await person.nextVerdict(signal);
  log.report({ type: 'person_answered', word: verdict.id, verdict: verdict.kind, by: verdict.by });
  return verdict;
}

/** What ends an agent's attempt is for a person only something to mend. */
function refusalOf(error: unknown): { kind: 'refused'; failure: Failure } {
  if (!(error instanceof AttemptFailed)) throw error;
  const { failure } = error;
  if (failure.kind !== 'no_changes') return { kind: 'refused', failure };
  return {
    kind: 'refused',
    failure: { ...failure, message: 'Nothing has been changed yet, so nothing can be committed.' },
  };
}

function shownFailure({ redactor }: Attempt, failure: Failure): Failure {
  const { message, evidence, ...rest } = boundFailure(failure);
  const told = evidence === undefined ? {} : { evidence: redactor.redact(evidence) };
  return { ...rest, message: redactor.redact(message), ...told };
}

function givenUp({ by, reason = '' }: Verdict): Failure {
  const message = `${by} gave it up${reason === '' ? '.' : `: ${reason}`}`;
  return { kind: 'cancelled', message, is_final: true };
}
