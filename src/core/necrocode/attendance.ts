// How a person works on an attempt: what its runner says is read from its own log and what the person says is put where the runner
// reads it, so that no controller is needed for either. Nothing here touches the slot but the terminal that is opened in it.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { openForPerson, type Opened } from '../agents/agents.ts';
import { anySignal, sleep } from '../base/abort.ts';
import { UserError, messageOf } from '../base/errors.ts';
import { replyTo, createLedger, type Reply, type Ledger, type Standing } from '../model/attendance.ts';
import { assignmentSchema, type Assignment, type PersonWord } from '../model/spirit.ts';
import { followMessages, probeRunner, readMessages } from '../pools/pools.ts';
import { attemptEnvironment, tellRunner, terminalPromptOf } from '../runner/runner.ts';
import type { OfAttempt } from './evidence.ts';
import type { Place } from './place.ts';
import { isControlled } from './presence.ts';
import { attemptDir } from './reading.ts';

/** An attempt that has not ended, as far as the registry knows. */
export interface LiveAttempt extends OfAttempt {
  launch: string;
}

export interface SaidVerdict {
  kind: 'done' | 'fail';
  /** Why it is given up. */
  reason?: string;
}

/** What is started in the person's terminal. */
export interface PersonsTerminal extends Opened {
  cwd: string;
  /** What everything in it is marked with; it ends with the attempt. */
  marker: string;
}

/** How the attempt stands by its runner's own words. */
export async function readStanding(place: Place, of: LiveAttempt): Promise<Standing> {
  return (await readLedger(place, of)).standing();
}

/**
 * Says that it is done, or given up, and resolves with the runner's reply; with none when the signal fires first.
 * @throws UserError when the runner is gone.
 */
export async function giveVerdict(
  place: Place,
  of: LiveAttempt,
  { signal, ...said }: SaidVerdict & { signal: AbortSignal },
): Promise<Standing & { reply: Reply | undefined }> {
  const { answered, isAwaited } = await readStanding(place, of);
  // A check that is under way is waited for: to say it again would only have it done twice.
  const isChecking = answered !== undefined && !isAwaited && said.kind === 'done';
  const word = isChecking ? answered.word : await sayToRunner(place, of, said);
  const isEnough = (standing: Standing): boolean => replyTo(word, standing) !== undefined;
  const standing = await followStanding(place, of, { isEnough, signal });
  return { ...standing, reply: replyTo(word, standing) };
}

/** Says a word to the runner, durably. Returns the word's id, by which the answer is known. */
async function sayToRunner(
  place: Place,
  of: LiveAttempt,
  said: Pick<PersonWord, 'kind'> & { reason?: string },
): Promise<string> {
  const word: PersonWord = { id: randomUUID(), at: Date.now(), launch: of.launch, by: userInfo().username, ...said };
  await tellRunner(attemptDir(place, of), word);
  return word.id;
}

/**
 * Follows the runner until `isEnough` says so of how it stands, or the attempt is over; resolves with how it stands then, also
 * when the signal fires. @throws UserError when the runner is gone without a last word.
 */
export async function followStanding(
  place: Place,
  of: LiveAttempt,
  { isEnough, signal }: { isEnough: (standing: Standing) => boolean; signal: AbortSignal },
): Promise<Standing> {
  const ledger = createLedger();
  const over = new AbortController();
  const until = anySignal(signal, over.signal);
  const guarding = guardRunner(place, of, { signal: until, hasBegun: () => ledger.standing().hasBegun });
  const watched = guarding.catch((error: unknown) => over.abort(error));
  try {
    const handle = handleOf(place, of);
    // Read again from the beginning: how it stood on the way to the present is no news.
    let past = (await readMessages(handle)).length;
    for await (const { message } of followMessages(handle, { offset: 0, signal: until, onJunk: () => {} })) {
      ledger.hear(message);
      past -= 1;
      if (past <= 0 && (ledger.standing().isOver || isEnough(ledger.standing()))) break;
    }
    if (over.signal.aborted) throw over.signal.reason;
  } finally {
    over.abort();
    await watched;
  }
  // Whoever is told to end may have been told so because the attempt is over.
  return signal.aborted ? readStanding(place, of) : ledger.standing();
}

/** Asks the runner to end its agent, and to wait for the person. Told and not waited for. */
export async function takeOver(place: Place, of: LiveAttempt): Promise<void> {
  await sayToRunner(place, of, { kind: 'take_over' });
}

/** What to start in the person's terminal. @throws UserError when the attempt is not here any more, or its agent is not. */
export async function openPersonsTerminal(
  place: Place,
  of: LiveAttempt,
  { failure, session }: Pick<Standing, 'failure' | 'session'>,
): Promise<PersonsTerminal> {
  const assignment = readAssignment(join(attemptDir(place, of), 'assignment.json'), of);
  const { payload } = assignment;
  const contextPath = join(payload.slot.path, '.kiro', 'current-task.md');
  const env = attemptEnvironment(process.env, assignment, { contextPath, conflicts: [] });
  const prompt = terminalPromptOf(assignment, { isRefused: failure !== undefined });
  const opened = await openForPerson({ payload, env, prompt, session }, process.env);
  return { ...opened, cwd: payload.slot.path, marker: of.launch };
}

async function readLedger(place: Place, of: LiveAttempt): Promise<Ledger> {
  const ledger = createLedger();
  for (const message of await readMessages(handleOf(place, of))) ledger.hear(message);
  return ledger;
}

function handleOf(place: Place, of: LiveAttempt) {
  return { attempt_dir: attemptDir(place, of), launch: of.launch };
}

function readAssignment(path: string, { spec_id, task_id, attempt, launch }: LiveAttempt): Assignment {
  try {
    const assignment = assignmentSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    if (assignment.payload.launch === launch) return assignment;
    throw new Error('It carries another launch.');
  } catch (error) {
    throw new UserError(
      `The assignment of attempt ${attempt} of ${spec_id}/${task_id} cannot be used: ${messageOf(error)}`,
      {
        hint: `necrocode show ${spec_id} ${task_id} tells how it stands.`,
        cause: error,
      },
    );
  }
}

const lookEveryMs = 1000;

/** Settles with the signal. A runner that was not started yet is in the hands of a controller. */
async function guardRunner(
  place: Place,
  of: LiveAttempt,
  { signal, hasBegun }: { signal: AbortSignal; hasBegun: () => boolean },
): Promise<void> {
  const handle = handleOf(place, of);
  let isGone = false;
  while (!signal.aborted) {
    await sleep(lookEveryMs, signal).catch(() => undefined);
    if (signal.aborted) return;
    const wasGone = isGone;
    isGone = (await probeRunner(handle)) === 'gone' && (hasBegun() || !(await isControlled(place)));
    // Twice in a row: between its last word and our reading it there is a moment.
    if (!isGone || !wasGone) continue;
    throw new UserError(`The runner of task ${of.task_id} is gone.`, {
      hint: `\`necrocode execute ${of.spec_id}\` tries it again; what lies in its slot is kept under refs/necrocode/rescue/.`,
      ja: {
        message: `タスク ${of.task_id} のランナーが失われました。`,
        hint: `\`necrocode execute ${of.spec_id}\` でもう一度試します。スロットの中身は refs/necrocode/rescue/ に残します。`,
      },
    });
  }
}
