// What checks and people say of an open pull request. A failing check, and a request for changes, send the task back to its agent with the
// reason; that happens only while the task is in review, so what comes earlier is heard later, and nothing is lost.
import { afterFailure } from '../decide.ts';
import type { EventSubject, NewEvent } from '../../model/events.ts';
import type { Failure } from '../../model/failure.ts';
import type { RemoteForge } from '../../model/forge.ts';
import { isHeard, type PullSight, type RemarkSight } from '../../model/pull-sight.ts';
import type { PullState, TaskState } from '../../model/state.ts';
import type { Dispatch } from '../dispatch.ts';
import { attemptKey, type OfAttempt } from '../actions.ts';
import { answerRemarks } from './answer-remarks.ts';
import { isDelivering } from './delivering.ts';

export interface Heard {
  pull: PullState;
  sight: PullSight;
  subject: EventSubject;
  /** What is known to have happened before. */
  events: NewEvent[];
}

export async function hearPull(dispatch: Dispatch, remote: RemoteForge, heard: Heard): Promise<void> {
  const { ports } = dispatch;
  const { pull, sight, subject } = heard;
  const events = [...heard.events, ...checkEvents(heard)];
  const task = reviewed(dispatch, pull);
  const { number } = pull;
  const remarks = sight.remarks.filter(({ id }) => !isHeard(id, pull.heard));
  const asking = remarks.filter(({ asks_changes }) => asks_changes);
  // While the task is at work nobody could act on them; they are asked for again with the next look.
  const isLater = asking.length > 0 && pull.task_id !== undefined && task === undefined;
  if (!isLater) events.push(...remarks.map((remark) => commentEvent(subject, number, remark)));
  const failure = task === undefined ? undefined : await reasonToGoBack(dispatch, remote, { sight, asking, number });
  // The train may have taken it while the log was fetched; the next look finds the same.
  if (failure !== undefined && reviewed(dispatch, pull) === undefined) return;
  if (task !== undefined && failure !== undefined) {
    const run = ports.registry.state.specs.get(pull.spec_id)?.run;
    const followed = afterFailure(task, failure, {
      subject: { ...subject, ...(run === undefined ? {} : { run_id: run.run_id }) },
      now: ports.clock.now(),
      settings: ports.settings,
      isCancelRequested: run?.is_cancel_requested === true,
    });
    events.push(followed);
  }
  if (events.length > 0) await ports.registry.append(events);
  if (task === undefined) return;
  const of = attemptOfTask(pull, task);
  if (failure !== undefined) {
    await ports.forges.of('github').update(number, { isDraft: true }, attemptKey(of));
  } else if (pull.asks !== undefined && pull.head_sha !== undefined && !isDelivering(dispatch, pull)) {
    // The delivery that made the changes ended before it had told everybody.
    await answerRemarks(dispatch, of, { number, commit: pull.head_sha });
  }
}

function attemptOfTask({ spec_id }: PullState, { node, attempts }: TaskState): OfAttempt {
  return { spec_id, task_id: node.id, attempt: attempts.length };
}

/** The task, if it is in review and the train has its hands off it. */
function reviewed({ ports, inFlight }: Dispatch, { number, spec_id, task_id }: PullState): TaskState | undefined {
  const spec = ports.registry.state.specs.get(spec_id);
  const task = spec?.tasks.get(task_id ?? '');
  const isOnTrain = spec?.run?.integrating === number || inFlight.has(`integrate:${spec_id}:${number}`);
  return task?.state === 'review' && task.pr === number && !isOnTrain ? task : undefined;
}

function checkEvents({ pull, sight, subject }: Heard): NewEvent[] {
  const isNewHead = sight.head_sha !== pull.head_sha;
  return sight.checks
    .filter(({ name, state }) => isNewHead || pull.checks.find((check) => check.name === name)?.state !== state)
    .map(({ name, state }) => ({ type: 'CIStatusChanged', ...subject, data: { number: pull.number, name, state } }));
}

function commentEvent(subject: EventSubject, number: number, remark: RemarkSight): NewEvent {
  const { id, by, text, file, line, asks_changes } = remark;
  const place = { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) };
  const asks = asks_changes ? { asks_changes } : {};
  return { type: 'PRUpdated', ...subject, data: { number, comment: { id, by, text, ...place, ...asks } } };
}

const evidenceCharsMax = 20_000;

/** What people say comes first: it costs the task no attempt. */
async function reasonToGoBack(
  { ports }: Dispatch,
  remote: RemoteForge,
  { sight, asking, number }: { sight: PullSight; asking: readonly RemarkSight[]; number: number },
): Promise<Failure | undefined> {
  const failing = sight.checks.filter(({ state }) => state === 'failure').map(({ name }) => name);
  const isFailing = failing.length > 0 && ports.settings.github.checks === 'wait';
  const log = isFailing ? await remote.failingLog(sight.head_sha) : '';
  const [first] = asking;
  if (first !== undefined) {
    const told = asking.map(({ by, file, line, text }) => `${by}${placeOf(file, line)}: ${text}`);
    const evidence = [...told, ...(log === '' ? [] : [log])].join('\n\n').slice(0, evidenceCharsMax);
    const message = `${first.by} asks for changes in pull request #${number}: ${first.text.replace(/\s+/g, ' ')}`;
    return { kind: 'changes_requested', message: message.slice(0, 300), evidence };
  }
  if (!isFailing) return undefined;
  const message = `Checks of pull request #${number} failed: ${failing.join(', ')}`;
  return { kind: 'verify_failed', message: message.slice(0, 1000), evidence: log.slice(0, evidenceCharsMax) };
}

function placeOf(file: string | undefined, line: number | undefined): string {
  if (file === undefined) return '';
  return line === undefined ? ` (${file})` : ` (${file}:${line})`;
}
