// States for tests, made the way the controller makes them: by folding events. A builder only says what a test is about.
import { applyEvent } from '../../src/core/model/apply.ts';
import type { EventType, NewEvent, RegistryEvent, TaskNode } from '../../src/core/model/events.ts';
import type { Failure, FailureKind } from '../../src/core/model/failure.ts';
import { settingsSchema } from '../../src/core/model/settings.ts';
import { emptyState, type RunState, type State, type TaskState } from '../../src/core/model/state.ts';
import type { Action, Capacity, World } from '../../src/core/dispatcher/actions.ts';
import { chanceOf } from '../../src/core/dispatcher/decide/chance.ts';
import type * as z from 'zod';

export const sha = '0123456789abcdef0123456789abcdef01234567';

export function node(id: string, fields: Partial<TaskNode> = {}): TaskNode {
  const { dependencies = [], files = [], ...rest } = fields;
  return { id, title: id, kind: 'work', status: 'ready', priority: 0, dependencies, files, ...rest };
}

export function failure(kind: FailureKind, fields: Partial<Failure> = {}): Failure {
  return { kind, message: `It was ${kind}.`, ...fields };
}

type SettingsInput = z.input<typeof settingsSchema>;
type WorldFields = Partial<Omit<World, 'settings' | 'capacity' | 'inFlight' | 'followed'>> & {
  settings?: SettingsInput;
  capacity?: Partial<Capacity>;
  inFlight?: string[];
  followed?: string[];
};

/** A world with one pool of eight, in which nothing is in flight. */
export function world(fields: WorldFields = {}): World {
  const { settings = {}, capacity = {}, inFlight = [], followed = [], ...rest } = fields;
  return {
    now: 1000,
    capacity: { workersAuto: 3, pools: new Map([['local', { max: 8 }]]), ...capacity },
    settings: settingsSchema.parse(settings),
    inFlight: new Set(inFlight),
    followed: new Set(followed),
    silent: new Set(),
    isForgeDue: false,
    forecastDue: new Set(),
    ...rest,
  };
}

/** A state that grows by telling what happens to it. Every step is folded by `applyEvent`, so an illegal one throws. */
export interface Story {
  readonly state: State;
  readonly events: readonly RegistryEvent[];
  /** The time of the events that follow. */
  at(now: number): Story;
  tell(...events: NewEvent[]): Story;
  /** Tasks that become ready, in this order. */
  ready(...ids: string[]): Story;
  assign(id: string, fields?: { agent?: string; agent_instance?: string; pool?: string }): Story;
  /** From ready to a live runner. */
  start(id: string, fields?: { agent?: string; agent_instance?: string; pool?: string }): Story;
  slot(id: string, slot: string): Story;
  succeed(id: string): Story;
  fail(id: string, failure: Failure): Story;
  lose(id: string): Story;
  /** From ready to an open pull request. */
  review(id: string, number: number): Story;
  /** From ready to done. */
  done(id: string, number: number): Story;
  task(id: string): TaskState;
}

export interface StoryOptions {
  spec_id?: string;
  run?: Partial<RunState>;
  /** Another spec beside those of this story. */
  beside?: Story;
}

