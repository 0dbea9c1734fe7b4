// How long a plan would take, and how close that is to the best possible: a virtual run of the graph, measured. Attempts take
// as long as the plan expects, or as the caller says. All times that are given back are minutes.
import type { NewEvent, RegistryEvent, TaskNode } from '../model/events.ts';
import { bottomLevels } from '../model/graph.ts';
import { emptyState, type State } from '../model/state.ts';
import { expectedMinutes } from './decide/plan-graph.ts';
import { foldAt, minuteMs, runVirtually, type VirtualRunOptions } from './simulate/virtual-run.ts';

export type SimulateOptions = VirtualRunOptions;

export interface Simulation {
  /** From the start of the run to the end of the last attempt. */
  makespan: number;
  /** Lower bound / makespan: 1 is as good as can be. */
  efficiency: number;
  /** No schedule of this graph on so many workers is shorter: max(longest path, work / workers). */
  lowerBound: number;
  /** The tasks along the longest path, first to last. */
  criticalPath: string[];
  /** One entry for each attempt, in the order of their starts; workers are numbered from 1. */
  timeline: { task: string; start: number; end: number; worker: number }[];
  /** Worker-minutes in which somebody was idle although a task could have been started. */
  idleWhileReady: number;
}

const spec_id = 'simulated';
const run_id = 'simulated';
const sha = '0'.repeat(40);

/** Schedules the graph on so many workers. The same nodes, options and seed give the same answer. */
export function simulate(nodes: readonly TaskNode[], options: SimulateOptions): Simulation {
  const state = emptyState();
  beginRun(state, nodes, options.workers);
  const { events, idleWhileReadyMs } = runVirtually(state, options);
  const timeline = timelineOf(events);
  const makespan = timeline.reduce((latest, { end }) => Math.max(latest, end), 0);
  const { lowerBound, criticalPath } = boundOf(nodes, options);
  return {
    makespan,
    efficiency: makespan === 0 ? 1 : lowerBound / makespan,
    lowerBound,
    criticalPath,
    timeline,
    idleWhileReady: idleWhileReadyMs / minuteMs,
  };
}

/** Folds the plan and the start of a run into an empty state, at time 0; gives the events back. */
export function beginRun(state: State, nodes: readonly TaskNode[], workers: number): RegistryEvent[] {
  const plan = { taskset_version: 1, title: '', planner: 'none', tasks: nodes.length, plan_sha256: '0'.repeat(64) };
  const run = {
    base_ref: 'refs/heads/main',
    base_sha: sha,
    tip_sha: sha,
    integration_branch: `necrocode/${spec_id}`,
    delivery: 'integration' as const,
    forge: 'local' as const,
    workers,
    agent: 'simulated',
    verify: [],
  };
  const created = nodes.map((node): NewEvent => ({
    type: 'TaskCreated',
    spec_id,
    task_id: node.id,
    data: { taskset_version: 1, node },
  }));
  const events: NewEvent[] = [
    { type: 'SpecPlanned', spec_id, data: plan },
    ...created,
    { type: 'RunStarted', spec_id, run_id, data: run },
  ];
  return events.map((event) => foldAt(state, event, 0));
}

function timelineOf(events: readonly RegistryEvent[]): Simulation['timeline'] {
  const timeline: Simulation['timeline'] = [];
  const atWork = new Map<string, Simulation['timeline'][number]>();
  for (const { type, task_id: task = '', at } of events) {
    if (type === 'TaskAssigned') {
      const worker = freeWorker([...atWork.values()].map((entry) => entry.worker));
      const entry = { task, start: at / minuteMs, end: at / minuteMs, worker };
      timeline.push(entry);
      atWork.set(task, entry);
    } else if (type === 'RunnerFinished' || type === 'RunnerLost') {
      const entry = atWork.get(task);
      if (entry !== undefined) entry.end = at / minuteMs;
      atWork.delete(task);
    }
  }
  return timeline;
}

function freeWorker(busy: readonly number[]): number {
  let worker = 1;
  while (busy.includes(worker)) worker += 1;
  return worker;
}

/** Graham's bound for m workers; every task counted once, as if nothing failed. */
function boundOf(nodes: readonly TaskNode[], { workers, durationOf = expectedMinutes }: SimulateOptions) {
  const open = nodes.filter(({ status }) => status !== 'done' && status !== 'skipped' && status !== 'cancelled');
  const levels = bottomLevels(open, durationOf);
  const levelOf = ({ id }: TaskNode) => levels.get(id) ?? 0;
  const longest = open.reduce((most, node) => Math.max(most, levelOf(node)), 0);
  const work = open.reduce((sum, node) => sum + durationOf(node), 0);
  const criticalPath: string[] = [];
  let candidates = open;
  while (candidates.length > 0) {
    const next = candidates.reduce((most, node) => (levelOf(node) > levelOf(most) ? node : most));
    criticalPath.push(next.id);
    candidates = open.filter(({ dependencies }) => dependencies.includes(next.id));
  }
  return { lowerBound: Math.max(longest, work / workers), criticalPath };
}
