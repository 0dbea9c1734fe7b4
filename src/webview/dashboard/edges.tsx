// The edges of the graph. Those of the selected node stand out; an edge is open, and drawn so, once what comes first is done.
import type { PanelTask } from '../../core/model/panel-dashboard.ts';
import type { DrawnGraph } from '../../core/model/view-graph.ts';
import type { Layout } from './layout.ts';

export interface EdgesProps {
  layout: Layout;
  graph: DrawnGraph;
  tasks: ReadonlyMap<string, PanelTask>;
  critical: ReadonlySet<string>;
  matching: ReadonlySet<string> | undefined;
  active: string | undefined;
}

export function Edges({ layout, graph, tasks, critical, matching, active }: EdgesProps) {
  const taskOf = new Map(graph.nodes.map((node) => [node.key, node.kind === 'task' ? node.task_id : '']));
  // Of groups it is not asked.
  const isDimmed = (key: string) => taskOf.get(key) !== '' && matching?.has(taskOf.get(key) ?? '') === false;
  const isCritical = (key: string) => critical.has(taskOf.get(key) ?? '');
  return (
    <svg class="edges" width={layout.width} height={layout.height} aria-hidden="true">
      <defs>
        {['plain', 'strong'].map((name) => (
          <marker
            {...{ key: name, id: `arrow-${name}`, viewBox: '0 0 8 8', refX: '7', refY: '4', orient: 'auto' }}
            {...{ markerWidth: '7', markerHeight: '7', markerUnits: 'userSpaceOnUse' }}
          >
            <path class={`arrow ${name}`} d="M0 0.5 7.5 4 0 7.5Z" />
          </marker>
        ))}
      </defs>
      {layout.edges.map(({ from, to, path }) => {
        const isStrong = from === active || to === active || (isCritical(from) && isCritical(to));
        const look = [
          'edge',
          isStrong ? 'strong' : '',
          tasks.get(taskOf.get(from) ?? '')?.state === 'done' ? 'open' : '',
          isDimmed(from) && isDimmed(to) ? 'dimmed' : '',
        ];
        return (
          <path
            key={`${from} ${to}`}
            class={look.join(' ')}
            d={path}
            marker-end={`url(#arrow-${isStrong ? 'strong' : 'plain'})`}
          />
        );
      })}
    </svg>
  );
}
