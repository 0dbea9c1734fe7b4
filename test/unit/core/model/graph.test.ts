import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  bottomLevels,
  dependenciesMax,
  findCycle,
  findGraphProblems,
  tasksMax,
  topologicalOrder,
  type GraphNode,
} from '../../../../src/core/model/graph.ts';
import { randomNodes } from '../../../support/builders.ts';

const graph = (edges: Record<string, string[]>): GraphNode[] =>
  Object.entries(edges).map(([id, dependencies]) => ({ id, dependencies }));

describe('findGraphProblems', () => {
  const rows: [string, GraphNode[], string[]][] = [
    ['an empty graph', [], []],
    ['a diamond', graph({ a: [], b: ['a'], c: ['a'], d: ['b', 'c'] }), []],
    [
      'a cycle, printed all the way round',
      graph({ a: ['c'], b: ['a'], c: ['b'], d: ['c'] }),
      ['cycle a: Expected no cycle, got a → c → b → a. Remove one of these dependencies.'],
    ],
    ['a task that depends on itself', graph({ a: ['a'] }), ['self_dependency a: Task a depends on itself.']],
    [
      'a dependency that is no task',
      graph({ a: ['ghost'] }),
      ['unknown_dependency a: Task a depends on "ghost", which is no task of this spec.'],
    ],
    [
      'ids that differ in case only',
      [
        { id: 'T1', dependencies: [] },
        { id: 't1', dependencies: [] },
      ],
      ['duplicate_id t1: Expected every task id once (upper and lower case are the same), got "T1" and "t1".'],
    ],
  ];
  for (const [title, nodes, expected] of rows) {
    it(`${expected.length === 0 ? 'accepts' : 'reports'} ${title}`, () => {
      assert.deepEqual(
        findGraphProblems(nodes).map(({ kind, taskId, message }) => `${kind} ${taskId}: ${message}`),
        expected,
      );
    });
  }

  it('reports all problems together', () => {
    const nodes = [...graph({ a: ['a', 'ghost'], b: ['c'], c: ['b'] }), { id: 'A', dependencies: [] }];
    assert.deepEqual(
      findGraphProblems(nodes).map(({ kind }) => kind),
      ['duplicate_id', 'self_dependency', 'unknown_dependency', 'cycle'],
    );
  });

  it('reports sizes beyond the limits', () => {
    const many = Array.from({ length: tasksMax + 1 }, (_, n) => ({ id: `t${n}`, dependencies: [] }));
    assert.deepEqual(
      findGraphProblems(many).map(({ kind }) => kind),
      ['too_many_tasks'],
    );
    const few = many.slice(0, dependenciesMax + 2);
    const hub = { id: 'hub', dependencies: few.slice(0, dependenciesMax + 1).map(({ id }) => id) };
    assert.deepEqual(
      findGraphProblems([...few, hub]).map(({ kind }) => kind),
      ['too_many_dependencies'],
    );
  });

  it('finds a cycle behind which other tasks wait', () => {
    assert.deepEqual(findCycle(graph({ z: ['a'], a: ['b'], b: ['a'] })), ['a', 'b', 'a']);
  });

  it('walks a chain of the greatest length without overflowing', () => {
    const chain = Array.from({ length: tasksMax }, (_, n) => ({
      id: `t${n}`,
      dependencies: n === 0 ? [] : [`t${n - 1}`],
    }));
    assert.deepEqual(findGraphProblems(chain), []);
    assert.equal(bottomLevels(chain, () => 1).get('t0'), tasksMax);
  });
});

describe('topologicalOrder', () => {
  it('puts dependencies first and keeps the order of the plan otherwise', () => {
    assert.deepEqual(topologicalOrder(graph({ c: ['a'], a: [], b: [] })), ['a', 'b', 'c']);
  });
  it('leaves out what stands on or behind a cycle', () => {
    assert.deepEqual(topologicalOrder(graph({ a: ['b'], b: ['a'], c: ['b'], d: [] })), ['d']);
  });
  it('holds every task of any graph without cycles, each behind its dependencies', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.nat(), (count, seed) => {
        const nodes = randomNodes(count, seed, { edgesMax: 4 });
        const place = new Map(topologicalOrder(nodes.toReversed()).map((id, n) => [id, n]));
        assert.equal(place.size, count);
        for (const { id, dependencies } of nodes) {
          for (const dependency of dependencies) assert.ok(place.get(dependency)! < place.get(id)!);
        }
      }),
    );
  });
});

describe('bottomLevels', () => {
  it('adds up the longest way to the end, the task itself included', () => {
    const nodes = graph({ a: [], b: ['a'], c: ['a'], d: ['b'] });
    const minutes: Record<string, number> = { a: 1, b: 2, c: 10, d: 3 };
    const levels = bottomLevels(nodes, ({ id }) => minutes[id] ?? 0);
    assert.deepEqual(Object.fromEntries(levels), { a: 11, b: 5, c: 10, d: 3 });
  });
});
