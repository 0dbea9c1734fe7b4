// Which events are told to a person, when, and together with what. Pure: events, state, memory and time come in; what is to be shown
// now and the memory for the next time come out. Each event is looked at once; what is over before it is told is not told; a
// burst becomes one message, and there are never more than a few a minute.
import type { RegistryEvent } from '../../core/model/events.ts';
import { liveAttempt, type PullState, type State } from '../../core/model/state.ts';
import type { Group, Notice, NoticeKind, NoticeLevel } from './notice.ts';

export interface Memory {
  /** The last event that was looked at. */
  seq: number;
  /** What is still to be told. */
  pending: readonly Notice[];
  /** When the last messages were shown, the newest last. */
  shownAt: readonly number[];
}

export interface Circumstances {
  now: number;
  level: NoticeLevel;
  /** False while another window is looked at, or none. */
  mayShow: boolean;
  /** Up to this time another window has told everything. */
  toldUntil: number;
}

export interface Told {
  memory: Memory;
  show: Group[];
  /** When to ask again though nothing happens; undefined when there is nothing to tell. */
  nextAt: number | undefined;
}

/** How long news are gathered before they are told. */
export const gatherMs = 1500;
export const perMinuteMax = 4;
const minuteMs = 60_000;
/** More would be told as a number anyway. */
const pendingMax = 200;

/** Begins with what stands there now: nobody wants to be told of last week. */
export function beginMemory(state: State): Memory {
  return { seq: state.seq, pending: [], shownAt: [] };
}

export function noticesFor(
  events: readonly RegistryEvent[],
  state: State,
  memory: Memory,
  circumstances: Circumstances,
): Told {
  const { now, level, mayShow, toldUntil } = circumstances;
  const fresh = events.filter(({ seq }) => seq > memory.seq).flatMap((event) => noticeOf(event, state) ?? []);
  const seq = Math.max(memory.seq, events.at(-1)?.seq ?? 0);
  const wanted = [...memory.pending, ...fresh].filter(
    (notice) => isWanted(notice.kind, level) && notice.at > toldUntil && isStillTrue(notice, state, now),
  );
  const pending = withoutRepetition(wanted).slice(-pendingMax);
  const shownAt = memory.shownAt.filter((at) => at > now - minuteMs);
  const dueAt = pending.length === 0 || !mayShow ? undefined : whenDue(pending, shownAt);
  if (dueAt === undefined || dueAt > now) return { memory: { seq, pending, shownAt }, show: [], nextAt: dueAt };
  const show = groupsOf(pending).slice(0, perMinuteMax - shownAt.length);
  const left = pending.filter((notice) => !show.some(({ kind }) => kind === notice.kind));
  const after = [...shownAt, ...show.map(() => now)];
  const nextAt = left.length === 0 ? undefined : whenDue(left, after);
  return { memory: { seq, pending: left, shownAt: after }, show, nextAt };
}

/** Gathered for a moment, and not before the minute has room. */
function whenDue(pending: readonly Notice[], shownAt: readonly number[]): number {
  const first = Math.min(...pending.map(({ at }) => at));
  const room = shownAt.length < perMinuteMax ? 0 : (shownAt.at(-perMinuteMax) ?? 0) + minuteMs;
  return Math.max(first + gatherMs, room);
}

