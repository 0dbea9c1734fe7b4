// How the arrow keys walk through the graph: along an edge forward and back, and sideways to the next node of the same rank.
import type { Box, Layout } from './layout.ts';

export type Step = 'forward' | 'back' | 'before' | 'after' | 'first' | 'last';

const stepOfKey: Record<Layout['direction'], Readonly<Record<string, Step>>> = {
  right: {
    ArrowRight: 'forward',
    ArrowLeft: 'back',
    ArrowUp: 'before',
    ArrowDown: 'after',
    Home: 'first',
    End: 'last',
  },
  down: { ArrowDown: 'forward', ArrowUp: 'back', ArrowLeft: 'before', ArrowRight: 'after', Home: 'first', End: 'last' },
};

export function stepOf(key: string, direction: Layout['direction']): Step | undefined {
  return stepOfKey[direction][key];
}

/** The key of the node that the step leads to; the same when there is no way on. */
export function walk(layout: Layout, from: string | undefined, step: Step): string | undefined {
  const here = from === undefined ? undefined : layout.boxes.get(from);
  const all = [...layout.boxes.values()].sort((one, other) => alongOf(layout, one) - alongOf(layout, other));
  if (step === 'last') return all.at(-1)?.key;
  if (here === undefined || step === 'first') return all[0]?.key;
  if (step === 'before' || step === 'after') return beside(layout, here, step)?.key ?? here.key;
  const next = layout.edges
    .filter((edge) => (step === 'forward' ? edge.from : edge.to) === here.key)
    .map((edge) => layout.boxes.get(step === 'forward' ? edge.to : edge.from));
  return nearest(layout, here, next)?.key ?? here.key;
}

/** Along the direction of the graph. */
function alongOf({ direction }: Layout, { x, y }: Box): number {
  return direction === 'right' ? x * 1e6 + y : y * 1e6 + x;
}

/** Across it. */
function acrossOf({ direction }: Layout, { x, y }: Box): number {
  return direction === 'right' ? y : x;
}

function rankOf({ direction }: Layout, { x, y }: Box): number {
  return Math.round(direction === 'right' ? x : y);
}

function beside(layout: Layout, here: Box, step: 'before' | 'after'): Box | undefined {
  const rank = [...layout.boxes.values()]
    .filter((box) => Math.abs(rankOf(layout, box) - rankOf(layout, here)) <= 1)
    .sort((one, other) => acrossOf(layout, one) - acrossOf(layout, other));
  return rank[rank.findIndex(({ key }) => key === here.key) + (step === 'after' ? 1 : -1)];
}

function nearest(layout: Layout, here: Box, boxes: readonly (Box | undefined)[]): Box | undefined {
  const distanceTo = (box: Box) => Math.abs(acrossOf(layout, box) - acrossOf(layout, here));
  return boxes.reduce((best, box) => {
    if (box === undefined || best === undefined) return best ?? box;
    return distanceTo(box) < distanceTo(best) ? box : best;
  }, undefined);
}
