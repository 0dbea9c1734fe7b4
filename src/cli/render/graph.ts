// A task graph as Mermaid, Graphviz or JSON. Titles come from anywhere: here they are labels and can be nothing else.
import { plainText } from '../../core/base/text.ts';
import type { TaskStateName } from '../../core/model/state.ts';

export type GraphFormat = 'mermaid' | 'dot' | 'json';

export interface DrawnGraph {
  spec_id: string;
  title: string;
  nodes: readonly DrawnNode[];
}

export interface DrawnNode {
  id: string;
  title: string;
  kind: 'work' | 'checkpoint';
  dependencies: readonly string[];
  /** Absent when the registry does not know the task yet. */
  state?: TaskStateName;
}

/** Fill and line, readable on light and dark pages. */
const colourOf: Record<TaskStateName, [fill: string, line: string]> = {
  blocked: ['#eeeeee', '#999999'],
  ready: ['#ffffff', '#555555'],
  assigned: ['#cfe8ff', '#1f6feb'],
  running: ['#cfe8ff', '#1f6feb'],
  verifying: ['#cfe8ff', '#1f6feb'],
  review: ['#fff3c4', '#b58900'],
  done: ['#d1f2d9', '#2da44e'],
  failed: ['#ffd7d5', '#cf222e'],
  cancelled: ['#eeeeee', '#cf222e'],
};

export function renderGraph(graph: DrawnGraph, format: GraphFormat): string[] {
  switch (format) {
    case 'mermaid':
      return renderMermaid(graph);
    case 'dot':
      return renderDot(graph);
    case 'json':
      return [JSON.stringify(graph, undefined, 2)];
  }
}

function renderMermaid({ nodes }: DrawnGraph): string[] {
  const names = namesOf(nodes);
  const used = new Set(nodes.flatMap(({ state }) => state ?? []));
  return [
    'flowchart LR',
    ...nodes.map(({ id, title, kind, state }) => {
      const label = `"${escapeMermaid(`${id} ${title}`)}"`;
      const shape = kind === 'checkpoint' ? `{{${label}}}` : `[${label}]`;
      return `  ${names.get(id) ?? ''}${shape}${state === undefined ? '' : `:::${state}`}`;
    }),
    ...edgesOf(nodes, names).map(([from, to]) => `  ${from} --> ${to}`),
    ...[...used].map((state) => {
      const [fill, line] = colourOf[state];
      return `  classDef ${state} fill:${fill},stroke:${line},color:#111111`;
    }),
  ];
}

function renderDot({ spec_id, nodes }: DrawnGraph): string[] {
  const names = namesOf(nodes);
  return [
    `digraph ${quoteDot(spec_id)} {`,
    '  rankdir=LR;',
    '  node [shape=box, style="rounded,filled", fillcolor="#ffffff", fontname="sans-serif"];',
    ...nodes.map(({ id, title, kind, state }) => {
      const [fill, line] = colourOf[state ?? 'ready'];
      const shape = kind === 'checkpoint' ? ', shape=hexagon' : '';
      return `  ${names.get(id) ?? ''} [label=${quoteDot(`${id} ${title}`)}, fillcolor="${fill}", color="${line}"${shape}];`;
    }),
    ...edgesOf(nodes, names).map(([from, to]) => `  ${from} -> ${to};`),
    '}',
  ];
}

/** Ids hold characters that mean something to the drawing tools; positions do not. */
function namesOf(nodes: readonly DrawnNode[]): Map<string, string> {
  return new Map(nodes.map(({ id }, at) => [id, `t${at}`]));
}

function edgesOf(nodes: readonly DrawnNode[], names: ReadonlyMap<string, string>): [string, string][] {
  return nodes.flatMap(({ id, dependencies }) =>
    dependencies.flatMap((dependency): [string, string][] => {
      const [from, to] = [names.get(dependency), names.get(id)];
      return from === undefined || to === undefined ? [] : [[from, to]];
    }),
  );
}

function escapeMermaid(text: string): string {
  return plainText(text).replace(/[&<>"'#`[\](){}|\\]/g, (character) => `#${character.charCodeAt(0)};`);
}

function quoteDot(text: string): string {
  return `"${plainText(text).replace(/["\\]/g, '\\$&')}"`;
}
