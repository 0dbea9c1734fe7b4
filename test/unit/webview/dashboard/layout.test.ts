import assert from 'node:assert/strict';
import { viewGraph } from '../../../../src/core/model/view-graph.ts';
import { layOut } from '../../../../src/webview/dashboard/layout.ts';
import { stepOf, walk } from '../../../../src/webview/dashboard/walk.ts';
import { chatNodes } from '../../../support/panel-fixtures.ts';

const graph = viewGraph(chatNodes(), { opened: [], nodesMax: 400 });

describe('the drawing of the graph', () => {
  it('takes the direction that fits the canvas better', () => {
    assert.equal(layOut(graph, { width: 400, height: 900 }).direction, 'down');
    assert.equal(layOut(graph, { width: 1600, height: 300 }).direction, 'right');
  });

  it('lets no two boxes overlap, and none stand outside', () => {
    const { boxes, width, height } = layOut(graph, { width: 900, height: 500 });
    const all = [...boxes.values()];
    assert.equal(all.length, 14);
    for (const [at, one] of all.entries()) {
      assert.ok(one.x >= 0 && one.y >= 0 && one.x + one.width <= width && one.y + one.height <= height, one.key);
      for (const other of all.slice(at + 1)) {
        const apart =
          one.x + one.width <= other.x ||
          other.x + other.width <= one.x ||
          one.y + one.height <= other.y ||
          other.y + other.height <= one.y;
        assert.ok(apart, `${one.key} and ${other.key} overlap.`);
      }
    }
  });

  it('leads every edge from the end of one box to the beginning of the other, in the direction of the graph', () => {
    const { boxes, edges, direction } = layOut(graph, { width: 400, height: 900 });
    assert.equal(direction, 'down');
    for (const { from, to, path } of edges) {
      const numbers = (path.match(/-?[\d.]+/g) ?? []).map(Number);
      const [source, target] = [boxes.get(from)!, boxes.get(to)!];
      const round = (value: number) => Math.round(value * 10) / 10;
      assert.deepEqual(numbers.slice(0, 2), [round(source.x + source.width / 2), round(source.y + source.height)]);
      assert.deepEqual(numbers.slice(-2), [round(target.x + target.width / 2), round(target.y)]);
      const downward = numbers.filter((_, at) => at % 2 === 1);
      assert.deepEqual(
        downward,
        [...downward].sort((one, other) => one - other),
        `${from} → ${to} goes back.`,
      );
    }
  });
});

describe('the arrow keys in the graph', () => {
  const layout = layOut(graph, { width: 400, height: 900 });
  const check = (from: string | undefined, keys: string, expected: string) => {
    let at = from === undefined ? undefined : `task:${from}`;
    for (const key of keys.split(' ')) {
      const step = stepOf(key, layout.direction);
      assert.ok(step !== undefined, key);
      at = walk(layout, at, step);
    }
    assert.equal(at, `task:${expected}`);
  };

  it('follow the edges, and stay where there is no way on', () => {
    check('1.3', 'ArrowDown', '4.3');
    check('4.3', 'ArrowDown', '4.3');
    check('4.3', 'ArrowUp', '1.3');
    check('2.4', 'ArrowUp', '2.3');
    check('3.2', 'ArrowDown ArrowDown', '4.2');
  });

  it('begin at the beginning, and walk along a rank', () => {
    const first = walk(layout, undefined, 'first');
    const last = walk(layout, first, 'last');
    assert.equal(walk(layout, undefined, 'last'), last);
    assert.ok(layout.boxes.get(first ?? '')!.y < layout.boxes.get(last ?? '')!.y);
    const beside = walk(layout, first, 'after');
    assert.equal(layout.boxes.get(beside ?? '')!.y, layout.boxes.get(first ?? '')!.y);
    assert.notEqual(beside, first);
    assert.equal(walk(layout, beside, 'before'), first);
  });

  it('reach every task, together with the first of each rank', () => {
    const seen = new Set<string | undefined>([walk(layout, undefined, 'first')]);
    for (const key of seen) {
      for (const step of ['forward', 'back', 'before', 'after'] as const) seen.add(walk(layout, key, step));
    }
    assert.equal(seen.size, 14);
  });
});
