// Where the nodes and edges of the drawn graph stand. The layout is dagre's; of the two directions that is taken which fits the
// canvas better. It knows no states, so that it is made anew only when the graph is another.
import { Graph, layout as place } from '@dagrejs/dagre';
import type { DrawnGraph } from '../../core/model/view-graph.ts';
import type { Size } from './viewport.ts';

export interface Box {
  key: string;
  /** Of the upper left corner. */
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Layout extends Size {
  direction: 'right' | 'down';
  boxes: ReadonlyMap<string, Box>;
  edges: { from: string; to: string; path: string }[];
}

export const emptyLayout: Layout = { direction: 'right', width: 1, height: 1, boxes: new Map(), edges: [] };

export const boxWidth = 184;
export const boxHeight = 46;
/** Above it the careful ranking takes too long for a page that is being looked at. */
const carefulNodesMax = 120;
const bothDirectionsMax = 80;
const margin = 16;

interface Point {
  x: number;
  y: number;
}

export function layOut(graph: DrawnGraph, canvas: Size): Layout {
  const right = layOutTo(graph, 'right');
  if (graph.nodes.length > bothDirectionsMax) return right;
  const down = layOutTo(graph, 'down');
  return shareOf(down, canvas) > shareOf(right, canvas) ? down : right;
}

/** How large it can be shown. */
function shareOf({ width, height }: Size, canvas: Size): number {
  return Math.min(1, canvas.width / width, canvas.height / height);
}

function layOutTo({ nodes, edges }: DrawnGraph, direction: Layout['direction']): Layout {
  const isRight = direction === 'right';
  const graph = new Graph();
  graph.setGraph({
    rankdir: isRight ? 'LR' : 'TB',
    nodesep: isRight ? 14 : 24,
    ranksep: isRight ? 56 : 40,
    edgesep: 10,
    ...{ marginx: margin, marginy: margin },
    ranker: nodes.length > carefulNodesMax ? 'longest-path' : 'network-simplex',
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { key } of nodes) graph.setNode(key, { width: boxWidth, height: boxHeight });
  for (const { from, to } of edges) graph.setEdge(from, to);
  place(graph);
  const boxes = new Map(
    nodes.map(({ key }): [string, Box] => {
      const { x = 0, y = 0 } = graph.node(key) as Partial<Point>;
      return [key, { key, x: x - boxWidth / 2, y: y - boxHeight / 2, width: boxWidth, height: boxHeight }];
    }),
  );
  const drawn = edges.flatMap(({ from, to }) => {
    const [source, target] = [boxes.get(from), boxes.get(to)];
    if (source === undefined || target === undefined) return [];
    // Dagre makes room for labels by a rank between any two, in which it bends an edge once more.
    const { points = [] } = graph.edge(from, to) as { points?: Point[] };
    const passed = points.slice(1, -1).filter((_, at) => at % 2 === 1);
    return [{ from, to, path: pathOf(exitOf(source, isRight), entryOf(target, isRight), { passed, isRight }) }];
  });
  const { width = 0, height = 0 } = graph.graph() as Partial<Size>;
  return { direction, width: Math.max(1, width), height: Math.max(1, height), boxes, edges: drawn };
}

function exitOf({ x, y, width, height }: Box, isRight: boolean): Point {
  return isRight ? { x: x + width, y: y + height / 2 } : { x: x + width / 2, y: y + height };
}

function entryOf({ x, y, width, height }: Box, isRight: boolean): Point {
  return isRight ? { x, y: y + height / 2 } : { x: x + width / 2, y };
}

interface Way {
  /** The places between boxes of other ranks through which the edge goes. */
  passed: readonly Point[];
  isRight: boolean;
}

/** Curves from rank to rank, all in the direction of the graph; past the boxes of a rank it goes straight. */
function pathOf(from: Point, to: Point, { passed, isRight }: Way): string {
  const half = (isRight ? boxWidth : boxHeight) / 2;
  const shift = ({ x, y }: Point, by: number) => (isRight ? { x: x + by, y } : { x, y: y + by });
  let path = `M${round(from.x)} ${round(from.y)}`;
  let here = from;
  for (const point of passed) {
    const leaving = shift(point, half);
    path += `${curve(here, shift(point, -half), isRight)}L${round(leaving.x)} ${round(leaving.y)}`;
    here = leaving;
  }
  return path + curve(here, to, isRight);
}

function curve(from: Point, to: Point, isRight: boolean): string {
  const [x, y] = [round((from.x + to.x) / 2), round((from.y + to.y) / 2)];
  const [first, second] = isRight
    ? [`${x} ${round(from.y)}`, `${x} ${round(to.y)}`]
    : [`${round(from.x)} ${y}`, `${round(to.x)} ${y}`];
  return `C${first} ${second} ${round(to.x)} ${round(to.y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
