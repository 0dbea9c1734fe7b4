import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beginRun, simulate } from '../../../../src/core/dispatcher/simulate.ts';
import { foldAt, runVirtually, type VirtualRunOptions } from '../../../../src/core/dispatcher/simulate/virtual-run.ts';
import type { RegistryEvent, TaskNode } from '../../../../src/core/model/events.ts';
import { failureKinds, type FailureKind } from '../../../../src/core/model/failure.ts';
import { emptyState, liveAttempt, type State } from '../../../../src/core/model/state.ts';
import { failure, node, randomNodes } from '../../../support/builders.ts';

describe('simulate', () => {
  it('measures a schedule that can be checked by hand', () => {
    const nodes = [
      node('a', { estimate_minutes: 10 }),
      node('b', { estimate_minutes: 20, dependencies: ['a'] }),
      node('c', { estimate_minutes: 5 }),
      node('d', { estimate_minutes: 5, dependencies: ['c'] }),
    ];
    assert.deepEqual(simulate(nodes, { workers: 2 }), {
      makespan: 30,
      efficiency: 1,
      lowerBound: 30,
      criticalPath: ['a', 'b'],
      timeline: [
        { task: 'a', start: 0, end: 10, worker: 1 },
        { task: 'c', start: 0, end: 5, worker: 2 },
        { task: 'd', start: 5, end: 10, worker: 2 },
        { task: 'b', start: 10, end: 30, worker: 1 },
      ],
      idleWhileReady: 0,
    });
  });

  it('has nothing to do for an empty plan, or one that is done', () => {
    assert.equal(simulate([], { workers: 2 }).makespan, 0);
    assert.equal(simulate([node('a', { status: 'done' })], { workers: 2 }).efficiency, 1);
  });

  it('shows what a failure costs', () => {
    const failures: VirtualRunOptions['failures'] = (_, attempt) =>
      attempt === 1 ? failure('verify_failed') : undefined;
    const { timeline, makespan } = simulate([node('a', { estimate_minutes: 10 })], { workers: 1, failures });
    assert.equal(makespan, 20);
    assert.equal(timeline.length, 2);
  });

  it('keeps a task that overlaps with live work waiting, which is the only idleness that it knows', () => {
    const files = ['src/app.ts'];
    const nodes = [node('a', { files, estimate_minutes: 10 }), node('b', { files, estimate_minutes: 10 })];
    const { makespan, idleWhileReady } = simulate(nodes, { workers: 2 });
    assert.deepEqual({ makespan, idleWhileReady }, { makespan: 20, idleWhileReady: 10 });
  });

  it('comes close to the lower bound on random graphs, and never leaves a worker idle beside a ready task', () => {
    const ratios = Array.from({ length: 9 }, (_, seed) => {
      const { efficiency, idleWhileReady } = simulate(randomNodes(300, seed), { workers: 16 });
      assert.equal(idleWhileReady, 0);
      return 1 / efficiency;
    });
    const median = ratios.toSorted((a, b) => a - b)[4] ?? Infinity;
    assert.ok(median <= 1.01, `the median of makespan / lower bound is ${median}`);
  });

  it('beats taking tasks as they come', () => {
    const makespans = (policy: 'critical_path' | 'fifo') =>
      Array.from({ length: 5 }, (_, seed) => simulate(randomNodes(200, seed), { workers: 12, policy }).makespan);
    const [ours, fifo] = [makespans('critical_path'), makespans('fifo')];
    for (const [n, makespan] of ours.entries()) assert.ok(makespan <= fifo[n]! * 1.01);
    assert.ok(ours.reduce((a, b) => a + b) < fifo.reduce((a, b) => a + b));
  });
});

interface Case {
  nodes: TaskNode[];
  workers: number;
  seed: number;
  rate: number;
}

const cases = fc.record({
  nodes: fc
    .tuple(fc.integer({ min: 1, max: 30 }), fc.nat(9999))
    .map(([count, seed]) => withVariety(randomNodes(count, seed), seed)),
  workers: fc.integer({ min: 1, max: 6 }),
  seed: fc.nat(9999),
  rate: fc.constantFrom(0, 0.1, 0.5),
});

/** Some tasks are checkpoints, some settled by the plan, some overlap, some matter more. */
function withVariety(nodes: TaskNode[], seed: number): TaskNode[] {
  return nodes.map((each, n) => ({
    ...each,
    kind: (n + seed) % 7 === 0 ? 'checkpoint' : 'work',
    status: (n * 3 + seed) % 11 === 0 ? 'done' : 'pending',
    files: (n + seed) % 3 === 0 ? [`src/${n % 2}/**`] : [],
    priority: (n * seed) % 3,
  }));
}

