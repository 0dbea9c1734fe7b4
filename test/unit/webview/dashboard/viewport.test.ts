import assert from 'node:assert/strict';
import { fitDrawing, pan, reveal, scaleMax, scaleMin, zoomAt } from '../../../../src/webview/dashboard/viewport.ts';

const canvas = { width: 800, height: 600 };

describe('the part of the graph that is seen', () => {
  it('is all of it in the middle, and never larger than it is', () => {
    assert.deepEqual(fitDrawing({ width: 400, height: 200 }, canvas), { scale: 1, x: 200, y: 200 });
    assert.deepEqual(fitDrawing({ width: 1600, height: 600 }, canvas), { scale: 0.5, x: 0, y: 150 });
  });

  it('is what is to be seen first, when all of it could not be read', () => {
    const { scale, x, y } = fitDrawing({ width: 10_000, height: 300 }, canvas, {
      x: 5000,
      y: 0,
      width: 100,
      height: 50,
    });
    assert.ok(scale > 0.4);
    assert.ok(Math.abs(5050 * scale + x - 400) < 1);
    assert.ok(y > 0);
  });

  it('keeps the point under the pointer where it is', () => {
    const before = { scale: 1, x: 10, y: 20 };
    const after = zoomAt(before, 1.5, { x: 300, y: 200 });
    assert.equal(after.scale, 1.5);
    assert.equal((300 - after.x) / after.scale, 290);
    assert.equal((200 - after.y) / after.scale, 180);
  });

  it('ends somewhere, in both directions', () => {
    assert.equal(zoomAt({ scale: 1, x: 0, y: 0 }, 1000, { x: 0, y: 0 }).scale, scaleMax);
    assert.equal(zoomAt({ scale: 1, x: 0, y: 0 }, 0.0001, { x: 0, y: 0 }).scale, scaleMin);
  });

  it('moves no further than is needed', () => {
    const view = { scale: 1, x: 0, y: 0 };
    assert.deepEqual(reveal(view, { x: 100, y: 100, width: 184, height: 46 }, canvas), view);
    const moved = reveal(view, { x: 900, y: 100, width: 184, height: 46 }, canvas);
    assert.deepEqual([moved.x, moved.y], [800 - 24 - 1084, 0]);
    assert.deepEqual(pan(view, 5, -3), { scale: 1, x: 5, y: -3 });
  });
});