/** A spec of these tasks with a run just begun, at time 0. */
export function story(nodes: readonly TaskNode[], { spec_id = 'chat', run = {}, beside }: StoryOptions = {}): Story {
  const state = beside?.state ?? emptyState();
  const events: RegistryEvent[] = [];
  const run_id = `run-${spec_id}`;
  let now = 0;
  const fold = (event: NewEvent) => {
    const placed = { ...event, seq: state.seq + 1, epoch: 1, at: now };
    applyEvent(state, placed);
    events.push(placed);
  };
  const taskOf = (id: string) => state.specs.get(spec_id)!.tasks.get(id)!;
  const of = (task_id: string) => ({ run_id, spec_id, task_id });
  const ofAttempt = (id: string) => ({ ...of(id), attempt: taskOf(id).attempts.length });

  const self: Story = {
    state,
    events,
    at(at) {
      now = at;
      return self;
    },
    tell(...more) {
      more.forEach(fold);
      return self;
    },
    ready: (...ids) => self.tell(...ids.map((id): NewEvent => ({ ...of(id), type: 'TaskReady', data: {} }))),
    assign(id, { agent = 'kiro', agent_instance = 'general_spirit_1', pool = 'local' } = {}) {
      const data = { agent, pool, branch: `feature/${id}`, base_sha: sha, launch: 'launch' };
      const attempt = taskOf(id).attempts.length + 1;
      return self.tell({ ...of(id), attempt, agent_instance, type: 'TaskAssigned', data });
    },
    start(id, fields) {
      self.assign(id, fields);
      return self.tell({
        ...ofAttempt(id),
        type: 'RunnerStarted',
        data: { pid: 7, start_time: '1', launch: 'launch' },
      });
    },
    slot: (id, slot) =>
      self.tell({
        ...ofAttempt(id),
        type: 'SlotAllocated',
        data: { slot, path: `/slots/${slot}`, is_warm: true, duration_ms: 1 },
      }),
    succeed: (id) =>
      self.tell({ ...ofAttempt(id), type: 'RunnerFinished', data: { outcome: 'succeeded', commit: sha, tree: sha } }),
    fail: (id, why) =>
      self.tell({ ...ofAttempt(id), type: 'RunnerFinished', data: { outcome: 'failed', failure: why } }),
    lose: (id) => self.tell({ ...ofAttempt(id), type: 'RunnerLost', data: { reason: 'gone' } }),
    review(id, number) {
      self.start(id).succeed(id);
      const data = { number, title: id, head: `feature/${id}`, base: 'necrocode/chat', head_sha: sha };
      return self.tell({ ...ofAttempt(id), type: 'PROpened', data });
    },
    done(id, number) {
      self.review(id, number);
      return self.tell(
        { ...ofAttempt(id), type: 'PRMerged', data: { number, merge_sha: sha } },
        { ...ofAttempt(id), type: 'TaskCompleted', data: { merge_sha: sha, pr: number } },
      );
    },
    task: taskOf,
  };

  self.tell(
    {
      type: 'SpecPlanned',
      spec_id,
      data: { taskset_version: 1, title: '', planner: 'offline', tasks: nodes.length, plan_sha256: 'a'.repeat(64) },
    },
    ...nodes.map((each): NewEvent => ({
      type: 'TaskCreated',
      spec_id,
      task_id: each.id,
      data: { taskset_version: 1, node: each },
    })),
    { type: 'RunStarted', run_id, spec_id, data: { ...defaultRun, ...run } },
  );
  return self;
}

const defaultRun = {
  base_ref: 'refs/heads/main',
  base_sha: sha,
  tip_sha: sha,
  integration_branch: 'necrocode/chat',
  delivery: 'integration' as const,
  forge: 'local' as const,
  workers: 3,
  agent: 'kiro',
  verify: [],
};

/** An event as `type task`, for tables. */
export function short(event: { type: EventType; task_id?: string }): string {
  return event.task_id === undefined ? event.type : `${event.type} ${event.task_id}`;
}

/** Actions as words: `start_attempt 1.1`, `append(TaskReady 1)`, `integrate #4`. */
export function describeAction(action: Action): string {
  switch (action.kind) {
    case 'append':
      return `append(${action.events.map(short).join(', ')})`;
    case 'integrate':
      return `integrate #${action.number}`;
    case 'release_slot':
      return `release_slot ${action.slot}`;
    case 'finish_run':
      return `finish_run ${action.outcome}`;
    case 'forecast_conflicts':
      return `forecast_conflicts ${action.spec_id}`;
    case 'observe_forge':
      return action.kind;
    default:
      return `${action.kind} ${action.task_id}`;
  }
}

/**
 * A random graph: each task has up to `edgesMax` dependencies among the `window` tasks before it, and takes 1 to 60 minutes.
 * The same seed gives the same graph.
 */
export function randomNodes(
  count: number,
  seed: number,
  { edgesMax = 2, window = Infinity }: { edgesMax?: number; window?: number } = {},
): TaskNode[] {
  const draw = (what: string, below: number) => Math.floor(chanceOf(`${seed} ${what}`) * below);
  return Array.from({ length: count }, (_, n) => {
    const edges = n === 0 ? 0 : draw(`edges ${n}`, edgesMax + 1);
    const dependencies = new Set<string>();
    for (let edge = 0; edge < edges; edge += 1) {
      dependencies.add(`T${n - 1 - draw(`edge ${n} ${edge}`, Math.min(n, window))}`);
    }
    return node(`T${n}`, { dependencies: [...dependencies], estimate_minutes: 1 + draw(`minutes ${n}`, 60) });
  });
}
