// How much room there is: over all, by run, by pool and by agent, and which agent instances are at work. Counted anew for
// every decision from the live attempts and the starts in flight, then used up by the starts that are decided.
import type { World } from '../actions.ts';
import type { RunState, State } from '../../model/state.ts';
import { routeTask, type Route } from './route.ts';
import type { Placed, RunSurvey } from './survey.ts';

export interface Room {
  /** Attempts that may still be started, over all runs. */
  workers: number;
  workersMax: number;
  liveByRun: Map<string, number>;
  liveByPool: Map<string, number>;
  liveByAgent: Map<string, number>;
  liveByInstance: Map<string, number>;
}

/** The cap over all runs is that of the run that asks for most. */
export function measureRoom(surveys: readonly RunSurvey[], world: World): Room {
  const workersMax = surveys.reduce((most, { run }) => Math.max(most, workersOf(run, world)), 0);
  const room: Room = {
    workers: workersMax,
    workersMax,
    liveByRun: new Map(),
    liveByPool: new Map(),
    liveByAgent: new Map(),
    liveByInstance: new Map(),
  };
  for (const survey of surveys) {
    for (const { task } of survey.live) {
      const attempt = task.attempts.at(-1);
      if (attempt !== undefined) takeRoom(room, survey, attempt);
    }
  }
  // A start in flight has its place already: decided by the same rules, so most likely this one.
  for (const survey of surveys) {
    for (const { task } of survey.starting) {
      const { run } = survey;
      const pools = [...world.capacity.pools.keys()];
      const route = routeTask(task.node, world.settings, {
        agent: run.agent,
        liveByInstance: room.liveByInstance,
        pools,
      });
      takeRoom(room, survey, route ?? { agent: run.agent, agent_instance: '', pool: '' });
    }
  }
  return room;
}

/** False when no start of any task is possible: there is no worker left, or every pool is full. */
export function hasAnyRoom(room: Room, world: World): boolean {
  return room.workers > 0 && poolsFor(room, world).length > 0;
}

export function hasRunRoom(room: Room, { run }: RunSurvey, world: World): boolean {
  return room.workers > 0 && (room.liveByRun.get(run.run_id) ?? 0) < workersOf(run, world);
}

/** Where this task can start now; undefined when its pools are full, or its agent is at its limit or rests. */
export function findRoute(
  room: Room,
  { run }: RunSurvey,
  { task }: Placed,
  state: State,
  world: World,
): Route | undefined {
  const { settings, capacity } = world;
  const last = task.attempts.at(-1);
  const route = routeTask(task.node, settings, {
    agent: run.agent,
    liveByInstance: room.liveByInstance,
    pools: poolsFor(room, world),
    avoidedPool: last?.failure?.kind === 'infra_lost' ? last.pool : undefined,
  });
  if (route === undefined) return undefined;
  // A pool that a skill names is waited for when it is full; only one that is not there is replaced.
  const wanted = route.skill === undefined ? undefined : settings.skills[route.skill]?.pool;
  if (wanted !== undefined && capacity.pools.has(wanted) && route.pool !== wanted) return undefined;
  if (task.node.kind === 'checkpoint') return route;
  if (isResting(route.agent, state, world)) return undefined;
  const agentMax = settings.agents[route.agent]?.max_concurrency ?? Infinity;
  return (room.liveByAgent.get(route.agent) ?? 0) < agentMax ? route : undefined;
}

export function takeRoom(
  room: Room,
  { run }: RunSurvey,
  place: Pick<Route, 'agent' | 'agent_instance' | 'pool'>,
): void {
  room.workers -= 1;
  add(room.liveByRun, run.run_id);
  add(room.liveByPool, place.pool);
  add(room.liveByAgent, place.agent);
  add(room.liveByInstance, place.agent_instance);
}

/** Also while another one rests that uses up the same quota. */
function isResting(agent: string, { paused_agents }: State, { now, quotas }: World): boolean {
  const quotaOf = (name: string): string => quotas?.get(name) ?? name;
  return [...paused_agents].some(([name, until]) => until > now && quotaOf(name) === quotaOf(agent));
}

function poolsFor(room: Room, { capacity }: World): string[] {
  return [...capacity.pools].filter(([name, { max }]) => (room.liveByPool.get(name) ?? 0) < max).map(([name]) => name);
}

function workersOf({ workers }: RunState, { capacity }: World): number {
  return workers === 'auto' ? capacity.workersAuto : workers;
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
