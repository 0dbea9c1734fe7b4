// The task graph, drawn: boxes in HTML, so that they follow the editor's theme and shorten their titles, and edges in one SVG behind
// them. For the keyboard and for screen readers it is a list box; arrow keys follow the edges.
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { PanelTask } from '../../core/model/panel-dashboard.ts';
import { nodesDrawnMax, viewGraph, type DrawnGraph, type DrawnNode } from '../../core/model/view-graph.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { useSize } from '../parts/use-size.ts';
import { Edges } from './edges.tsx';
import { GroupNode, TaskNode } from './graph-node.tsx';
import { emptyLayout, layOut } from './layout.ts';
import { usePage } from './page.ts';
import { useViewport, zoomByKey } from './use-viewport.ts';
import { stepOf, walk } from './walk.ts';
import { zoomStep } from './viewport.ts';

export interface GraphProps {
  tasks: ReadonlyMap<string, PanelTask>;
  /** Changes with the tasks and their edges, and with nothing else. */
  shape: string;
  matching: ReadonlySet<string> | undefined;
  critical: ReadonlySet<string>;
  selected: string | undefined;
  opened: readonly string[];
  onOpened: (opened: string[]) => void;
}

const farScale = 0.6;

export function Graph(props: GraphProps) {
  const { tasks, shape, selected, opened, onOpened } = props;
  const { t, select } = usePage();
  const canvas = useRef<HTMLDivElement>(null);
  const size = useSize(canvas);
  const graph = useMemo(() => viewGraph([...tasks.values()], { opened, nodesMax: nodesDrawnMax }), [shape, opened]);
  // A canvas that has been drawn on keeps the direction of its drawing when it becomes a little wider.
  const layout = useMemo(
    () => (size.width === 0 ? emptyLayout : layOut(graph, size)),
    [graph, size.width > 0, isWide(size)],
  );
  const atWork = graph.nodes.find((node) => tasksOf(node).some((id) => tasks.get(id)?.state === 'running'));
  const first = atWork?.key ?? walk(layout, undefined, 'first') ?? '';
  const control = useViewport(canvas, { layout, size, first: layout.boxes.get(first) });
  const active = activeKey(graph, selected);
  const { view } = control;

  useEffect(() => {
    const box = layout.boxes.get(active ?? '');
    if (box !== undefined && size.width > 0) control.show(box);
  }, [active, size.width > 0]);

  const open = (node: DrawnNode) => {
    if (node.kind === 'task') return select(node.task_id);
    onOpened([...opened, node.key]);
    select(node.group.task_ids[0]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = stepOf(event.key, layout.direction);
    const next = step === undefined ? undefined : walk(layout, active, step);
    const node = graph.nodes.find(({ key }) => key === (next ?? active));
    if (next !== undefined && node !== undefined) select(tasksOf(node)[0]);
    else if ((event.key === 'Enter' || event.key === ' ') && node !== undefined) open(node);
    else if (event.key === 'Escape') select(undefined);
    else if (event.ctrlKey || event.metaKey || !zoomByKey(event.key, control)) return;
    event.preventDefault();
  };

  return (
    <div class="graph">
      <div
        ref={canvas}
        class={control.isDragging ? 'canvas dragging' : 'canvas'}
        role="listbox"
        tabIndex={0}
        aria-label={t('graph_label')}
        aria-activedescendant={active === undefined ? undefined : `node-${active}`}
        onKeyDown={onKeyDown}
        onPointerDown={control.onPointerDown}
      >
        <div
          class={view.scale < farScale ? 'drawing far' : 'drawing'}
          role="presentation"
          style={{
            width: `${layout.width}px`,
            height: `${layout.height}px`,
            transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
          }}
        >
          <Edges layout={layout} graph={graph} {...props} active={active} />
          {graph.nodes.map((node) => {
            const box = layout.boxes.get(node.key);
            if (box === undefined) return null;
            const common = { box, isActive: node.key === active, onPress: () => open(node), key: node.key };
            return node.kind === 'group' ? (
              <GroupNode {...common} group={node.group} tasks={tasks} matching={props.matching} />
            ) : (
              <TaskNode {...common} task={tasks.get(node.task_id)} {...props} />
            );
          })}
        </div>
      </div>
      <div class="graph-tools" role="toolbar" aria-label={t('zoom')}>
        {opened.length > 0 && graph.groups.length > 0 ? (
          <Button kind="quiet" label={t('close_groups')} onPress={() => onOpened([])} />
        ) : null}
        <IconButton icon="minus" label={t('zoom_out')} onPress={() => control.zoom(1 / zoomStep)} />
        <span class="zoom-label" aria-hidden="true">{`${Math.round(view.scale * 100)}%`}</span>
        <IconButton icon="plus" label={t('zoom_in')} onPress={() => control.zoom(zoomStep)} />
        <IconButton icon="fit" label={t('zoom_fit')} onPress={() => control.fit()} />
      </div>
    </div>
  );
}

function isWide({ width, height }: { width: number; height: number }): boolean {
  return width > height * 1.2;
}

function tasksOf(node: DrawnNode): readonly string[] {
  return node.kind === 'group' ? node.group.task_ids : [node.task_id];
}

/** The node of the selected task: its own, or that of the group in which it is. */
function activeKey(graph: DrawnGraph, selected: string | undefined): string | undefined {
  if (selected === undefined) return undefined;
  return graph.nodes.find((node) => tasksOf(node).includes(selected))?.key;
}
