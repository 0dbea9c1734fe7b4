import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bridgeOver, createEdges } from '../../../../src/core/intake/edges.ts';

const keys = Array.from({ length: 12 }, (_, index) => `k${index}`);
const pairs = fc.array(fc.tuple(fc.constantFrom(...keys), fc.constantFrom(...keys)), { maxLength: 60 });

describe('createEdges', () => {
  it('stays acyclic, refuses exactly what would close a cycle, and always has an order', () => {
    fc.assert(
      fc.property(pairs, (links) => {
        const edges = createEdges(keys);
        for (const [task, on] of links) {
          const isCycle = task === on || reaches(edges.dependsOn, on, task);
          const path = edges.add(task, on);
          assert.equal(path !== undefined, isCycle);
          if (path !== undefined) assert.deepEqual([path[0], path.at(-1)], [task, task]);
        }
        const order = edges.inOrder();
        for (const [task, others] of edges.dependsOn) {
          for (const other of others) assert.ok(order.indexOf(other) < order.indexOf(task));
        }
      }),
    );
  });
});

describe('bridgeOver', () => {
  it('makes a task wait for what the tasks in between would have waited for', () => {
    const edges = createEdges(['a', 'b', 'c', 'd']);
    for (const [task, on] of [
      ['b', 'a'],
      ['c', 'b'],
      ['d', 'c'],
    ] as const)
      edges.add(task, on);
    const bridged = bridgeOver(new Set(['b', 'c']), edges);
    assert.deepEqual([...(bridged.get('d') ?? [])], ['c', 'a']);
  });
});

function reaches(dependsOn: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const key of seen) for (const next of dependsOn.get(key) ?? []) seen.add(next);
  return seen.has(to);
}
