// A person at work on a task: the agent's own face, or a shell, has this terminal until it is left; then the person says what became
// of it. Nothing is said for them: whoever just leaves finds the task waiting as before.
import { UserError } from '../core/base/errors.ts';
import { runInTerminal } from '../core/base/run-in-terminal.ts';
import { plainText } from '../core/base/text.ts';
import type { Standing } from '../core/model/attendance.ts';
import {
  followStanding,
  openPersonsTerminal,
  readStanding,
  type PersonsTerminal,
  type Place,
} from '../core/necrocode.ts';
import type { FoundAttempt } from './find-attempt.ts';
import { print, type ExitStatus, type Session } from './session.ts';
import { sayVerdict, tellOutcome, type Outcome } from './verdict.ts';

export interface Desk {
  place: Place;
  found: FoundAttempt;
}

export async function workAtDesk(session: Session, desk: Desk, standing: Standing): Promise<ExitStatus> {
  let present = standing;
  while (!present.isOver) {
    const terminal = await openPersonsTerminal(desk.place, desk.found.of, present);
    print(session, introduction(session, desk, { terminal, standing: present }));
    present = await lendTerminal(session, desk, terminal);
    const outcome = present.isOver ? undefined : await askUntilLeft(session, desk);
    if (outcome === 'left') return leave(session, desk);
    if (outcome !== undefined && outcome !== 'again') return outcome.status;
    present = await readStanding(desk.place, desk.found.of);
  }
  const outcome = outcomeOf(present);
  await tellOutcome(session, desk.place, desk.found, outcome);
  return outcome.status;
}

/** Resolves when the program has ended: by itself, or because there is nothing more to do in the attempt. */
async function lendTerminal(session: Session, { place, found }: Desk, terminal: PersonsTerminal): Promise<Standing> {
  const { program, args, cwd, env, marker } = terminal;
  const { interrupts } = session;
  const left = new AbortController();
  const over = new AbortController();
  const until = AbortSignal.any([left.signal, interrupts.first]);
  const watching = followStanding(place, found.of, { isEnough: () => false, signal: until }).then(
    ({ isOver }) => (isOver ? over.abort() : undefined),
    // The runner is gone, and nobody can be told anything any more.
    (error: unknown) => over.abort(error),
  );
  const signal = AbortSignal.any([over.signal, interrupts.first]);
  const end = await session.terminal.lend(() => runInTerminal(program, args, { cwd, env, marker, signal }));
  left.abort();
  await watching;
  if (end.startProblem !== undefined) throw new UserError(end.startProblem);
  if (end.signal !== undefined && session.stdout.isTTY) session.stdout.write(tidyScreen);
  if (over.signal.reason instanceof UserError) throw over.signal.reason;
  if (end.signal === undefined) return readStanding(place, found.of);
  // Whoever has killed it is about to say why, most often: the attempt has ended.
  return followStanding(place, found.of, { isEnough: () => false, signal: AbortSignal.timeout(lastWordMsMax) });
}

const lastWordMsMax = 3000;

/** A program that was killed leaves no time to put these back: other screen, mouse, pasting, cursor, colours. */
const tidyScreen = '\u001b[?1049l\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?1006l\u001b[?2004l\u001b[?25h\u001b[0m';

/** Until the person leaves it, opens it again, or has ended it. Nobody is asked where there is nobody to answer. */
async function askUntilLeft(session: Session, { place, found }: Desk): Promise<Outcome | 'left' | 'again'> {
  const { messages, stdin, stdout, terminal, interrupts } = session;
  while (stdin.isTTY && stdout.isTTY && !interrupts.first.aborted) {
    const choice = (await terminal.ask(messages.attend.question))?.trim().toLowerCase() ?? '';
    if (choice === '') return 'left';
    if (choice === 'o' || choice === 'open') return 'again';
    const kind =
      choice === 'd' || choice === 'done' ? 'done' : choice === 'f' || choice === 'fail' ? 'fail' : undefined;
    if (kind === undefined) continue;
    const reason = kind === 'fail' ? ((await terminal.ask(messages.attend.whyFail))?.trim() ?? '') : '';
    if (kind === 'done') print(session, [messages.attend.checking]);
    const outcome = await sayVerdict(session, place, found, { kind, ...(reason === '' ? {} : { reason }) });
    await tellOutcome(session, place, found, outcome);
    if (outcome.reply !== 'refused') return outcome;
  }
  return 'left';
}

function leave(session: Session, { found }: Desk): ExitStatus {
  const { messages, paint, interrupts } = session;
  const of = `${found.of.spec_id} ${found.of.task_id}`;
  const commands = ['attach', 'done', 'fail'].map((command) => `  ${paint.name(`necrocode ${command} ${of}`)}`);
  print(session, [messages.attend.left, ...commands]);
  return interrupts.first.aborted ? 130 : 0;
}

function outcomeOf({ end }: Standing): Outcome {
  if (end?.kind !== 'ended') return { reply: end?.kind ?? 'unknown', status: 0 };
  return { reply: 'ended', status: 1, ...(end.failure && { failure: end.failure }) };
}

function introduction(
  { messages, paint }: Session,
  { found: { of, task } }: Desk,
  { terminal, standing }: { terminal: PersonsTerminal; standing: Standing },
): string[] {
  const words = messages.attend;
  const agent = plainText(task.attempts.at(-1)?.agent ?? '');
  const rescued = task.attempts.findLast(({ rescue_ref }) => rescue_ref !== undefined);
  const isResumed = standing.session !== undefined && terminal.args.includes(standing.session);
  return [
    paint.strong(words.title({ spec: of.spec_id, id: of.task_id, title: plainText(task.node.title) })),
    terminal.isShell ? words.shell(agent) : words.agent(agent),
    ...(isResumed ? [words.resumed] : []),
    ...(standing.failure === undefined ? [] : [paint.bad(plainText(standing.failure.message))]),
    ...(rescued?.rescue_ref === undefined
      ? []
      : [words.rescued(rescued.attempt, `git cherry-pick --no-commit ${rescued.rescue_ref}`)]),
    paint.faint(words.howToEnd),
  ];
}
