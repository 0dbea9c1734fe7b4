// Which part of the drawing is seen, and how large: a scale and the place of the drawing's corner on the canvas.

export interface Size {
  width: number;
  height: number;
}

export interface Viewport {
  scale: number;
  x: number;
  y: number;
}

interface Rectangle extends Size {
  x: number;
  y: number;
}

export const scaleMin = 0.1;
export const scaleMax = 2;
/** Smaller than this nothing can be read, so a large drawing is not made to fit as a whole. */
const readableScale = 0.45;
export const zoomStep = 1.25;
const edge = 24;

/** All of it in the middle of the canvas, never enlarged; when it is too large, its beginning, or what is to be seen first. */
export function fitDrawing(drawing: Size, canvas: Size, first?: Rectangle): Viewport {
  const scale = Math.min(1, canvas.width / drawing.width, canvas.height / drawing.height);
  if (scale >= readableScale || canvas.width <= 0 || canvas.height <= 0) {
    const fitting = clamp(scale, scaleMin, 1);
    return {
      scale: fitting,
      x: (canvas.width - drawing.width * fitting) / 2,
      y: (canvas.height - drawing.height * fitting) / 2,
    };
  }
  const target = first ?? { x: 0, y: 0, width: 0, height: 0 };
  return {
    scale: readableScale,
    x: startOf(target.x + target.width / 2, drawing.width, canvas.width),
    y: startOf(target.y + target.height / 2, drawing.height, canvas.height),
  };
}

/** `middle` in the middle, but no empty canvas where there is drawing to be shown. */
function startOf(middle: number, drawn: number, seen: number): number {
  const [all, wanted] = [drawn * readableScale, seen / 2 - middle * readableScale];
  return all <= seen ? (seen - all) / 2 : clamp(wanted, seen - all, 0);
}

/** The point of the canvas under (x, y) stays where it is. */
export function zoomAt(view: Viewport, factor: number, { x, y }: { x: number; y: number }): Viewport {
  const scale = clamp(view.scale * factor, scaleMin, scaleMax);
  const ratio = scale / view.scale;
  return { scale, x: x - (x - view.x) * ratio, y: y - (y - view.y) * ratio };
}

export function pan(view: Viewport, dx: number, dy: number): Viewport {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/** Moved as little as is needed for the rectangle of the drawing to be seen. */
export function reveal(view: Viewport, target: Rectangle, canvas: Size): Viewport {
  const [left, top] = [target.x * view.scale + view.x, target.y * view.scale + view.y];
  return {
    ...view,
    x: view.x + nudge(left, left + target.width * view.scale, canvas.width),
    y: view.y + nudge(top, top + target.height * view.scale, canvas.height),
  };
}

function nudge(from: number, to: number, size: number): number {
  if (from < edge) return edge - from;
  return to > size - edge ? Math.max(size - edge - to, edge - from) : 0;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
