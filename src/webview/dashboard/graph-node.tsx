// One box of the graph: a task with its state, or a group of tasks with its states as a small bar.
import type { PanelTask } from '../../core/model/panel-dashboard.ts';
import type { TaskGroup } from '../../core/model/view-graph.ts';
import { StateIcon, TaskIcon } from '../parts/state-icon.tsx';
import type { Box } from './layout.ts';
import { usePage } from './page.ts';
import { describeTask, noteOf } from './task-words.ts';
import { leadingState, noCounts, statesInOrder } from './sums.ts';

interface NodeProps {
  box: Box;
  isActive: boolean;
  onPress: () => void;
  matching: ReadonlySet<string> | undefined;
}

export function TaskNode({
  box,
  isActive,
  onPress,
  matching,
  task,
  critical,
}: NodeProps & { task: PanelTask | undefined; critical: ReadonlySet<string> }) {
  const page = usePage();
  if (task === undefined) return null;
  const look = [
    `node ${task.state}`,
    isActive ? 'active' : '',
    matching?.has(task.id) === false ? 'dimmed' : '',
    critical.has(task.id) ? 'critical' : '',
  ];
  return (
    <div
      {...{ id: `node-${box.key}`, class: look.join(' '), role: 'option', style: placeOf(box), title: task.title }}
      {...{ 'aria-selected': isActive, 'aria-label': describeTask(task, page), onClick: onPress }}
    >
      <span class="node-head" aria-hidden="true">
        <TaskIcon task={task} />
        <span class="node-id">{task.id}</span>
        <span class="node-note" data-text={noteOf(task, page)} />
      </span>{' '}
      <span class="node-title" aria-hidden="true">
        {task.title}
      </span>
    </div>
  );
}

export function GroupNode({
  box,
  isActive,
  onPress,
  matching,
  group,
  tasks,
}: NodeProps & { group: TaskGroup; tasks: ReadonlyMap<string, PanelTask> }) {
  const { t } = usePage();
  const counts = noCounts();
  for (const id of group.task_ids) counts[tasks.get(id)?.state ?? 'blocked'] += 1;
  const total = group.task_ids.length;
  const part = group.part === undefined ? '' : ` · ${group.part}`;
  const name = `${t(group.by === 'stage' ? 'group_stage' : 'group_number', group.name)}${part}`;
  const isDimmed = matching !== undefined && !group.task_ids.some((id) => matching.has(id));
  return (
    <div
      {...{ id: `node-${box.key}`, role: 'option', style: placeOf(box), 'aria-selected': isActive, onClick: onPress }}
      class={`node group ${isActive ? 'active' : ''} ${isDimmed ? 'dimmed' : ''}`}
      aria-label={`${name}, ${t('progress', counts.done, total)}. ${t('group_hint')}`}
    >
      <span class="node-head" aria-hidden="true">
        <StateIcon state={leadingState(counts)} />
        <span class="node-id">{name}</span>
        <span class="node-note" data-text={`${counts.done}/${total}`} />
      </span>
      <span class="progress-bar">
        {statesInOrder
          .filter((state) => counts[state] > 0 && state !== 'blocked' && state !== 'ready')
          .map((state) => (
            <span key={state} class={`tone ${state}`} style={{ flexGrow: counts[state] }} />
          ))}
        <span class="rest" style={{ flexGrow: counts.blocked + counts.ready }} />
      </span>
    </div>
  );
}

function placeOf({ x, y, width, height }: Box) {
  return { transform: `translate(${x}px, ${y}px)`, width: `${width}px`, height: `${height}px` };
}
