// Which events are told to a person, when, and together with what. Pure: events, state, memory and time come in; what is to be shown
// now and the memory for the next time come out. Each event is looked at once; what is over before it is told is not told, and what was
// told is not told again; a burst becomes one message, and there are never more than a few a minute.
import type { RegistryEvent } from '../../core/model/events.ts';
import type { State } from '../../core/model/state.ts';
import type { Group, Notice, NoticeKind, NoticeLevel } from './notice.ts';
import { isStillTrue, noticeOf } from './notice-of.ts';
import { forgetOver, isRepeated, isTold, noteTold, toldAtBeginning } from './told-before.ts';

export interface Memory {
  /** The last event that was looked at. */
  seq: number;
  /** What is still to be told. */
  pending: readonly Notice[];
  /** When the last messages were shown, the newest last. */
  shownAt: readonly number[];
  /** Keys of what is told once only, by whichever window; the newest last. */
  told: ReadonlySet<string>;
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
  return { seq: state.seq, pending: [], shownAt: [], told: toldAtBeginning(state) };
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
  const gathered = [...memory.pending, ...fresh].filter((notice) => isWanted(notice.kind, level));
  const elsewhere = gathered.filter(({ at }) => at <= toldUntil);
  const told = noteTold(forgetOver(memory.told, events), elsewhere, state);
  const wanted = gathered.filter(
    (notice) => notice.at > toldUntil && !isTold(notice, told) && isStillTrue(notice, state, now),
  );
  const pending = withoutRepetition(wanted).slice(-pendingMax);
  const shownAt = memory.shownAt.filter((at) => at > now - minuteMs);
  const dueAt = pending.length === 0 || !mayShow ? undefined : whenDue(pending, shownAt);
  if (dueAt === undefined || dueAt > now) return { memory: { seq, pending, shownAt, told }, show: [], nextAt: dueAt };
  const show = groupsOf(pending).slice(0, perMinuteMax - shownAt.length);
  const left = pending.filter((notice) => !show.some(({ kind }) => kind === notice.kind));
  const after = [...shownAt, ...show.map(() => now)];
  const nextAt = left.length === 0 ? undefined : whenDue(left, after);
  const shown = show.flatMap(({ notices }) => notices);
  return { memory: { seq, pending: left, shownAt: after, told: noteTold(told, shown, state) }, show, nextAt };
}

/** Gathered for a moment, and not before the minute has room. */
function whenDue(pending: readonly Notice[], shownAt: readonly number[]): number {
  const first = Math.min(...pending.map(({ at }) => at));
  const room = shownAt.length < perMinuteMax ? 0 : (shownAt.at(-perMinuteMax) ?? 0) + minuteMs;
  return Math.max(first + gatherMs, room);
}

const important: ReadonlySet<NoticeKind> = new Set([
  'pull_ready',
  'person_awaited',
  'task_failed',
  'run_ended',
  'agent_rests',
  'repository_altered',
  'merge_held',
  'forge_lost',
]);

function isWanted(kind: NoticeKind, level: NoticeLevel): boolean {
  return level === 'all' || (level === 'important' && important.has(kind));
}

/** The end of a run tells of its pull request, and the last word about a thing is enough. */
function withoutRepetition(notices: readonly Notice[]): Notice[] {
  const finals = new Set(notices.flatMap((notice) => (notice.kind === 'run_ended' ? (notice.final_pr ?? []) : [])));
  const latest = new Map<string, Notice>();
  for (const notice of notices) {
    if (notice.kind === 'pull_ready' && finals.has(notice.number)) continue;
    const key = keyOf(notice);
    // Another check that passes, or another try, makes it no newer: what another window has told of it is told.
    if (isRepeated(notice, latest.get(key))) continue;
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
  ...(['forge_lost', 'person_awaited', 'task_failed', 'merge_held', 'pull_ready', 'run_ended'] as const),
  ...(['repository_altered', 'agent_rests', 'conflict', 'pull_opened'] as const),
];

function groupsOf(notices: readonly Notice[]): Group[] {
  return order.flatMap((kind) => {
    const [first, ...rest] = notices.filter((notice) => notice.kind === kind);
    return first === undefined ? [] : [{ kind, notices: [first, ...rest] }];
  });
}
