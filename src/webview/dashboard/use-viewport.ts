// The part of the graph that is seen, and the ways to change it: wheel, dragging, keys, buttons. Until somebody has chosen a part,
// the whole drawing is made to fit whenever it or the canvas is another.
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Box, Layout } from './layout.ts';
import { fitDrawing, pan, reveal, zoomAt, zoomStep, type Size, type Viewport } from './viewport.ts';

export interface ViewportControl {
  view: Viewport;
  isDragging: boolean;
  fit: () => void;
  zoom: (factor: number) => void;
  show: (box: Box) => void;
  /** To be called when a pointer is pressed on the canvas. */
  onPointerDown: (event: PointerEvent) => void;
}

const wheelZoom = 0.0016;
const lineWheelPixels = 16;

export function useViewport(
  canvas: RefObject<HTMLElement | null>,
  { layout, size, first }: { layout: Layout; size: Size; first: Box | undefined },
): ViewportControl {
  const [view, setView] = useState<Viewport>({ scale: 1, x: 0, y: 0 });
  const [isDragging, setDragging] = useState(false);
  const isChosen = useRef(false);
  const fit = () => setView(fitDrawing(layout, size, first));
  useEffect(() => {
    if (!isChosen.current) fit();
    // What is to be seen first may change with every second: the drawing does not follow it.
  }, [layout, size.width, size.height]);

  const change = (next: (view: Viewport) => Viewport) => {
    isChosen.current = true;
    setView(next);
  };

  useEffect(() => {
    const { current } = canvas;
    if (current === null) return undefined;
    const onWheel = (event: WheelEvent) => {
      // Where the page itself scrolls, the wheel is its own.
      if (!event.ctrlKey && !event.metaKey && isPageScrolling()) return;
      event.preventDefault();
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? lineWheelPixels : 1;
      if (event.shiftKey || event.deltaX !== 0) {
        const [dx, dy] = event.shiftKey ? [event.deltaX + event.deltaY, 0] : [event.deltaX, event.deltaY];
        change((now) => pan(now, -dx * pixels, -dy * pixels));
        return;
      }
      const { left, top } = current.getBoundingClientRect();
      const factor = Math.exp(-event.deltaY * pixels * wheelZoom * (event.ctrlKey ? 4 : 1));
      change((now) => zoomAt(now, factor, { x: event.clientX - left, y: event.clientY - top }));
    };
    current.addEventListener('wheel', onWheel, { passive: false });
    return () => current.removeEventListener('wheel', onWheel);
  }, [canvas]);

  return {
    view,
    isDragging,
    fit() {
      isChosen.current = false;
      fit();
    },
    zoom: (factor) => change((now) => zoomAt(now, factor, { x: size.width / 2, y: size.height / 2 })),
    show: (box) => change((now) => reveal(now, box, size)),
    onPointerDown(event) {
      if (event.button !== 0 || !(event.currentTarget instanceof HTMLElement)) return;
      drag(event.currentTarget, event, {
        onMove: (dx, dy) => change((now) => pan(now, dx, dy)),
        onChange: setDragging,
      });
    },
  };
}

/** The key's effect on the viewport; false when it has none. */
export function zoomByKey(key: string, control: ViewportControl): boolean {
  if (key === '+' || key === '=') control.zoom(zoomStep);
  else if (key === '-') control.zoom(1 / zoomStep);
  else if (key === '0') control.fit();
  else return false;
  return true;
}

const dragPixelsMin = 4;

/** A press that does not move is none of ours: it stays a click. */
function drag(
  element: HTMLElement,
  { pointerId, clientX, clientY }: PointerEvent,
  { onMove, onChange }: { onMove: (dx: number, dy: number) => void; onChange: (isDragging: boolean) => void },
): void {
  const stopping = new AbortController();
  const { signal } = stopping;
  let last: { x: number; y: number } | undefined;
  const move = (event: PointerEvent) => {
    if (event.pointerId !== pointerId) return;
    if (last === undefined) {
      if (Math.hypot(event.clientX - clientX, event.clientY - clientY) < dragPixelsMin) return;
      last = { x: clientX, y: clientY };
      element.setPointerCapture(pointerId);
      onChange(true);
    }
    onMove(event.clientX - last.x, event.clientY - last.y);
    last = { x: event.clientX, y: event.clientY };
  };
  const end = (event: PointerEvent) => {
    if (event.pointerId !== pointerId) return;
    stopping.abort();
    if (last !== undefined) onChange(false);
  };
  element.addEventListener('pointermove', move, { signal });
  element.addEventListener('pointerup', end, { signal });
  element.addEventListener('pointercancel', end, { signal });
}

function isPageScrolling(): boolean {
  const { scrollHeight, clientHeight } = document.documentElement;
  return scrollHeight > clientHeight;
}
