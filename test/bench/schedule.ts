// How good and how quick the scheduler is: makespan against the lower bound and against taking tasks as they come, over 160
// random graphs, and the time of one decision at ten thousand tasks. Nothing runs but `decide`, under a virtual clock.
import type { World } from '../../src/core/dispatcher/actions.ts';
import { decide } from '../../src/core/dispatcher/decide.ts';
import { inOrder } from '../../src/core/dispatcher/decide/in-order.ts';
import { beginRun, simulate } from '../../src/core/dispatcher/simulate.ts';
import { foldAt } from '../../src/core/dispatcher/simulate/virtual-run.ts';
import type { NewEvent } from '../../src/core/model/events.ts';
import { emptyState, type State } from '../../src/core/model/state.ts';
import { randomNodes, sha, world } from '../support/builders.ts';

/** `ours` and `peer` in the unit of the name; `ratio` is ours / peer and must not be above `gate`. */
export interface BenchRow {
  name: string;
  ours: number;
  peer: number;
  ratio: number;
  gate: number;
}

const graphsPerWorkers = 40;
const tasks = 300;
const ticks = 400;

export async function benchSchedule(): Promise<BenchRow[]> {
  return [...benchMakespan(), ...benchTick()];
}

function benchMakespan(): BenchRow[] {
  const found = [2, 4, 8, 16].flatMap((workers) =>
    Array.from({ length: graphsPerWorkers }, (_, n) => {
      const nodes = randomNodes(tasks, workers * 1000 + n);
      const ours = simulate(nodes, { workers });
      const fifo = simulate(nodes, { workers, policy: 'fifo' });
      return { ours: ours.makespan, bound: ours.lowerBound, fifo: fifo.makespan, idle: ours.idleWhileReady };
    }),
  );
  const toBound = found.toSorted((a, b) => a.ours / a.bound - b.ours / b.bound);
  const toFifo = found.toSorted((a, b) => a.ours / a.fifo - b.ours / b.fifo);
  const middle = Math.floor(found.length / 2);
  const idle = found.reduce((sum, each) => sum + each.idle, 0);
  return [
    row('makespan / lower bound, median of 160 graphs (minutes)', toBound[middle]?.ours, toBound[middle]?.bound, 1.01),
    row('makespan / lower bound, worst of 160 graphs (minutes)', toBound.at(-1)?.ours, toBound.at(-1)?.bound, 1.05),
    row('makespan / fifo, median of 160 graphs (minutes)', toFifo[middle]?.ours, toFifo[middle]?.fifo, 1),
    row('makespan / fifo, worst of 160 graphs (minutes)', toFifo.at(-1)?.ours, toFifo.at(-1)?.fifo, 1.01),
    row('idle while a task is ready (worker-minutes; peer is one)', idle, 1, 0),
  ];
}

/** Decisions at 10,000 tasks half way through: 5,000 done, some running, a wide front ready. */
function benchTick(): BenchRow[] {
  const state = halfway(10_000);
  const busy = world({ capacity: { pools: new Map([['local', { max: 64 }]]) }, followed: ['simulated/T5000/1'] });
  const idle: World = { ...busy, now: busy.now + 1 };
  for (let n = 0; n < 50; n += 1) decide(state, idle);
  const times = Array.from({ length: ticks }, () => timed(() => decide(state, idle))).sort((a, b) => a - b);
  const keys = Array.from({ length: 10_000 }, (_, n) => (n * 7919) % 10_007);
  const heap = Array.from({ length: 50 }, () => timed(() => [...inOrder(keys, (a, b) => a - b)])).sort((a, b) => a - b);
  return [
    row('decision at 10,000 tasks, median (ms; peer: a heap of 10,000 emptied)', times[ticks / 2], heap[25], 1),
    row('decision at 10,000 tasks, p99 (ms; peer: 5 ms)', times[Math.floor(ticks * 0.99)], 5, 1),
  ];
}

function halfway(count: number): State {
  const state = emptyState();
  const nodes = randomNodes(count, 1).map((each, n) => (n < count / 2 ? { ...each, status: 'done' as const } : each));
  beginRun(state, nodes, 16);
  const [announced] = decide(state, world());
  const ready: NewEvent[] = announced?.kind === 'append' ? announced.events : [];
  for (const event of ready) foldAt(state, event, 0);
  const of = { spec_id: 'simulated', task_id: ready[0]?.task_id ?? '', attempt: 1 };
  const data = { agent: 'simulated', pool: 'local', branch: 'b', base_sha: sha, launch: 'l' };
  foldAt(state, { ...of, type: 'TaskAssigned', data }, 0);
  return state;
}

/** Milliseconds; the best of three, as the same work is done each time and the machine may have other things to do. */
function timed(work: () => void): number {
  const times = [0, 1, 2].map(() => {
    const begun = performance.now();
    work();
    return performance.now() - begun;
  });
  return Math.min(...times);
}

function row(name: string, ours = NaN, peer = NaN, gate = NaN): BenchRow {
  return { name, ours, peer, ratio: ours / peer, gate };
}