function optionsOf({ workers, seed, rate }: Case): VirtualRunOptions {
  const failures: VirtualRunOptions['failures'] = (_, __, chance) => {
    const kind: FailureKind | undefined = failureKinds[Math.floor((chance / rate) * failureKinds.length)];
    return chance < rate && kind !== undefined ? failure(kind) : undefined;
  };
  return { workers, seed, failures };
}

function runCase(given: Case): { events: RegistryEvent[]; state: State } {
  const state = emptyState();
  const begun = beginRun(state, given.nodes, given.workers);
  const { events } = runVirtually(state, optionsOf(given));
  return { events: [...begun, ...events], state };
}

/** Replays the events and looks at the state behind each of them. */
function replay(events: readonly RegistryEvent[], look: (state: State, event: RegistryEvent) => void): State {
  const state = emptyState();
  for (const event of events) {
    foldAt(state, event, event.at);
    look(state, event);
  }
  return state;
}

const tasksOf = (state: State) => [...state.specs.values()].flatMap(({ tasks }) => [...tasks.values()]);

describe('any run of any graph, with any failures', () => {
  it('starts no task before its dependencies are done, nor more than there are workers', () => {
    fc.assert(
      fc.property(cases, (given) => {
        replay(runCase(given).events, (state, event) => {
          if (event.type !== 'TaskAssigned') return;
          const tasks = tasksOf(state);
          const states = new Map(tasks.map((task) => [task.node.id, task.state]));
          const { dependencies } = tasks.find(({ node: { id } }) => id === event.task_id)!.node;
          for (const id of dependencies) assert.equal(states.get(id), 'done');
          assert.ok(tasks.filter((task) => liveAttempt(task) !== undefined).length <= given.workers);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('ends, with every task settled or blocked by one that failed', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const { state } = runCase(given);
        const tasks = tasksOf(state);
        const failed = new Set(tasks.filter((task) => task.state === 'failed').map(({ node: { id } }) => id));
        for (const task of tasks) {
          assert.ok(['done', 'failed', 'blocked'].includes(task.state), `${task.node.id} is ${task.state}`);
          if (task.state !== 'blocked') continue;
          assert.ok(task.blocked_by!.length > 0 && task.blocked_by!.every((id) => failed.has(id)));
        }
        const { run } = state.specs.get('simulated')!;
        assert.equal(run?.state, 'finished');
        assert.equal(run?.outcome, failed.size === 0 ? 'completed' : 'failed');
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same events again', () => {
    fc.assert(
      fc.property(cases, (given) => assert.deepEqual(runCase(given).events, runCase(given).events)),
      { numRuns: 20 },
    );
  });

  it('comes to the same end when the controller is replaced after any event', () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 0, max: 1, noNaN: true }), (given, cut) => {
        const { events, state } = runCase({ ...given, rate: 0 });
        const begun = given.nodes.length + 2;
        const prefix = events.slice(0, begun + Math.floor(cut * (events.length - begun)));
        const taken = replay(prefix, () => undefined);
        runVirtually(taken, optionsOf({ ...given, rate: 0 }));
        assert.deepEqual(
          tasksOf(taken).map((task) => [task.node.id, task.state, task.attempts.length]),
          tasksOf(state).map((task) => [task.node.id, task.state, task.attempts.length]),
        );
        assert.equal(taken.specs.get('simulated')?.run?.outcome, 'completed');
      }),
      { numRuns: 60 },
    );
  });

  it('has a task that kills its runner each time quarantined after two, while the others go on', () => {
    const state = emptyState();
    const nodes = [
      node('bad'),
      node('behind', { dependencies: ['bad'] }),
      node('good'),
      node('more', { dependencies: ['good'] }),
    ];
    beginRun(state, nodes, 2);
    runVirtually(state, { workers: 2, failures: ({ id }) => (id === 'bad' ? failure('infra_lost') : undefined) });
    assert.deepEqual(
      tasksOf(state).map((task) => [task.node.id, task.state, task.attempts.length]),
      [
        ['bad', 'failed', 2],
        ['behind', 'blocked', 0],
        ['good', 'done', 1],
        ['more', 'done', 1],
      ],
    );
  });
});