function noticeOf(event: RegistryEvent, state: State): Notice | undefined {
  const { at, spec_id = '', task_id = '' } = event;
  const spec = state.specs.get(spec_id);
  const title = spec?.tasks.get(task_id)?.node.title ?? '';
  switch (event.type) {
    case 'PROpened':
      return ofPull(event.data.number, { at, is_changed: false }, state);
    case 'PRUpdated':
      // A round that was asked for has come to its end.
      return event.attempt === undefined ? undefined : ofPull(event.data.number, { at, is_changed: true }, state);
    case 'CIStatusChanged':
      return event.data.state === 'success' ? ofPull(event.data.number, { at, is_changed: false }, state) : undefined;
    case 'PersonAwaited':
      // Whoever has just taken it over knows.
      return event.data.reason === 'taken_over'
        ? undefined
        : { at, spec_id, kind: 'person_awaited', task_id, title, isRefused: event.data.failure !== undefined };
    case 'TaskFailed': {
      const { kind: failure, message } = event.data.failure;
      return { at, spec_id, kind: 'task_failed', task_id, title, failure, message };
    }
    case 'RunFinished': {
      const { outcome, final_pr } = event.data;
      const tasks = [...(spec?.tasks.values() ?? [])].filter(({ node }) => spec?.run?.only?.includes(node.id) ?? true);
      const done = tasks.filter((task) => task.state === 'done').length;
      const final = final_pr === undefined ? {} : { final_pr };
      return { at, spec_id, kind: 'run_ended', outcome, done, total: tasks.length, ...final };
    }
    case 'AgentPaused':
      return { at, spec_id, kind: 'agent_rests', agent: event.data.agent, until: event.data.until };
    case 'RepositoryAltered': {
      const names = spec?.run?.altered?.at(-1)?.names ?? [];
      return { at, spec_id, kind: 'repository_altered', names };
    }
    case 'ConflictDetected':
      return task_id === '' ? undefined : { at, spec_id, kind: 'conflict', task_id, title };
    default:
      return undefined;
  }
}

/** A pull request is ready for a person when it is theirs to merge and nothing is being checked any more. */
function ofPull(
  number: number,
  { at, is_changed }: { at: number; is_changed: boolean },
  state: State,
): Notice | undefined {
  const pull = state.pulls.get(number);
  if (pull === undefined) return undefined;
  const { spec_id, title, is_final, checks } = pull;
  if (!waitsForPerson(pull, state)) return { at, spec_id, kind: 'pull_opened', number, title };
  if (checks.some((check) => check.state !== 'success')) return undefined;
  return { at, spec_id, kind: 'pull_ready', number, title, is_final, is_changed };
}

function waitsForPerson({ is_final, spec_id }: PullState, state: State): boolean {
  return is_final || state.specs.get(spec_id)?.run?.delivery === 'direct';
}

const important: ReadonlySet<NoticeKind> = new Set([
  'pull_ready',
  'person_awaited',
  'task_failed',
  'run_ended',
  'agent_rests',
  'repository_altered',
]);

function isWanted(kind: NoticeKind, level: NoticeLevel): boolean {
  return level === 'all' || (level === 'important' && important.has(kind));
}

/** What was answered or undone meanwhile is no news. */
function isStillTrue(notice: Notice, state: State, now: number): boolean {
  const task = 'task_id' in notice ? state.specs.get(notice.spec_id)?.tasks.get(notice.task_id) : undefined;
  switch (notice.kind) {
    case 'pull_ready':
    case 'pull_opened':
      return state.pulls.get(notice.number)?.state === 'open';
    case 'person_awaited':
      return task !== undefined && liveAttempt(task)?.awaits_person !== undefined;
    case 'task_failed':
      return task?.state === 'failed';
    case 'agent_rests':
      return notice.until > now;
    case 'run_ended':
      return state.specs.get(notice.spec_id)?.run?.state === 'finished';
    case 'repository_altered':
    case 'conflict':
      return true;
  }
}

/** The end of a run tells of its pull request, and the last word about a thing is enough. */
function withoutRepetition(notices: readonly Notice[]): Notice[] {
  const finals = new Set(notices.flatMap((notice) => (notice.kind === 'run_ended' ? (notice.final_pr ?? []) : [])));
  const latest = new Map<string, Notice>();
  for (const notice of notices) {
    if (notice.kind === 'pull_ready' && finals.has(notice.number)) continue;
    const key = keyOf(notice);
    latest.delete(key);
    latest.set(key, notice);
  }
  return [...latest.values()];
}

function keyOf(notice: Notice): string {
  const about =
    'number' in notice ? notice.number : 'task_id' in notice ? notice.task_id : 'agent' in notice ? notice.agent : '';
  return `${notice.kind} ${notice.spec_id} ${about}`;
}

const order: readonly NoticeKind[] = [
  ...(['person_awaited', 'task_failed', 'pull_ready', 'run_ended'] as const),
  ...(['repository_altered', 'agent_rests', 'conflict', 'pull_opened'] as const),
];

function groupsOf(notices: readonly Notice[]): Group[] {
  return order.flatMap((kind) => {
    const [first, ...rest] = notices.filter((notice) => notice.kind === kind);
    return first === undefined ? [] : [{ kind, notices: [first, ...rest] }];
  });
}
