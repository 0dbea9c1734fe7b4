// A person's verdict on the task that they work on: said to the runner, and what comes of it told. Ctrl-C stops waiting, not the check.
import type { Failure } from '../core/model/failure.ts';
import { giveVerdict, isControlled, type Place } from '../core/necrocode.ts';
import type { FoundAttempt } from './find-attempt.ts';
import { plainText } from '../core/base/text.ts';
import { print, type ExitStatus, type Session } from './session.ts';

export interface Said {
  kind: 'done' | 'fail';
  reason?: string;
}

export interface Outcome {
  /** `unknown`: the user did not want to wait. */
  reply: 'proven' | 'refused' | 'given_up' | 'ended' | 'unknown';
  failure?: Failure;
  status: ExitStatus;
}

const statusOf: Record<Outcome['reply'], ExitStatus> = { proven: 0, given_up: 0, refused: 1, ended: 1, unknown: 130 };

/** @throws UserError when the runner is gone. */
export async function sayVerdict(session: Session, place: Place, { of }: FoundAttempt, said: Said): Promise<Outcome> {
  // It is said from within the terminal that ends with the attempt, most often.
  using _stay = session.terminal.outlive();
  const heard = await giveVerdict(place, of, { ...said, signal: session.interrupts.first });
  const reply = heard.reply ?? 'unknown';
  const failure = reply === 'refused' ? heard.failure : heard.end?.kind === 'ended' ? heard.end.failure : undefined;
  return { reply, status: statusOf[reply], ...(failure && { failure }) };
}

const evidenceLinesMax = 40;

export async function tellOutcome(
  session: Session,
  place: Place,
  found: FoundAttempt,
  outcome: Outcome,
): Promise<void> {
  const { messages, paint } = session;
  const { spec_id, task_id } = found.of;
  const words = messages.attend;
  switch (outcome.reply) {
    case 'proven':
      print(session, [paint.good(`✓ ${words.proven(task_id)}`)]);
      break;
    case 'given_up':
      print(session, [words.givenUp(task_id)]);
      break;
    case 'refused':
      print(session, [
        paint.bad(`✗ ${words.refused(task_id)}`),
        ...evidenceLines(session, outcome.failure),
        words.again,
      ]);
      return;
    case 'ended':
      print(session, [words.ended(task_id, plainText(outcome.failure?.message ?? ''))]);
      break;
    case 'unknown':
      print(session, [words.checkGoesOn]);
      return;
  }
  if (!(await isControlled(place))) print(session, [words.noController(spec_id)]);
}

function evidenceLines({ paint }: Session, failure: Failure | undefined): string[] {
  if (failure === undefined) return [];
  const evidence = (failure.evidence ?? '').trim().split('\n').slice(-evidenceLinesMax);
  return [
    `  ${plainText(failure.message)}`,
    ...evidence.filter((line) => line !== '').map((line) => paint.faint(`  │ ${plainText(line)}`)),
  ];
}
