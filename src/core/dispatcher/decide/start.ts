// Which ready tasks get a runner now. Runs share the workers: among heads of equal priority the run with the fewest live
// attempts goes first. A task whose declared files overlap with work that has not landed waits while there is anything else
// to start, and beyond that only while the other work moves by itself; so nothing is held back for ever.
import type { Action, World } from '../actions.ts';
import type { State, TaskState } from '../../model/state.ts';
import { findRoute, hasAnyRoom, hasRunRoom, measureRoom, takeRoom, type Room } from './capacity.ts';
import { inOrder } from './in-order.ts';
import { doOverlap, type FilePattern } from './overlap.ts';
import { compareReady, findAged, type Order } from './priority.ts';
import type { Route } from './route.ts';
import { attemptOf, isCancelled, keyOf, type Placed, type RunSurvey } from './survey.ts';
import { isTaken } from './train.ts';

interface Queue {
  survey: RunSurvey;
  head: Placed | undefined;
  rest: Iterator<Placed, undefined>;
  /** The files of work that has not landed. */
  occupied: Occupied[];
  /** Tasks that overlap only with what a person must move on, in order: the second choice. */
  deferred: Placed[];
}

interface Occupied {
  patterns: readonly FilePattern[];
  /** False when only a person can move it on: nobody waits for that. */
  isMoving: boolean;
}

interface Desk {
  state: State;
  world: World;
  room: Room;
  aged: ReadonlySet<TaskState>;
}

export function startAttempts(surveys: readonly RunSurvey[], state: State, world: World, order: Order): Action[] {
  const open = surveys.filter(({ run }) => run.state === 'running' && run.is_cancel_requested !== true);
  const room = measureRoom(surveys, world);
  if (!hasAnyRoom(room, world) || open.every(({ ready }) => ready.length === 0)) return [];
  const desk: Desk = { state, world, room, aged: findAged(open, world, room.workersMax) };
  const queues = open.map((survey) => openQueue(survey, desk, order));
  const actions = drain(queues, desk, (queue, placed) => {
    const others = findOverlaps(queue, placed);
    if (others.length > 0 && !others.some(({ isMoving }) => isMoving)) queue.deferred.push(placed);
    return others.length === 0;
  });
  for (const queue of queues) {
    queue.rest = queue.deferred.values();
    queue.head = queue.rest.next().value;
  }
  const isHeld = ({ isMoving }: Occupied) => isMoving;
  return [...actions, ...drain(queues, desk, (queue, placed) => !findOverlaps(queue, placed).some(isHeld))];
}

function openQueue(survey: RunSurvey, { state, world, aged }: Desk, order: Order): Queue {
  // A task has one branch, and a branch is checked out in one slot: the earlier attempt must have given its slot back.
  const held = slotHolders(state, survey);
  const isDue = ({ task }: Placed) =>
    (task.not_before ?? 0) <= world.now && !isCancelled(survey, task) && !held.has(task.node.id);
  const rest = inOrder(survey.ready.filter(isDue), compareReady(survey, aged, order));
  const occupied = [
    ...survey.live.map((placed) => occupy(survey, placed, !awaitsPerson(placed))),
    ...[...survey.starting, ...survey.closed].map((placed) => occupy(survey, placed, true)),
    ...survey.review.map((placed) => occupy(survey, placed, isTaken(survey, placed, state, world))),
  ].filter(({ patterns }) => patterns.length > 0);
  return { survey, head: rest.next().value, rest, occupied, deferred: [] };
}

function awaitsPerson({ task }: Placed): boolean {
  return task.attempts.at(-1)?.awaits_person !== undefined;
}

/** Tasks whose earlier attempt still has its slot. */
function slotHolders(state: State, { spec }: RunSurvey): Set<string> {
  const leased = [...state.slots.values()].filter((slot) => slot.state === 'leased' && slot.spec_id === spec.spec_id);
  return new Set(leased.flatMap(({ task_id }) => task_id ?? []));
}

/** Starts what `mayStart` allows, best head first, until the workers or the tasks run out. */
function drain(queues: readonly Queue[], desk: Desk, mayStart: (queue: Queue, placed: Placed) => boolean): Action[] {
  const actions: Action[] = [];
  while (hasAnyRoom(desk.room, desk.world)) {
    const queue = chooseQueue(queues, desk);
    const placed = queue?.head;
    if (queue === undefined || placed === undefined) break;
    queue.head = queue.rest.next().value;
    const route = findRoute(desk.room, queue.survey, placed, desk.state, desk.world);
    if (route === undefined || !mayStart(queue, placed)) continue;
    takeRoom(desk.room, queue.survey, route);
    queue.occupied.push(occupy(queue.survey, placed, true));
    const of = attemptOf(queue.survey, placed.task, placed.task.attempts.length + 1);
    const by = isAttended(queue.survey, placed, { route, world: desk.world }) ? { is_attended: true as const } : {};
    actions.push({ kind: 'start_attempt', key: keyOf('start_attempt', of), ...of, ...route, ...by });
  }
  return actions;
}

/**
 * Whether a person does it: as the run says, else as the agent's settings say; else a task that a person has taken over stays
 * theirs until they give it up. In a checkpoint there is nothing to do.
 */
function isAttended(
  { run }: RunSurvey,
  { task }: Placed,
  { route, world }: { route: Pick<Route, 'agent'>; world: World },
): boolean {
  if (task.node.kind === 'checkpoint') return false;
  const last = task.attempts.at(-1);
  const isTheirs = last?.is_attended === true && last.failure?.is_final !== true;
  return run.interactive ?? world.settings.agents[route.agent]?.interactive ?? isTheirs;
}

function chooseQueue(queues: readonly Queue[], { room, world, aged }: Desk): Queue | undefined {
  const rankOf = ({ head, survey }: Queue): [number, number, number] => [
    head !== undefined && aged.has(head.task) ? 0 : 1,
    -(head?.task.node.priority ?? 0),
    room.liveByRun.get(survey.run.run_id) ?? 0,
  ];
  let best: Queue | undefined;
  for (const queue of queues) {
    if (queue.head === undefined || !hasRunRoom(room, queue.survey, world)) continue;
    if (best === undefined || compareRanks(rankOf(queue), rankOf(best)) < 0) best = queue;
  }
  return best;
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, n) => value !== b[n]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function occupy({ graph }: RunSurvey, { position }: Placed, isMoving: boolean): Occupied {
  return { patterns: graph.patterns[position] ?? [], isMoving };
}

function findOverlaps({ survey, occupied }: Queue, { position }: Placed): Occupied[] {
  const patterns = survey.graph.patterns[position] ?? [];
  return patterns.length === 0 ? [] : occupied.filter((other) => doOverlap(patterns, other.patterns));
}
